//! A ledger in Excel's format: the values that its cells show.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Cursor, Read};

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{CELLS_MOST, Cell, Sheet};
use crate::diagnostic::Diagnostic;
use crate::messages::{self, tell};

/// Most bytes that a workbook may unpack to.
const UNPACKED_MOST: u64 = 512 << 20;
/// Most files within a workbook.
const FILES_MOST: usize = 4096;
/// The days of Excel's calendar that a date can be of: 1954 to 2119.
const SERIAL_DATES: std::ops::Range<f64> = 20_000.0..80_000.0;

/// What is wrong, and what to do.
type Wrong = (String, String);

/// The visible sheets of a workbook.
pub fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Wrong> {
    let broken = |error: &dyn std::fmt::Display| {
        (
            tell!("ledger-unreadable", error),
            tell!("ledger-unreadable.hint"),
        )
    };
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err((
            tell!("ledger-encrypted-or-old"),
            tell!("ledger-encrypted-or-old.hint"),
        ));
    }
    check_size(&bytes)?;
    let mut hidden_rows = hidden_rows(&bytes);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => (tell!("ledger-encrypted"), tell!("ledger-encrypted.hint")),
        other => broken(&other),
    })?;
    let mut hidden = Vec::new();
    let mut sheets = Vec::new();
    for about in book.sheets_metadata().to_vec() {
        if about.typ != SheetType::WorkSheet {
            continue;
        }
        if about.visible != SheetVisible::Visible {
            hidden.push(about.name);
            continue;
        }
        let rows = hidden_rows.remove(&about.name).unwrap_or_default();
        let mut sheet = sheet(&mut book, about.name).map_err(|error| broken(&error))?;
        if let Some(first) = rows.first() {
            sheet.notes.push(Diagnostic::advice(
                "ledger-hidden",
                tell!(
                    "ledger-hidden-rows",
                    sheet = sheet.name,
                    count = rows.len(),
                    first,
                ),
            ));
        }
        sheets.push(sheet);
    }
    if !hidden.is_empty() {
        for sheet in &mut sheets {
            sheet.notes.push(Diagnostic::advice(
                "ledger-hidden",
                tell!("ledger-hidden-sheets", sheets = messages::names(&hidden)),
            ));
        }
    }
    Ok(sheets)
}

/// Counts what the workbook unpacks to, whatever it says of itself.
fn check_size(bytes: &[u8]) -> Result<(), Wrong> {
    let not = |error: &dyn std::fmt::Display| {
        (
            tell!("ledger-no-workbook", error),
            tell!("ledger-unreadable.hint"),
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| not(&error))?;
    let too_large = (
        tell!("ledger-unpacks", size = UNPACKED_MOST >> 20),
        tell!("ledger-unpacks.hint"),
    );
    if archive.len() > FILES_MOST {
        return Err(too_large);
    }
    let mut room = UNPACKED_MOST;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| not(&error))?;
        let name = file
            .name()
            .map_err(|error| not(&error))?
            .to_ascii_lowercase();
        // Pictures and the like are not read.
        if !matches!(name.rsplit('.').next(), Some("xml" | "rels")) {
            continue;
        }
        let length = std::io::copy(&mut file.take(room + 1), &mut std::io::sink())
            .map_err(|error| not(&error))?;
        room = room.checked_sub(length).ok_or_else(|| too_large.clone())?;
    }
    Ok(())
}

/// The numbers of the rows that each sheet hides, by hand or by a filter. A workbook whose parts are not found where they should be
/// hides nothing that can be told.
fn hidden_rows(bytes: &[u8]) -> HashMap<String, Vec<u32>> {
    let mut hidden = HashMap::new();
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return hidden;
    };
    let mut files: HashMap<String, String> = HashMap::new();
    if let Ok(links) = archive.by_name("xl/_rels/workbook.xml.rels") {
        elements(BufReader::new(links), |element| {
            if let (Some(id), Some(target)) = (value(element, "Id"), value(element, "Target")) {
                let path = match target.strip_prefix('/') {
                    Some(path) => path.to_owned(),
                    None => format!("xl/{target}"),
                };
                files.insert(id, path);
            }
        });
    }
    let mut sheets: Vec<(String, String)> = Vec::new();
    if let Ok(book) = archive.by_name("xl/workbook.xml") {
        elements(BufReader::new(book), |element| {
            if element.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) = (value(element, "name"), value(element, "r:id"))
                && let Some(path) = files.remove(&id)
            {
                sheets.push((name, path));
            }
        });
    }
    for (name, path) in sheets {
        let Ok(sheet) = archive.by_name(&path) else {
            continue;
        };
        let mut rows: Vec<u32> = Vec::new();
        elements(BufReader::new(sheet), |element| {
            if element.local_name().as_ref() == "row"
                && matches!(value(element, "hidden").as_deref(), Some("1" | "true"))
            {
                rows.extend(value(element, "r").and_then(|number| number.parse::<u32>().ok()));
            }
        });
        hidden.insert(name, rows);
    }
    hidden
}

/// Hands over each element of an XML text, up to its first fault.
fn elements(xml: impl BufRead, mut each: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => each(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    let value = attribute
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()?;
    Some(value.into_owned())
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: String) -> Result<Sheet, XlsxError> {
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let mut cells: BTreeMap<(u32, u32), String> = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(&name)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let format = reader
            .styles()
            .get(style)
            .and_then(|style| style.number_format.as_ref())
            .map_or("", |format| format.format_code.as_str());
        let text = shown(&cell.get_value().clone().into(), format);
        let text = text.trim();
        if !text.is_empty() && cells.len() < CELLS_MOST {
            cells.insert(cell.get_position(), text.to_owned());
        }
    }
    // A cell merged over rows says the same of each of them. Only rows that hold something else are rows.
    let last = cells.last_key_value().map_or(0, |((row, _), _)| *row);
    let mut room = CELLS_MOST.saturating_sub(cells.len());
    for area in merged {
        let (row, column) = area.start;
        let Some(text) = cells.get(&(row, column)).cloned() else {
            continue;
        };
        for below in row + 1..=area.end.0.min(last) {
            if room == 0 {
                break;
            }
            if cells.range((below, 0)..=(below, u32::MAX)).next().is_some() {
                cells.entry((below, column)).or_insert_with(|| text.clone());
                room -= 1;
            }
        }
    }
    let cells = cells.into_iter().map(|((row, column), text)| Cell {
        text,
        row,
        column,
        range: 0..0,
    });
    Ok(Sheet {
        name,
        cells: cells.collect(),
        ..Sheet::default()
    })
}

/// What a cell shows, near enough: whole numbers without a point, leading zeros where the format asks for them, dates as 2024-05-06.
fn shown(value: &Data, format: &str) -> String {
    match value {
        Data::Int(number) => padded(&number.to_string(), format),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            padded(&format!("{number:.0}"), format)
        }
        Data::Float(number) => number.to_string(),
        Data::String(text) => text.clone(),
        Data::Bool(true) => "是".to_owned(),
        Data::Bool(false) => "否".to_owned(),
        Data::DateTime(date) => date_of(date.as_f64(), date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.replace('T', " "),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// 27 in the format 0000 is 0027.
fn padded(figures: &str, format: &str) -> String {
    let zeros = format.split(';').next().unwrap_or("");
    if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') && !figures.starts_with('-') {
        format!("{figures:0>width$}", width = zeros.len())
    } else {
        figures.to_owned()
    }
}

fn date_of(serial: f64, date: &calamine::ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    if serial.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

/// A number in a column of dates whose format says nothing of it: Excel's count of days.
pub fn serial_date(text: &str) -> Option<String> {
    let serial: f64 = text.parse().ok()?;
    SERIAL_DATES.contains(&serial).then(|| {
        let kind = calamine::ExcelDateTimeType::DateTime;
        let date = calamine::ExcelDateTime::new(serial, kind, false);
        date_of(serial, &date)
    })
}
