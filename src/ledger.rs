//! The ledger (台账): the office's own list of its replies, a row a reply, from Excel or CSV.
//!
//! [`load`] reads the file into [`Ledger`]: rows of cells that know where they stand. [`Ledger::complete`] finds the document of each row and
//! completes its facts: front matter wins over the ledger, the ledger over the text, and each disagreement is a warning that names
//! both places. A row that fits several documents is passed over, not guessed at.
//!
//! The file is untrusted: what it unpacks to is counted before it is read, and only cells that hold something are kept.

mod columns;
mod csv;
mod merge;
mod values;
mod xlsx;

use std::path::Path;

pub use columns::Column;
pub use merge::{Known, Origin, Record};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Excerpt, Place};
use crate::error::{AtPath, Result};
use crate::messages::tell;

/// Most bytes of a ledger's file.
const FILE_MOST: u64 = 64 << 20;
/// Most cells that hold something.
const CELLS_MOST: usize = 4_000_000;
/// Rows above the names of the columns, at most: a title, a date, who drew it up.
const ABOVE_MOST: usize = 20;

/// Where a cell stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellPlace {
    /// `台账!C12`.
    Sheet(String),
    /// A place of a CSV file.
    Text(Place),
}

/// A cell that holds something.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it holds, as it is shown, trimmed.
    pub text: String,
    /// Row, from 0.
    row: u32,
    /// Column, from 0.
    column: u32,
    /// Byte range in a CSV file's text.
    range: std::ops::Range<usize>,
}

/// A sheet as it was read: its cells, by row and column.
#[derive(Debug, Default)]
struct Sheet {
    /// Its name; empty for CSV.
    name: String,
    cells: Vec<Cell>,
    /// The text of a CSV file.
    text: String,
    /// What is to be said of it.
    notes: Vec<Diagnostic>,
}

/// One row: a reply.
#[derive(Debug, Default)]
pub struct Row {
    /// What its cells say, those of columns with a meaning only.
    cells: Vec<(Column, Cell)>,
}

impl Row {
    fn get(&self, column: Column) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, cell)| cell)
    }
}

/// A ledger that was read.
#[derive(Debug)]
pub struct Ledger {
    /// Its file, relative to the site's folder: `content/ledger.xlsx`.
    pub path: String,
    sheet: Sheet,
    rows: Vec<Row>,
}

/// Whether a file below `content/` is the ledger.
#[must_use]
pub fn is_ledger(path: &str, config: &Config) -> bool {
    match &config.ledger.file {
        Some(file) => path == file,
        None => matches!(path, "ledger.xlsx" | "ledger.csv"),
    }
}

/// Reads the ledger of a site; `None` if it has none or it cannot be read. What is wrong with it is added to `diagnostics`.
///
/// # Errors
/// If the disk refuses it.
pub fn load(
    content: &Path,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<Ledger>> {
    let settings = &config.ledger;
    let wrong = |path: &str, message: String, hint: String| {
        Diagnostic::error("ledger", message)
            .in_file(format!("content/{path}"))
            .hint(hint)
    };
    let names: Vec<String> = match &settings.file {
        Some(file) => vec![file.clone()],
        None => ["ledger.xlsx", "ledger.csv"]
            .into_iter()
            .filter(|name| content.join(name).is_file())
            .map(str::to_owned)
            .collect(),
    };
    let name = match names.as_slice() {
        [] => return Ok(None),
        [name] => name,
        _ => {
            diagnostics.push(wrong(
                "ledger.xlsx",
                tell!("ledger-two"),
                tell!("ledger-two.hint"),
            ));
            return Ok(None);
        }
    };
    let outside = Path::new(name)
        .components()
        .any(|part| !matches!(part, std::path::Component::Normal(_)));
    let file = content.join(name);
    if outside || !file.is_file() || file.is_symlink() {
        diagnostics.push(wrong(name, tell!("ledger-gone"), tell!("ledger-gone.hint")));
        return Ok(None);
    }
    let length = file.metadata().at_path("read", &file)?.len();
    if length > FILE_MOST {
        diagnostics.push(wrong(
            name,
            tell!("ledger-too-large", size = length >> 20),
            tell!("ledger-too-large.hint"),
        ));
        return Ok(None);
    }
    let bytes = std::fs::read(&file).at_path("read", &file)?;
    let lower = name.to_ascii_lowercase();
    let sheets = if Path::new(&lower)
        .extension()
        .is_some_and(|end| end == "xlsx")
    {
        xlsx::read(bytes)
    } else if [".csv", ".tsv", ".txt"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        Ok(vec![csv::read(bytes)])
    } else {
        Err((tell!("ledger-format"), tell!("ledger-format.hint")))
    };
    let path = format!("content/{name}");
    match sheets {
        Err((message, hint)) => {
            diagnostics.push(wrong(name, message, hint));
            Ok(None)
        }
        Ok(sheets) => Ok(choose(path, sheets, config, diagnostics)),
    }
}

/// The first sheet with a row that names columns.
fn choose(
    path: String,
    sheets: Vec<Sheet>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ledger> {
    let names = columns::Names::new(&config.ledger);
    for mut sheet in sheets {
        let Some(header) = columns::find_header(&sheet, &names) else {
            continue;
        };
        for mut note in sheet.notes.drain(..) {
            note.path.clone_from(&path);
            diagnostics.push(note);
        }
        let mut ledger = Ledger {
            path,
            sheet,
            rows: Vec::new(),
        };
        for unknown in &header.unknown {
            diagnostics.push(
                ledger.at(
                    Diagnostic::advice(
                        "ledger-column",
                        tell!("ledger-column", column = unknown.text),
                    )
                    .hint(tell!("ledger-column.hint")),
                    unknown,
                ),
            );
        }
        let mut rows: Vec<Row> = Vec::new();
        let mut last = None;
        for cell in &ledger.sheet.cells {
            if cell.row <= header.row {
                continue;
            }
            let Some(column) = header.columns.get(&cell.column) else {
                continue;
            };
            if last.replace(cell.row) != Some(cell.row) {
                rows.push(Row::default());
            }
            if let Some(row) = rows.last_mut()
                && row.get(*column).is_none()
            {
                row.cells.push((*column, cell.clone()));
            }
        }
        ledger.rows = rows;
        return Some(ledger);
    }
    diagnostics.push(
        Diagnostic::error("ledger", tell!("ledger-headless"))
            .in_file(path)
            .hint(tell!("ledger-headless.hint")),
    );
    None
}

impl Ledger {
    /// Where a cell stands.
    fn place(&self, cell: &Cell) -> CellPlace {
        if self.sheet.name.is_empty() {
            let Cell { range, .. } = cell;
            let mut place = Place::of(&self.sheet.text, range.start, range.len());
            // A row may hold telephones of members: the cell alone is drawn.
            let text = self.sheet.text.get(range.clone()).unwrap_or("").to_owned();
            place.excerpt = Excerpt {
                end: text.len(),
                start: 0,
                text,
            };
            CellPlace::Text(place)
        } else {
            let (name, letters) = (&self.sheet.name, letters(cell.column));
            CellPlace::Sheet(format!("{name}!{letters}{}", cell.row + 1))
        }
    }

    /// A finding about a cell. A workbook has no lines: its place stands in the message.
    fn at(&self, mut diagnostic: Diagnostic, cell: &Cell) -> Diagnostic {
        diagnostic.path.clone_from(&self.path);
        match self.place(cell) {
            CellPlace::Text(place) => diagnostic.place = Some(place),
            CellPlace::Sheet(place) => {
                diagnostic.message = format!("{place}: {}", diagnostic.message);
            }
        }
        diagnostic
    }
}

/// The letters of a column: 0 is A, 26 is AA.
fn letters(mut column: u32) -> String {
    let mut letters = String::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        if column < 26 {
            return letters;
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_have_letters() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(super::letters(column), letters);
        }
    }
}
