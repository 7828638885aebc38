#!/usr/bin/env python3
"""How the time of a build grows with the length of documents that mean harm.

    python3 benches/hostile.py [--dafu target/release/dafu] [--most 8] [--only NAME]

Each kind of document is built at one, two, four, … times a first length, in a folder of its own, and the processor time of
the whole build is printed, less that of a build of nothing. The last column is the growth per doubling: 2 is linear. Nothing is
passed or failed here: read the column.
"""

import argparse
import os
import resource
import subprocess
import tempfile
from pathlib import Path


# Seconds after which a build is given up.
LONGEST = 300


def kinds(n):
    """Name, ending and text of each kind at size n (characters, roughly)."""
    yield "headings", "txt", "一、甲\n" * (n // 4)
    yield "headings-md", "md", "# 甲\n\n" * (n // 5)
    yield "one-line", "txt", "加装电梯的补贴" * (n // 7)
    yield "one-line-md", "md", "加装电梯的补贴" * (n // 7)
    yield "letters", "txt", "a" * n
    yield "digits", "txt", "1" * n
    yield "phones", "txt", "0888-2213456 " * (n // 13)
    yield "stars", "md", "*甲**乙" * (n // 5)
    yield "brackets", "md", "[" * n
    yield "images", "md", "![" * (n // 2)
    yield "links", "md", "[甲](乙 " * (n // 6)
    yield "ticks", "md", "`甲``" * (n // 4)
    yield "entities", "md", "&#x4e00;" * (n // 8)
    yield "lists", "md", "".join(" " * (k % 60) + "- 甲\n" for k in range(n // 33))
    yield "ordered", "md", "".join(f"{k}. 甲\n" for k in range(n // 8))
    yield "table", "md", "| 甲 " * (n // 8) + "|\n" + "|---" * (n // 8) + "|\n"
    yield "tables", "md", "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n" * (n // 28)
    yield "tags", "md", "<b>甲</b>" * (n // 8)
    yield "html-blocks", "md", "<div>甲</div>\n\n" * (n // 14)
    yield "comments", "md", "<!--甲" * (n // 5)
    yield "quotes", "md", "> 甲\n" * (n // 4)
    yield "spaces", "txt", "甲" + " " * n + "乙"
    yield "marks", "txt", "“（《" * (n // 3)
    yield "units", "txt", "澜汀市教育局\n2024年5月6日\n" * (n // 17)
    yield "fields", "txt", "文号：澜教〔2024〕1号\n" * (n // 14)
    yield "askers", "txt", "、".join(["王平"] * (n // 3)) + "委员：\n您提出的提案收悉。\n"
    yield "books", "txt", "《" * n
    yield "front", "md", "+++\ntopics = [" + '"甲",' * (n // 4) + "]\n+++\n\n正文。\n"
    yield "front-yaml", "md", "---\ntopics:\n" + "- 甲\n" * (n // 4) + "---\n\n正文。\n"


def cpu(dafu, site):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run([dafu, "build", site], capture_output=True, text=True, timeout=LONGEST,
                              env={**os.environ, "DAFU_LANG": "en"})
    except subprocess.TimeoutExpired:
        return float("nan"), "too long", ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, done.returncode, done.stderr


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--dafu", default="target/release/dafu")
    arguments.add_argument("--first", type=int, default=250_000, help="characters at first")
    arguments.add_argument("--most", type=int, default=4, help="times the first length")
    arguments.add_argument("--only", default="")
    options = arguments.parse_args()
    dafu = os.path.abspath(options.dafu)
    with tempfile.TemporaryDirectory() as folder:
        def build(ending, text):
            site = Path(folder) / "site"
            subprocess.run(["rm", "-rf", site], check=True)
            (site / "content").mkdir(parents=True)
            front = "" if text.startswith(("+++", "---")) else "关于甲的答复\n\n"
            (site / f"content/a.{ending}").write_text(front + text + "\n\n末段。\n", "utf-8")
            return cpu(dafu, str(site))

        nothing, _, _ = build("txt", "正文。")
        sizes = []
        size = 1
        while size <= options.most:
            sizes.append(size)
            size *= 2
        print(f"{'':12}", *[f"{size * options.first / 1e6:>8.2f}M" for size in sizes], "  growth  status")
        names = [name for name, _, _ in kinds(1000)]
        for at, name in enumerate(names):
            if options.only and options.only != name:
                continue
            times = []
            status = 0
            for size in sizes:
                _, ending, text = list(kinds(size * options.first))[at] if size * options.first < 3_000_000 else next(
                    kind for kind in kinds(size * options.first) if kind[0] == name
                )
                seconds, status, errors = build(ending, text)
                times.append(max(seconds - nothing, 0.001))
                if "panicked" in errors:
                    status = "panicked"
            growth = (times[-1] / times[0]) ** (1 / (len(times) - 1)) if len(times) > 1 else 0
            print(f"{name:12}", *[f"{seconds:>8.2f}s" for seconds in times], f"{growth:>7.2f}  {status}", flush=True)


main()
