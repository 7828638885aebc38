//! What a file is, by its bytes: names lie (a web page saved as .doc, a .docx that is RTF).

use super::package::Package;
use super::{Fault, fault};
use crate::messages::tell;
use crate::source::decode::decode;
use crate::source::picture::Picture;

/// A kind of file that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word since 2007, WPS.
    Docx,
    /// A saved web page.
    Html,
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// PDF.
    Pdf,
    /// Excel since 2007.
    Xlsx,
    /// Excel before.
    Xls,
    /// Comma-separated values.
    Csv,
    /// What `LibreOffice` turns into .docx; the message that names it.
    Legacy(&'static str),
}

impl Kind {
    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Kind::Docx => tell!("import-kind-docx"),
            Kind::Html => tell!("import-kind-html"),
            Kind::Text => tell!("import-kind-text"),
            Kind::Markdown => "Markdown".to_owned(),
            Kind::Pdf => tell!("import-kind-pdf"),
            Kind::Xlsx => tell!("import-kind-xlsx"),
            Kind::Xls => tell!("import-kind-xls"),
            Kind::Csv => tell!("import-kind-csv"),
            Kind::Legacy(id) => tell!(id),
        }
    }

    /// Extensions that fit it.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Kind::Docx => &["docx", "docm", "dotx", "wps"],
            Kind::Html => &["html", "htm", "shtml", "xhtml"],
            Kind::Text => &["txt", "text"],
            Kind::Markdown => &["md", "markdown"],
            Kind::Pdf => &["pdf"],
            Kind::Xlsx => &["xlsx", "xlsm"],
            Kind::Xls => &["xls", "et"],
            Kind::Csv => &["csv", "tsv"],
            Kind::Legacy(_) => &["doc", "wps", "wpt", "rtf", "odt", "dot", "xml"],
        }
    }
}

/// Extensions of what lies in folders beside documents and is none: passed over when a folder is walked.
#[must_use]
pub fn is_foreign(name: &str) -> bool {
    !matches!(
        extension(name).as_str(),
        "docx"
            | "docm"
            | "doc"
            | "wps"
            | "wpt"
            | "rtf"
            | "odt"
            | "html"
            | "htm"
            | "shtml"
            | "xhtml"
            | "mht"
            | "mhtml"
            | "txt"
            | "md"
            | "markdown"
            | "pdf"
            | "xlsx"
            | "xlsm"
            | "xls"
            | "et"
            | "csv"
            | "ofd"
    )
}

/// The extension of a file name, in lower case, without dot; empty if it has none.
#[must_use]
pub fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

/// What a file is.
///
/// # Errors
/// If it is empty, locked, or nothing that can be imported: says what it is and what to do.
pub fn detect(name: &str, bytes: &[u8]) -> Result<Kind, Fault> {
    let extension = extension(name);
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(fault(
            "import-unreadable",
            tell!("import-empty"),
            tell!("import-empty.hint"),
        ));
    }
    match bytes {
        [b'P', b'K', 3 | 5 | 7, ..] => zip_kind(bytes, &extension),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => compound_kind(bytes),
        [b'{', b'\\', b'r', b't', b'f', ..] => Ok(Kind::Legacy("import-kind-rtf")),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => {
            Err(refused(
                tell!("import-refused-archive"),
                tell!("import-refused-archive.hint"),
            ))
        }
        _ if Picture::of(bytes).is_some()
            && !matches!(extension.as_str(), "txt" | "md" | "csv") =>
        {
            Err(refused(
                tell!("import-refused-picture"),
                tell!("import-refused-picture.hint"),
            ))
        }
        _ if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() => {
            Ok(Kind::Pdf)
        }
        _ => text_kind(bytes, &extension),
    }
}

fn refused(what: String, hint: String) -> Fault {
    fault("import-unreadable", tell!("import-refused", what), hint)
}

fn zip_kind(bytes: &[u8], extension: &str) -> Result<Kind, Fault> {
    let mut package = Package::open(bytes.to_vec())?;
    let names = package.names();
    let within = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if within("word/") {
        return Ok(Kind::Docx);
    }
    if within("xl/") {
        return Ok(Kind::Xlsx);
    }
    if within("ppt/") {
        return Err(refused(
            tell!("import-refused-slides"),
            tell!("import-refused-slides.hint"),
        ));
    }
    if package.has("OFD.xml") {
        return Err(refused(
            tell!("import-refused-ofd"),
            tell!("import-refused-ofd.hint"),
        ));
    }
    if package.has("content.xml") && package.has("mimetype") {
        let kind = package.bytes("mimetype")?.unwrap_or_default();
        if kind.ends_with(b"opendocument.text") {
            return Ok(Kind::Legacy("import-kind-odt"));
        }
    }
    if extension == "docx" || extension == "xlsx" {
        return Err(fault(
            "import-unreadable",
            tell!("import-parts"),
            tell!("import-parts.hint"),
        ));
    }
    Err(refused(
        tell!("import-refused-archive"),
        tell!("import-refused-archive.hint"),
    ))
}

/// A compound file (OLE): Word before 2007, or a locked file of today. Its directory names streams in UTF-16.
fn compound_kind(bytes: &[u8]) -> Result<Kind, Fault> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(fault(
            "import-encrypted",
            tell!("import-encrypted"),
            tell!("import-encrypted.hint"),
        ));
    }
    if has("WordDocument") {
        return Ok(Kind::Legacy("import-kind-doc"));
    }
    if has("Workbook") || has("Book") {
        return Ok(Kind::Xls);
    }
    Err(refused(
        tell!("import-refused-office"),
        tell!("import-refused-office.hint"),
    ))
}

fn text_kind(bytes: &[u8], extension: &str) -> Result<Kind, Fault> {
    let decoded = decode(bytes[..bytes.len().min(4096)].to_vec());
    let head = decoded.text;
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let lower: String = head.chars().take(2000).collect::<String>().to_lowercase();
    if lower.starts_with("mime-version:") || lower.starts_with("from: <saved by") {
        return Err(refused(
            tell!("import-refused-mht"),
            tell!("import-refused-mht.hint"),
        ));
    }
    if lower.starts_with("<?xml")
        && (lower.contains("w:worddocument") || lower.contains("pkg:package"))
    {
        return Ok(Kind::Legacy("import-kind-word-xml"));
    }
    let page = [
        "<!doctype html",
        "<html",
        "<head",
        "<meta",
        "<body",
        "<!-- saved from",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
        || lower.starts_with('<') && lower.contains("<html");
    if page || matches!(extension, "html" | "htm" | "shtml" | "xhtml") {
        return Ok(Kind::Html);
    }
    let strange = head
        .chars()
        .filter(|c| {
            c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}')
                || *c == '\u{fffd}'
        })
        .count()
        + decoded.unfit.map_or(0, |(count, _)| count);
    if strange * 20 > head.chars().count() {
        return Err(refused(
            tell!("import-refused-bytes"),
            tell!("import-refused-bytes.hint"),
        ));
    }
    Ok(match extension {
        "md" | "markdown" => Kind::Markdown,
        "csv" | "tsv" => Kind::Csv,
        _ => Kind::Text,
    })
}
