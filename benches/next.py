#!/usr/bin/env python3
"""What the next build costs: python3 benches/next.py REPLIES [DAFU] [--walk STEPS] [--seed N]

Makes a site of REPLIES documents from ../shared/corpus, builds it, then: builds it again as it is; changes a sentence in one reply; adds a reply with
the middle of all dates; removes one. After each, the time of the build, how many files it wrote, and how much of the search bundle is in files
that were there before under the same name, byte by byte. Where they fit beside each other (30,000 replies at most), the portal is held against that of a fresh
copy of the site at last. With --walk, so many random edits follow, one to five sentences or replies in each, and every twentieth portal is held against a
fresh copy's.
"""

import argparse
import filecmp
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared/corpus/pool.tar.xz"
SETTINGS = 'title = "下一次"\nprivacy = "mask"\n'


def documents(count, folder, work):
    pool = work / "pool"
    pool.mkdir()
    subprocess.run(["tar", "-xJf", CORPUS, "-C", pool], check=True)
    command = [sys.executable, pool / "build.py", str(count), folder, "--pool", pool, "--seed", "1"]
    subprocess.run(command + (["--shard", "1000"] if count > 20000 else []), check=True, stdout=subprocess.DEVNULL)
    (folder / "meta.tsv").unlink(missing_ok=True)
    # Of a hundred thousand hashes one is figures alone and has a bank card's check digit: no name that may be published.
    for path in folder.rglob("*_*.txt"):
        number, _, digits = path.stem.partition("_")
        if digits.isdigit():
            path.rename(path.with_name(number + ".txt"))


def build(dafu, site):
    """Wall time and processor time in seconds, peak resident memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen([dafu, "build", site], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return time.monotonic() - start, used.ru_utime + used.ru_stime, peak


def files(folder):
    """Path below the folder → (inode, size). A file that a build leaves as it is keeps its inode."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            stat = os.stat(os.path.join(path, name))
            found[os.path.relpath(os.path.join(path, name), folder)] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def text_of(path):
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def write(path, text):
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def hold_against_fresh(dafu, site, work):
    """Ends the program if a fresh copy of the site gives another portal."""
    fresh = work / "fresh"
    shutil.copytree(site / "content", fresh / "content")
    for name in ("dafu.toml", "dafu.lock"):
        shutil.copy(site / name, fresh)
    build(dafu, fresh)
    both = [folder / "public" for folder in (site, fresh)]
    names = sorted(files(both[1]))
    if sorted(files(both[0])) != names:
        sys.exit("a fresh copy gives other files")
    _, differ, failed = filecmp.cmpfiles(*both, names, shallow=False)
    if differ or failed:
        sys.exit(f"a fresh copy gives something else in {len(differ + failed)} files: {(differ + failed)[0]}")
    shutil.rmtree(fresh)


def step(replies, gone, chance):
    """One random edit: a reply goes, one comes back, or a reply loses its last sentence or gets one of another's."""
    what, path = chance.random(), chance.choice(replies)
    if what < 0.1:
        gone.append((path, text_of(path)))
        path.unlink()
        replies.remove(path)
    elif what < 0.2 and gone:
        path, text = gone.pop(chance.randrange(len(gone)))
        write(path, text)
        replies.append(path)
    else:
        lines = text_of(path).split("\n")
        long = [at for at, line in enumerate(lines) if len(line) > 60]
        others = [line for line in text_of(chance.choice(replies)).split("\n") if len(line) > 60]
        if long and others:
            at = chance.choice(long)
            if what < 0.4:
                lines[at] = lines[at][:-1].rsplit("。", 1)[0] + "。"
            else:
                lines[at] += chance.choice([part for part in chance.choice(others).split("。") if part]) + "。"
            write(path, "\n".join(lines))


def walk(dafu, site, work, steps, seed):
    chance, gone = random.Random(seed), []
    replies = sorted((site / "content").rglob("*.txt"))
    for number in range(1, steps + 1):
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            step(replies, gone, chance)
        build(dafu, site)
        if number % 20 == 0 or number == steps:
            hold_against_fresh(dafu, site, work)
            print(f"{number} edits: a fresh copy gives the same, byte for byte.", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replies", type=int)
    parser.add_argument("dafu", nargs="?", default=ROOT / "target/release/dafu")
    parser.add_argument("--walk", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    count, dafu = options.replies, pathlib.Path(options.dafu).resolve()
    work = pathlib.Path(tempfile.mkdtemp(prefix="dafu-next-"))
    try:
        site, content = work / "site", work / "site/content"
        content.mkdir(parents=True)
        (site / "dafu.toml").write_text(SETTINGS, encoding="utf-8")
        documents(count, content, work)
        replies = sorted(content.rglob("*.txt"))
        # The one that is added later: its date is one of them all.
        late, edited, removed = (replies[len(replies) * part // 7] for part in (3, 2, 5))
        aside = work / "aside"
        shutil.move(late, aside)

        def edit():
            lines = text_of(edited).split("\n")
            longest = max(range(len(lines)), key=lambda at: len(lines[at]))
            lines[longest] = lines[longest].replace("。", "，情况属实。", 1)
            write(edited, "\n".join(lines))

        print(f"{count} replies\n\n| build | wall, s | processor time, s | peak memory, MB | files written | removed | bundle kept |\n|---|---|---|---|---|---|---|")
        last, bundle = {}, "search/bundle/"
        for what, change in [
            ("first", lambda: None),
            ("nothing changed", lambda: None),
            ("one sentence changed", edit),
            ("one reply added", lambda: shutil.move(aside, late)),
            ("one reply removed", removed.unlink),
        ]:
            change()
            wall, processor, peak = build(dafu, site)
            now = files(site / "public")
            written = sum(1 for path, stat in now.items() if last.get(path) != stat)
            all_bytes = sum(size for path, (_, size, _) in now.items() if path.startswith(bundle))
            kept = sum(size for path, (_, size, _) in now.items() if path.startswith(bundle) and last.get(path) == now[path])
            gone = sum(1 for path in last if path not in now)
            print(f"| {what} | {wall:.1f} | {processor:.1f} | {peak:.0f} | {written} of {len(now)} | {gone} | {100 * kept / all_bytes:.1f} % |", flush=True)
            last = now
        if count <= 30000:
            hold_against_fresh(dafu, site, work)
            print("\nA fresh copy gives the same, byte for byte.")
            walk(dafu, site, work, options.walk, options.seed)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
