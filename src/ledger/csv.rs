//! A ledger in CSV: any encoding, and commas, semicolons or tabs.

use super::{CELLS_MOST, Cell, Sheet};
use crate::source::decode;

/// Reads a CSV file. What is no CSV is one cell a line, and so has no header.
pub fn read(bytes: Vec<u8>) -> Sheet {
    let text = decode::decode(bytes).text;
    let mut cells = Vec::new();
    // The mark that parts the line with the most of them among the first.
    let marks = [b',', b';', b'\t', b'|'];
    let count = |mark: u8| {
        let lines = text.lines().take(super::ABOVE_MOST);
        lines
            .map(|line| line.bytes().filter(|b| *b == mark).count())
            .max()
    };
    let delimiter = marks
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while cells.len() < CELLS_MOST && reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let mut at = usize::try_from(start).unwrap_or(0).min(text.len());
        for (column, field) in (0u32..).zip(&record) {
            let value = field.trim();
            if value.is_empty() {
                continue;
            }
            // A cell with quotes in it is written otherwise: its place is that of its first line.
            let first = value.lines().next().unwrap_or("");
            let first = first.split('"').next().unwrap_or("");
            // One that closes its quotes early (`"0110"号`) stands nowhere in the file as it reads: its
            // place is where the cell before it ends.
            let range = match text[at..].find(first) {
                Some(offset) => at + offset..at + offset + first.len(),
                None => at..at,
            };
            at = range.end;
            cells.push(Cell {
                text: value.to_owned(),
                row,
                column,
                range,
            });
        }
        row += 1;
    }
    Sheet {
        cells,
        text,
        ..Sheet::default()
    }
}
