"""A folder of replies → what each generator is given: the texts as they are, or Markdown as an editor would have prepared it.

`documents` reads reply-shaped `.txt` files: UTF-8, one paragraph a line, the title first. If there is a `meta.tsv` (columns file, title, no, kind,
unit, date, addressees), its rows are the documents; otherwise a few plain rules read that much from the text.
"""

import csv
import dataclasses
import re
import zlib

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


def prepared(document):
    """The document as an editor would have prepared it for a general generator: facts for the front matter, and Markdown."""
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
    out, levels, counts = [], [], []
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
    return front, "\n".join(out)


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
