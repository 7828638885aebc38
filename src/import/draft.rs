//! What every reader makes of a file, before it is written as Markdown: paragraphs, tables, notes, files, and what to say of them.

use crate::diagnostic::Diagnostic;
use crate::model::Published;

/// What was read from a file.
#[derive(Debug, Default)]
pub struct Draft {
    /// Paragraphs and tables, in order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, in the order of their marks.
    pub notes: Vec<Vec<Block>>,
    /// Pictures and attachments to put beside the document.
    pub files: Vec<BroughtFile>,
    /// What is known from outside the text.
    pub outside: Outside,
    /// What the clerk should know; without file and place.
    pub findings: Vec<Diagnostic>,
    /// Why every word must be read against the original; empty if it need not be.
    pub review: Vec<String>,
    /// Front matter that the file had already, fences included.
    pub front_matter: Option<String>,
}

/// Facts that a page's `<meta>` tags give, and not its text.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// `ArticleTitle`.
    pub title: Option<String>,
    /// `PubDate`.
    pub published: Option<Published>,
    /// `ContentSource`.
    pub source: Option<String>,
}

/// A file that goes beside the document.
#[derive(Clone, Debug)]
pub struct BroughtFile {
    /// File name wanted; without folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A paragraph or table.
#[derive(Clone, Debug)]
pub enum Block {
    /// One paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// Lines of Markdown that are kept as they are.
    Verbatim(String),
}

/// One paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its words; a label that numbering gave is the first of them.
    pub spans: Vec<Span>,
    /// Level of the heading that its style says it is, from 1.
    pub heading: Option<u8>,
    /// Whether it is an item with a bullet, and how deep.
    pub bullet: Option<u8>,
}

/// A table; rows may be of unequal length only if it says so by spans.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Paragraphs inside.
    pub paragraphs: Vec<Paragraph>,
    /// Columns that it takes, from 1.
    pub columns: usize,
    /// Rows that it takes, from 1.
    pub rows: usize,
}

/// A piece of a paragraph.
#[derive(Clone, Debug)]
pub enum Span {
    /// Words of one look.
    Text(String, Look),
    /// A line break inside the paragraph.
    Break,
    /// A picture: index in [`Draft::files`], and what it shows.
    Image(usize, String),
    /// A link to a file that was brought along: words, index in [`Draft::files`].
    File(String, usize),
    /// The mark of a note: index in [`Draft::notes`].
    Note(usize),
}

/// How words look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck out.
    pub strike: bool,
    /// Raised or lowered.
    pub script: Script,
    /// Where they lead: `http`, `https`, `mailto`, `tel`.
    pub link: Option<String>,
}

/// Raised or lowered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// On the line.
    #[default]
    Normal,
    /// `m²`.
    Super,
    /// `CO₂`.
    Sub,
}

impl Paragraph {
    /// A paragraph of plain words.
    #[must_use]
    pub fn of(text: &str) -> Paragraph {
        Paragraph {
            spans: vec![Span::Text(text.to_owned(), Look::default())],
            ..Paragraph::default()
        }
    }

    /// Its words, line breaks as line ends.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for span in &self.spans {
            match span {
                Span::Text(text, _) | Span::File(text, _) => out.push_str(text),
                Span::Break => out.push('\n'),
                Span::Image(..) | Span::Note(_) => {}
            }
        }
        out
    }

    /// Whether nothing of it can be seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| match span {
            Span::Text(text, _) => text.trim().is_empty(),
            Span::Break => true,
            Span::Image(..) | Span::File(..) | Span::Note(_) => false,
        })
    }
}

impl Cell {
    /// Its words, one line a paragraph.
    #[must_use]
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.paragraphs.iter().map(Paragraph::text).collect();
        lines.join("\n").trim().to_owned()
    }
}

impl Draft {
    /// Adds a file; the same bytes twice are one file.
    pub fn bring(&mut self, name: String, bytes: Vec<u8>) -> usize {
        if let Some(at) = self.files.iter().position(|file| file.bytes == bytes) {
            return at;
        }
        self.files.push(BroughtFile { name, bytes });
        self.files.len() - 1
    }
}

/// A file name that says what is in it: the first digits of the hash of its bytes.
#[must_use]
pub fn picture_name(bytes: &[u8], extension: &str) -> String {
    let hash = blake3::hash(bytes).to_hex();
    format!("image-{}.{extension}", &hash[..8])
}
