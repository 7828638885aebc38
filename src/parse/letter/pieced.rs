//! A text that was put together from lines, and where its parts stand in the document.

use std::ops::Range;

/// Lines one behind the other, each with the byte where it begins in the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieced {
    pub text: String,
    /// Byte of the text, byte of the document.
    begins: Vec<(usize, usize)>,
}

impl Pieced {
    pub fn of(text: &str, offset: usize) -> Pieced {
        let mut pieced = Pieced::default();
        pieced.push(text, offset);
        pieced
    }

    /// One more line, which begins at a byte of the document.
    pub fn push(&mut self, text: &str, offset: usize) {
        self.begins.push((self.text.len(), offset));
        self.text.push_str(text);
    }

    /// What follows the first `cut` bytes.
    pub fn after(&self, cut: usize) -> &str {
        self.text.get(cut..).unwrap_or(&self.text)
    }

    /// Where a part of the text stands in the document: its characters, whatever white space and marks of Markdown were dropped between them; the
    /// line that it begins in, if they do not stand there like that.
    pub fn place(&self, source: &str, part: Range<usize>) -> Range<usize> {
        let begins = self.begins.iter().rev();
        let (from, offset) = begins
            .copied()
            .find(|(from, _)| *from <= part.start)
            .unwrap_or_default();
        let rest = source.get(offset..).unwrap_or_default();
        let text = &self.text[from..];
        let part = part.start - from..part.end - from;
        match text.get(part.clone()).and_then(|_| found(rest, text, part)) {
            Some(found) => offset + found.start..offset + found.end,
            None => offset..offset + rest.find('\n').unwrap_or(rest.len()),
        }
    }
}

/// Where the characters of a part of `text` stand in `source`, which begins with those of the text.
fn found(source: &str, text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let counts = |c: char| !c.is_whitespace() && !matches!(c, '*' | '_' | '`' | '\\' | '#' | '>');
    let mut there = source.char_indices().filter(|(_, c)| counts(*c));
    for c in text[..part.start].chars().filter(|c| counts(*c)) {
        there.next().filter(|(_, other)| *other == c)?;
    }
    let mut place: Option<Range<usize>> = None;
    for c in text[part].chars().filter(|c| counts(*c)) {
        let (at, _) = there.next().filter(|(_, other)| *other == c)?;
        let end = at + c.len_utf8();
        place = Some(place.map_or(at, |place| place.start)..end);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at(source: &str, lines: &[(&str, &str)], part: &str, expected: &str) {
        let mut pieced = Pieced::default();
        for (line, begins) in lines {
            pieced.push(line, source.find(begins).unwrap_or(0));
        }
        let start = pieced.text.find(part).unwrap_or(0);
        let place = pieced.place(source, start..start + part.len());
        assert_eq!(&source[place], expected, "{source:?}");
    }

    #[test]
    fn a_part_is_found_across_line_ends_spaces_and_marks() {
        let source = "关于五届\r\n三次会议\n第 027 号";
        let title = [("关于五届三次会议第027号", "关于")];
        at(source, &title, "五届三次", "五届\r\n三次");
        at(source, &title, "027", "027");
        at(source, &title, "第027号", "第 027 号");
        let source = "王平委员：\n提出的《关于\n加装**电梯**的提案》";
        let opening = [("提出的《关于", "提出"), ("加装电梯的提案》", "加装")];
        at(source, &opening, "电梯", "电梯");
        at(
            source,
            &opening,
            "关于加装电梯的提案",
            "关于\n加装**电梯**的提案",
        );
    }

    #[test]
    fn what_stands_otherwise_is_said_to_be_in_its_line() {
        let source = "关于&lt;五届&gt;\n三次会议";
        let title = [("关于<五届>三次会议", "关于")];
        at(source, &title, "五届", "关于&lt;五届&gt;");
        at("", &[("五届", "五届")], "五届", "");
    }
}
