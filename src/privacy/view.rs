//! What a reader sees of markup and addresses, and where each character of it stands in them.

/// A text that was made from another, and where it came from.
#[derive(Debug, Default)]
pub(super) struct View {
    /// What is seen.
    pub text: String,
    /// For each byte of `text`, where its character begins in the source.
    starts: Vec<u32>,
    /// For each byte of `text`, where its character ends there.
    ends: Vec<u32>,
}

/// Elements that part nothing of what stands beside them: a number goes on over them.
const RUNNING: [&str; 34] = [
    "r",
    "t",
    "rpr",
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "span",
    "a",
    "font",
    "sub",
    "sup",
    "mark",
    "small",
    "big",
    "bdo",
    "code",
    "del",
    "ins",
    "rfonts",
    "sz",
    "szcs",
    "color",
    "lang",
    "kern",
    "highlight",
    "prooferr",
    "bookmarkstart",
    "bookmarkend",
    "hyperlink",
    "tspan",
    "wbr",
];
/// Attributes that are read or followed.
const SEEN: [&str; 14] = [
    "alt",
    "title",
    "href",
    "src",
    "content",
    "value",
    "placeholder",
    "aria-label",
    "descr",
    "target",
    "author",
    "cite",
    "summary",
    "label",
];

impl View {
    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(u32::try_from(start).unwrap_or(u32::MAX));
            self.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
        }
    }

    /// Where bytes of the text came from; for a range of one character or more.
    pub fn source(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let start = self.starts.get(range.start).copied().unwrap_or(0) as usize;
        let end = range
            .end
            .checked_sub(1)
            .and_then(|last| self.ends.get(last));
        start..(end.copied().unwrap_or(0) as usize).max(start)
    }

    /// Text, then the attributes that are read, of HTML or XML.
    pub fn of_markup(source: &str) -> View {
        let mut view = View::default();
        let mut attributes = Vec::new();
        let mut at = 0;
        while at < source.len() {
            let rest = &source[at..];
            if rest.starts_with('<') {
                let length = rest.find('>').map_or(rest.len(), |end| end + 1);
                let tag = &rest[..length];
                if tag.starts_with("<!--") || tag.starts_with("<![CDATA[") {
                    // What a comment says is published too.
                    view.push('\n', at, at + 4);
                    at += if tag.starts_with("<!--") { 4 } else { 9 };
                    continue;
                }
                if !is_running(tag) {
                    view.push('\n', at, at + length);
                }
                attributes_of(tag, at, &mut attributes);
                at += length;
                continue;
            }
            at = view.character(source, at, false);
        }
        for range in attributes {
            view.push('\u{1}', range.start, range.start);
            let mut at = range.start;
            while at < range.end {
                at = view.character(source, at, true);
            }
        }
        view
    }

    /// A plain text in which entities were left over (`138&nbsp;0013&nbsp;8000`), as browsers show it.
    pub fn of_text(source: &str) -> View {
        View::of_characters(source, false)
    }

    /// An address as it is meant: `%40` is `@`.
    pub fn of_address(source: &str) -> View {
        View::of_characters(source, true)
    }

    fn of_characters(source: &str, address: bool) -> View {
        let mut view = View::default();
        let mut at = 0;
        while at < source.len() {
            at = view.character(source, at, address);
        }
        view
    }

    /// One character of the source at `at`, entities and, in an address, percent signs understood. Gives where the next begins.
    fn character(&mut self, source: &str, at: usize, address: bool) -> usize {
        let rest = &source[at..];
        if let Some((c, length)) = entity(rest) {
            self.push(c, at, at + length);
            return at + length;
        }
        if address && let Some((c, length)) = percent(rest) {
            self.push(c, at, at + length);
            return at + length;
        }
        let c = rest.chars().next().unwrap_or(' ');
        self.push(c, at, at + c.len_utf8());
        at + c.len_utf8()
    }
}

fn is_running(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric() && c != ':')
        .unwrap_or(name.len());
    let name = &name[..end];
    let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
    RUNNING.contains(&local.as_str())
}

fn attributes_of(tag: &str, offset: usize, out: &mut Vec<std::ops::Range<usize>>) {
    let mut at = 0;
    while let Some(equals) = tag[at..].find('=') {
        let name = tag[at..at + equals].trim_end();
        let name = name
            .rsplit(|c: char| c.is_whitespace() || c == ':')
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        at += equals + 1;
        let value = tag[at..].trim_start();
        let start = tag.len() - value.len();
        let (from, to) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => (
                start + 1,
                value[1..]
                    .find(quote)
                    .map_or(tag.len(), |end| start + 1 + end),
            ),
            _ => (
                start,
                value
                    .find(|c: char| c.is_whitespace() || c == '>')
                    .map_or(tag.len(), |end| start + end),
            ),
        };
        if SEEN.contains(&name.as_str()) || name.starts_with("data-") {
            out.push(offset + from..offset + to);
        }
        at = to;
    }
}

/// The character that `&…;` at the start of the text means, and its length.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.as_bytes().iter().take(12).position(|b| *b == b';')?;
    let name = rest.get(..end)?;
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            "ensp" | "emsp" | "thinsp" => ' ',
            "shy" => '\u{ad}',
            "zwj" | "zwnj" => '\u{200c}',
            "hyphen" | "dash" | "minus" | "ndash" | "mdash" => '-',
            "middot" => '·',
            "commat" => '@',
            "period" => '.',
            "lowbar" => '_',
            "num" => '#',
            _ => return None,
        }
    };
    Some((c, end + 2))
}

/// The character that `%…` at the start of the text means, and its length; one of several bytes must be complete.
pub(super) fn percent(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let byte = |at: usize| {
        let hex = (bytes.get(at) == Some(&b'%')).then(|| text.get(at + 1..at + 3))??;
        u8::from_str_radix(hex, 16).ok()
    };
    let first = byte(0)?;
    let length = match first {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut buffer = [first, 0, 0, 0];
    for (at, place) in buffer.iter_mut().enumerate().take(length).skip(1) {
        *place = byte(3 * at)?;
    }
    let c = std::str::from_utf8(&buffer[..length])
        .ok()?
        .chars()
        .next()?;
    Some((c, 3 * length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_seen_as_it_is_read() {
        let html =
            "<p>1<b>38</b>&nbsp;0013&#45;8000</p><td>x</td><a href=\"mailto:a%40qq.com\">信</a>";
        let view = View::of_markup(html);
        assert_eq!(
            view.text,
            "\n138\u{a0}0013-8000\n\nx\n信\u{1}mailto:a@qq.com"
        );
        let at = view.text.find("8000").unwrap();
        assert_eq!(&html[view.source(&(at..at + 4))], "8000");
        let at = view.text.find('@').unwrap();
        assert_eq!(&html[view.source(&(at..at + 1))], "%40");
    }

    #[test]
    fn broken_markup_is_no_reason_to_fail() {
        for html in [
            "<",
            "<a href=",
            "<a href='",
            "&#x;",
            "&",
            "%",
            "%e4%b8",
            "<a =\"",
            "<!--",
            "a<b 中>",
        ] {
            View::of_markup(html);
            View::of_address(html);
        }
    }
}
