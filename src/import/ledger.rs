//! The office's ledger (台账): a table that is one is copied to where the build looks for it; others are refused with words.
//!
//! Nothing of it is read into documents here: the build joins it to them, by case number.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::detect::Kind;
use super::place::{Target, write};
use super::{Became, Fault, Stop, fault, guarded};
use crate::diagnostic::Diagnostic;
use crate::messages::tell;
use crate::parse;
use crate::source::decode::decode;

/// Rows in which the row of headings is looked for: a title and an empty row stand above it.
const HEAD_ROWS: usize = 10;
/// Bytes of the largest ledger.
const TABLE_MOST: usize = 32 << 20;

/// Copies a ledger to `content/ledger.xlsx` or `content/ledger.csv`; gives what became of it and where it is.
pub fn bring(
    name: &str,
    kind: Kind,
    bytes: Vec<u8>,
    target: &Target,
    findings: &mut Vec<Diagnostic>,
) -> Result<(Became, String), Stop> {
    if bytes.len() > TABLE_MOST {
        return Err(fault(
            "import-too-large",
            tell!("import-ledger-too-large", size = bytes.len() >> 20),
            tell!("import-ledger-too-large.hint"),
        )
        .into());
    }
    if kind == Kind::Xls {
        return Err(fault(
            "import-convert",
            tell!("import-ledger-xls"),
            tell!("import-ledger-xls.hint"),
        )
        .into());
    }
    let rows = if kind == Kind::Csv {
        csv_rows(bytes.clone())
    } else {
        let copy = bytes.clone();
        guarded(tell!("import-kind-excel"), move || xlsx_rows(copy))?
    };
    let best = rows.iter().max_by_key(|row| labels(row)).cloned();
    let best = best.unwrap_or_default();
    if labels(&best) < 3 || !best.iter().any(|cell| names_a_case(cell)) {
        return Err(fault(
            "import-no-ledger",
            tell!("import-no-ledger"),
            tell!("import-no-ledger.hint"),
        )
        .into());
    }
    let (file, bytes) = if kind == Kind::Csv {
        // The build reads UTF-8; Excel wrote GB18030.
        ("ledger.csv", decode(bytes).text.into_bytes())
    } else {
        ("ledger.xlsx", bytes)
    };
    let path = target.content().join(file);
    let shown = path.display().to_string().replace('\\', "/");
    for other in ["ledger.xlsx", "ledger.csv"] {
        let there = target.content().join(other);
        if other != file && there.exists() {
            return Err(taken(&there.display().to_string(), name).into());
        }
    }
    match std::fs::read(&path) {
        Ok(before) if before == bytes => return Ok((Became::Unchanged, shown)),
        Ok(_) => return Err(taken(&shown, name).into()),
        Err(_) => {}
    }
    write(&path, &bytes)?;
    findings.push(
        Diagnostic::advice(
            "import-ledger",
            tell!(
                "import-ledger",
                columns = best
                    .iter()
                    .filter(|c| parse::is_label(c))
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("、")
            ),
        )
        .hint(tell!("import-ledger.hint")),
    );
    Ok((Became::Ledger, shown))
}

fn taken(there: &str, name: &str) -> Fault {
    fault(
        "import-name-taken",
        tell!("import-ledger-taken", there),
        tell!("import-ledger-taken.hint", name),
    )
}

fn labels(row: &[String]) -> usize {
    row.iter().filter(|cell| parse::is_label(cell)).count()
}

fn names_a_case(cell: &str) -> bool {
    let cell: String = cell.split_whitespace().collect();
    [
        "案号",
        "编号",
        "提案号",
        "建议号",
        "提案编号",
        "建议编号",
        "提案案号",
        "文号",
    ]
    .contains(&cell.as_str())
}

fn csv_rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let text = decode(bytes).text;
    let tabs = text.lines().next().is_some_and(|line| line.contains('\t'));
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(text.as_bytes())
        .records()
        .take(HEAD_ROWS)
        .filter_map(std::result::Result::ok)
        .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn xlsx_rows(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, Fault> {
    // What it unpacks to is counted before calamine, which counts nothing, opens it.
    let mut package = super::package::Package::open(bytes.clone())?;
    for name in package.names() {
        package.bytes(&name)?;
    }
    let damaged = |error: String| {
        fault(
            "import-unreadable",
            tell!("import-ledger-damaged", error),
            tell!("import-ledger-damaged.hint"),
        )
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| damaged(error.to_string()))?;
    let mut rows = Vec::new();
    for sheet in book.sheet_names() {
        let range = book
            .worksheet_range(&sheet)
            .map_err(|error| damaged(error.to_string()))?;
        rows.extend(range.rows().take(HEAD_ROWS).map(|row| {
            row.iter()
                .map(|cell| match cell {
                    Data::String(text) => text.trim().to_owned(),
                    other => other.to_string(),
                })
                .collect::<Vec<String>>()
        }));
    }
    Ok(rows)
}
