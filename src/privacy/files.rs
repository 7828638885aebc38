//! An attachment or picture → the texts in it: what it says, its properties, its comments, and the names within it.
//!
//! Text files of any encoding, Office documents (`docx`, `xlsx`, `pptx` and their kin are zips of XML; `doc`, `xls`, `ppt` are read as the
//! UTF-16 and GBK that they hold), PDF (text, properties, XMP), pictures (EXIF, XMP, comments, PNG's texts), zips one level deep. What
//! a scan shows as an image is not read: nobody here can see. What cannot be looked into is named.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::view::View;
use crate::messages::tell;
use crate::source::decode::decode;
use crate::source::picture::Picture;

/// What is in a file.
#[derive(Debug, Default)]
pub struct Contents {
    /// Texts.
    pub parts: Vec<Part>,
    /// The part that holds a GPS position, if one does.
    pub position: Option<String>,
    /// What could not be looked into, and why.
    pub unread: Vec<String>,
}

/// A text in a file.
#[derive(Debug)]
pub struct Part {
    /// Which it is: `the text`, `word/document.xml`, `the properties`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Bytes that are unpacked of one file in an archive, and of all of them.
const MEMBER_MOST: u64 = 64 << 20;
const ARCHIVE_MOST: u64 = 256 << 20;
/// Files in an archive that are looked into.
const MEMBERS_MOST: usize = 10_000;
/// Pages of a PDF that are read.
const PAGES_MOST: usize = 1_000;

/// Reads what a file says; `path` tells its kind where its bytes do not.
#[must_use]
pub fn read(path: &str, bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let mut reader = Reader {
        contents: &mut contents,
        left: ARCHIVE_MOST,
    };
    reader.file(path, "", bytes, 0);
    contents
}

struct Reader<'c> {
    contents: &'c mut Contents,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Reader<'_> {
    /// `within`: the file's name inside an archive.
    fn file(&mut self, path: &str, within: &str, bytes: &[u8], depth: u8) {
        let extension = path
            .rsplit_once('.')
            .map_or(String::new(), |(_, extension)| {
                extension.to_ascii_lowercase()
            });
        let name = |what: &str| match within {
            "" => what.to_owned(),
            within => tell!("private-part-of", what, within),
        };
        match bytes {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => self.zip(within, bytes, depth),
            [b'%', b'P', b'D', b'F', ..] => self.pdf(&name, bytes),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => self.strings(&name, bytes),
            [b'R', b'a', b'r', b'!', ..]
            | [b'7', b'z', 0xbc, 0xaf, ..]
            | [0x1f, 0x8b, ..]
            | [0xfd, b'7', b'z', b'X', ..] => self.contents.unread.push(match within {
                "" => tell!("private-unread-archive"),
                within => tell!("private-unread-nested", within),
            }),
            _ => match Picture::of(bytes) {
                Some(Picture::Gif | Picture::Bitmap) => self.strings(&name, bytes),
                Some(_) => self.picture(&name, bytes),
                None => self.text(&name, &extension, bytes),
            },
        }
    }

    fn push(&mut self, name: String, text: String) {
        if !text.is_empty() {
            self.contents.parts.push(Part { name, text });
        }
    }

    fn text(&mut self, name: &dyn Fn(&str) -> String, extension: &str, bytes: &[u8]) {
        let decoded = decode(bytes.to_vec());
        let binary = bytes.iter().take(4096).filter(|b| **b == 0).count();
        if decoded.damaged || (binary > 0 && decoded.text.contains('\0')) {
            // No text: a film, a drawing. Whatever texts it holds are looked through all the same.
            self.strings(name, bytes);
            self.contents
                .unread
                .push(name(&tell!("private-unread-plain", extension)));
            return;
        }
        let text = decoded.text;
        match extension {
            "html" | "htm" | "xhtml" | "xml" | "svg" | "kml" | "md" | "markdown" | "xsl" => {
                let view = View::of_markup(&text);
                self.push(name(&tell!("private-part-text")), view.text);
            }
            "json" | "jsonl" | "geojson" => {
                self.push(name(&tell!("private-part-text")), unescaped(&text));
            }
            _ => self.push(name(&tell!("private-part-text")), text),
        }
    }

    fn zip(&mut self, within: &str, bytes: &[u8], depth: u8) {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            self.contents
                .unread
                .push(tell!("private-unread-zip", name = named(within)));
            return;
        };
        let office = archive.index_for_name("[Content_Types].xml").is_some()
            || archive.index_for_name("mimetype").is_some();
        if archive.len() > MEMBERS_MOST {
            self.contents.unread.push(tell!(
                "private-unread-many",
                name = named(within),
                most = MEMBERS_MOST
            ));
        }
        for index in 0..archive.len().min(MEMBERS_MOST) {
            let Ok(member) = archive.by_index(index) else {
                self.contents
                    .unread
                    .push(tell!("private-unread-encrypted", name = named(within)));
                continue;
            };
            if member.is_dir() {
                continue;
            }
            // Names that are not UTF-8 are GBK, as Windows writes them.
            let name = decode(member.name_raw().to_vec()).text;
            let path = match within {
                "" => name.clone(),
                within => format!("{within}/{name}"),
            };
            if !office {
                self.push(tell!("private-part-name"), name.clone());
            }
            let limit = MEMBER_MOST.min(self.left);
            let mut unpacked = Vec::new();
            let read = member.take(limit + 1).read_to_end(&mut unpacked);
            let length = unpacked.len() as u64;
            self.left = self.left.saturating_sub(length);
            if read.is_err() || length > limit {
                self.contents
                    .unread
                    .push(tell!("private-unread-damaged", path));
                continue;
            }
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            if office && (extension == "xml" || extension == "rels") {
                let text = String::from_utf8_lossy(&unpacked);
                self.push(path, View::of_markup(&text).text);
            } else if office && !is_read_within(extension) {
                // Fonts, thumbnails, printers' settings.
            } else if unpacked.starts_with(b"PK\x03\x04") && depth > 0 {
                self.contents
                    .unread
                    .push(tell!("private-unread-nested", within = path));
            } else {
                self.file(&name, &path, &unpacked, depth + 1);
            }
        }
    }

    fn picture(&mut self, name: &dyn Fn(&str) -> String, bytes: &[u8]) {
        let mut reader = exif::Reader::new();
        reader.continue_on_error(true);
        let read = reader
            .read_from_container(&mut Cursor::new(bytes))
            .or_else(|error| error.distill_partial_result(|_| {}));
        if let Ok(read) = read {
            for field in read.fields() {
                if matches!(field.tag, exif::Tag::GPSLatitude | exif::Tag::GPSLongitude) {
                    self.contents.position = Some(name(&tell!("private-part-data")));
                }
                let text = match &field.value {
                    exif::Value::Ascii(texts) => texts
                        .iter()
                        .map(|text| String::from_utf8_lossy(text).into_owned())
                        .collect::<Vec<_>>()
                        .join(" "),
                    // User comments begin with the name of their character set; Windows writes UTF-16.
                    exif::Value::Undefined(raw, _) | exif::Value::Byte(raw) if raw.len() > 8 => {
                        // The second reads what begins with the most significant byte, too.
                        format!(
                            "{}\u{1}{}\u{1}{}",
                            String::from_utf8_lossy(raw),
                            utf16(raw, 0),
                            utf16(raw, 1)
                        )
                    }
                    _ => continue,
                };
                self.push(
                    name(&tell!(
                        "private-part-property",
                        property = field.tag.to_string()
                    )),
                    text,
                );
            }
        }
        for range in xmp(bytes) {
            let text = String::from_utf8_lossy(&bytes[range]);
            if text.contains("GPSLatitude") || text.contains("GPSLongitude") {
                self.contents.position = Some(name(&tell!("private-part-data-xmp")));
            }
            // Attributes hold properties too.
            self.push(
                name(&tell!("private-part-picture-xmp")),
                text.replace('"', "\u{1}"),
            );
            self.push(
                name(&tell!("private-part-picture-xmp")),
                View::of_markup(&text).text,
            );
        }
        for comment in comments(bytes) {
            self.push(name(&tell!("private-part-comment")), comment);
        }
    }

    fn pdf(&mut self, name: &dyn Fn(&str) -> String, bytes: &[u8]) {
        for range in xmp(bytes) {
            let text = String::from_utf8_lossy(&bytes[range]);
            self.push(
                name(&tell!("private-part-xmp")),
                View::of_markup(&text).text,
            );
        }
        let mut texts = pdf_strings(bytes);
        // Since PDF 1.5 most objects stand in compressed streams.
        texts.extend(packed_strings(bytes, &mut self.left));
        for text in texts {
            self.push(name(&tell!("private-part-pdf-property")), text);
        }
        // Readers of PDF meet files that nobody foresaw.
        let read = catch_unwind(AssertUnwindSafe(|| {
            let document = pdf_oxide::PdfDocument::from_bytes(bytes.to_vec()).ok()?;
            let pages = document.page_count().ok()?;
            let mut texts = Vec::new();
            let mut failed = pages > PAGES_MOST;
            for page in 0..pages.min(PAGES_MOST) {
                match document.extract_text(page) {
                    Ok(text) => texts.push(text),
                    Err(_) => failed = true,
                }
            }
            Some((texts, failed))
        }));
        let Ok(Some((texts, failed))) = read else {
            self.contents
                .unread
                .push(name(&tell!("private-unread-pdf")));
            return;
        };
        if failed {
            self.contents
                .unread
                .push(name(&tell!("private-unread-pages")));
        } else if texts.iter().all(|text| text.trim().is_empty()) {
            self.contents
                .unread
                .push(name(&tell!("private-unread-scan")));
        }
        for (page, text) in (1..).zip(texts) {
            self.push(name(&tell!("private-part-page", page)), text);
        }
    }

    /// Whatever texts stand in a file of unknown form.
    fn strings(&mut self, name: &dyn Fn(&str) -> String, bytes: &[u8]) {
        let readable = |text: String| {
            let mut out = String::new();
            for run in text.split(|c: char| c.is_control() && !c.is_whitespace() || c == '\u{fffd}')
            {
                if run.chars().count() >= 6 {
                    out.push_str(run);
                    out.push('\u{1}');
                }
            }
            out
        };
        let texts = [
            String::from_utf8_lossy(bytes).into_owned(),
            encoding_rs::GB18030
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
            utf16(bytes, 0),
            utf16(bytes.get(1..).unwrap_or_default(), 0),
        ];
        for text in texts {
            // Noise reads as plates and addresses; numbers that can be checked, and mail, do not come about by chance.
            self.push(
                name(&tell!("private-part-text")),
                digits_and_mail(&readable(text)),
            );
        }
    }
}

fn named(within: &str) -> String {
    match within {
        "" => tell!("private-unread-it"),
        within => within.to_owned(),
    }
}

/// Files within an Office document that hold texts.
fn is_read_within(extension: &str) -> bool {
    matches!(
        extension.to_ascii_lowercase().as_str(),
        "jpg"
            | "jpeg"
            | "png"
            | "tif"
            | "tiff"
            | "webp"
            | "heic"
            | "docx"
            | "xlsx"
            | "pptx"
            | "txt"
            | "csv"
            | "html"
            | "pdf"
            | "svg"
    )
}

/// Keeps ASCII, digits and the words that say what a number is; the rest of noise becomes nothing that reads as a plate.
fn digits_and_mail(text: &str) -> String {
    text.chars()
        .map(|c| {
            let wanted = c.is_ascii()
                || super::Class::digit(c).is_some()
                || c == '\u{1}'
                || c.is_whitespace();
            if wanted || "电话手机身份证银行卡号联系".contains(c) {
                c
            } else {
                '\u{1}'
            }
        })
        .collect()
}

fn utf16(bytes: &[u8], from: usize) -> String {
    let units: Vec<u16> = bytes[from..]
        .chunks(2)
        // Read from its second byte on, a text with the most significant byte first ends in half a character.
        .map(|two| u16::from_le_bytes([two[0], two.get(1).copied().unwrap_or(0)]))
        .collect();
    String::from_utf16_lossy(&units)
}

/// `\u0031` as it is read.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let (c, length) = match tail.as_bytes().first() {
            Some(b'n' | b'r') => ('\n', 1),
            Some(b't') => ('\t', 1),
            Some(b'u') => (
                tail.get(1..5)
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                    .and_then(char::from_u32)
                    .unwrap_or('\u{1}'),
                if tail.is_char_boundary(5.min(tail.len())) {
                    5.min(tail.len())
                } else {
                    1
                },
            ),
            Some(c) if c.is_ascii() => (char::from(*c), 1),
            _ => ('\\', 0),
        };
        out.push(c);
        rest = &tail[length..];
    }
    out.push_str(rest);
    out
}

/// Where XMP packets stand.
fn xmp(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut packets = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memmem::find(&bytes[at..], b"<x:xmpmeta") {
        let start = at + start;
        let end = memchr::memmem::find(&bytes[start..], b"</x:xmpmeta>")
            .map_or(bytes.len(), |end| start + end + 12);
        packets.push(start..end);
        at = end;
    }
    packets
}

/// Comments of a JPEG, texts of a PNG.
fn comments(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    if bytes.starts_with(&[0xff, 0xd8]) {
        let mut at = 2;
        while let Some([0xff, marker, high, low]) =
            bytes.get(at..at + 4).and_then(|b| b.first_chunk::<4>())
        {
            let length = usize::from(u16::from_be_bytes([*high, *low])).max(2);
            let segment = bytes.get(at + 4..at + 2 + length).unwrap_or_default();
            match marker {
                0xfe | 0xed => {
                    texts.push(String::from_utf8_lossy(segment).into_owned());
                    texts.push(
                        encoding_rs::GB18030
                            .decode_without_bom_handling(segment)
                            .0
                            .into_owned(),
                    );
                }
                // The picture itself begins.
                0xda | 0xd9 => break,
                _ => {}
            }
            at += 2 + length;
        }
    }
    if bytes.starts_with(b"\x89PNG") {
        let mut at = 8;
        while let Some(head) = bytes.get(at..at + 8).and_then(|b| b.first_chunk::<8>()) {
            let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
            let data = bytes
                .get(at + 8..(at + 8).saturating_add(length))
                .unwrap_or_default();
            match &head[4..] {
                b"tEXt" => texts.push(String::from_utf8_lossy(data).into_owned()),
                b"zTXt" | b"iTXt" => texts.push(png_text(data, &head[4..] == b"iTXt")),
                _ => {}
            }
            at = at.saturating_add(12).saturating_add(length);
        }
    }
    texts
}

/// The text of a zTXt or iTXt chunk, whether it is compressed or not.
fn png_text(data: &[u8], international: bool) -> String {
    let mut parts = data.splitn(2, |b| *b == 0);
    let keyword = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let rest = parts.next().unwrap_or_default();
    let (packed, body) = match (international, rest) {
        (true, [flag, _, body @ ..]) => {
            // Language and translated keyword stand before the text.
            let body = body.splitn(3, |b| *b == 0).nth(2).unwrap_or_default();
            (*flag == 1, body)
        }
        (false, [_, body @ ..]) => (true, body),
        _ => (false, rest),
    };
    let mut text = Vec::new();
    if packed {
        // A damaged text is read as far as it goes.
        let _ = flate2::read::ZlibDecoder::new(body)
            .take(MEMBER_MOST)
            .read_to_end(&mut text);
    } else {
        text.extend_from_slice(body);
    }
    format!("{keyword}\u{1}{}", String::from_utf8_lossy(&text))
}

/// Title, author and the like, and addresses of links, of a PDF: strings in brackets or in hexadecimal.
fn pdf_strings(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for key in [
        "/Title",
        "/Author",
        "/Subject",
        "/Keywords",
        "/Creator",
        "/Producer",
        "/URI",
        "/Contents",
        "/T",
        "/V",
    ] {
        for at in memchr::memmem::find_iter(bytes, key.as_bytes()) {
            let tail = bytes[at + key.len()..].trim_ascii_start();
            let raw = match tail.first() {
                Some(b'(') => literal(&tail[1..]),
                Some(b'<') if tail.get(1) != Some(&b'<') => {
                    let end = tail.iter().take(8192).position(|b| *b == b'>').unwrap_or(1);
                    let hex: Vec<u8> = tail[1..end]
                        .iter()
                        .copied()
                        .filter(u8::is_ascii_hexdigit)
                        .collect();
                    let two = |two: &[u8]| {
                        u8::from_str_radix(std::str::from_utf8(two).unwrap_or("0"), 16).unwrap_or(0)
                    };
                    hex.chunks_exact(2).map(two).collect()
                }
                _ => continue,
            };
            texts.push(match raw.strip_prefix(&[0xfe, 0xff]) {
                Some(units) => {
                    let units: Vec<u16> = units
                        .chunks_exact(2)
                        .map(|u| u16::from_be_bytes([u[0], u[1]]))
                        .collect();
                    String::from_utf16_lossy(&units)
                }
                None => decode(raw).text,
            });
        }
    }
    texts
}

/// The same of a PDF's compressed streams of objects, unpacked one after another as far as they go and as `left` bytes allow.
fn packed_strings(bytes: &[u8], left: &mut u64) -> Vec<String> {
    let mut texts = Vec::new();
    for at in memchr::memmem::find_iter(bytes, b"/ObjStm") {
        // The rest of the stream's dictionary, which ends where the stream begins.
        let tail = &bytes[at..bytes.len().min(at + 2048)];
        let Some(begin) = memchr::memmem::find(tail, b"stream") else {
            continue;
        };
        let body = &bytes[at + begin + b"stream".len()..];
        let body = body.strip_prefix(b"\r").unwrap_or(body);
        let body = body.strip_prefix(b"\n").unwrap_or(body);
        let mut objects = Vec::new();
        let limit = MEMBER_MOST.min(*left);
        // A damaged stream is read as far as it goes; one that is not compressed is looked through with the file.
        let _ = flate2::read::ZlibDecoder::new(body)
            .take(limit)
            .read_to_end(&mut objects);
        *left = left.saturating_sub(objects.len() as u64);
        texts.extend(pdf_strings(&objects));
    }
    texts
}

/// A string in brackets, from behind the first.
fn literal(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < bytes.len().min(8192) {
        match bytes[at] {
            b'\\' => {
                at += 1;
                let digits = bytes[at..]
                    .iter()
                    .take(3)
                    .take_while(|b| matches!(b, b'0'..=b'7'))
                    .count();
                if digits > 0 {
                    let value = bytes[at..at + digits]
                        .iter()
                        .fold(0u32, |n, b| n * 8 + u32::from(b - b'0'));
                    out.push(u8::try_from(value & 0xff).unwrap_or(0));
                    at += digits;
                    continue;
                }
                out.extend(bytes.get(at).map(|b| match b {
                    b'n' | b'r' => b'\n',
                    b => *b,
                }));
            }
            b'(' => {
                depth += 1;
                out.push(b'(');
            }
            b')' if depth == 0 => break,
            b')' => {
                depth -= 1;
                out.push(b')');
            }
            b => out.push(b),
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn says(contents: &Contents, words: &str) -> bool {
        contents.parts.iter().any(|part| part.text.contains(words))
    }

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn office_documents_are_read_over_runs() {
        let bytes = zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            (
                "word/document.xml",
                "<w:p><w:r><w:t>电话138</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>00138000</w:t></w:r></w:p><w:p><w:r><w:t>1</w:t></w:r></w:p>".as_bytes(),
            ),
            ("docProps/core.xml", "<cp:lastModifiedBy>13900139000</cp:lastModifiedBy>".as_bytes()),
        ]);
        let contents = read("a.docx", &bytes);
        assert!(says(&contents, "电话13800138000\n"), "{contents:?}");
        assert!(says(&contents, "13900139000"));
    }

    #[test]
    fn archives_are_read_one_level_deep_and_no_bomb_goes_off() {
        let inner = zip(&[("c.txt", b"13700137000")]);
        let docx = zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<w:t>13800138000</w:t>"),
        ]);
        let bomb = vec![b'0'; usize::try_from(MEMBER_MOST).unwrap() + 1];
        let bytes = zip(&[
            ("张三13900139000.txt", b"x"),
            ("b.docx", &docx),
            ("deep.zip", &zip(&[("in.zip", &inner)])),
            ("bomb.txt", &bomb),
        ]);
        let contents = read("a.zip", &bytes);
        assert!(says(&contents, "13900139000") && says(&contents, "13800138000"));
        assert!(
            contents.unread.iter().any(|why| why.contains("bomb.txt")),
            "{:?}",
            contents.unread
        );
        assert!(
            contents.unread.iter().any(|why| why.contains("deep.zip")),
            "{:?}",
            contents.unread
        );
    }

    #[test]
    fn properties_of_pictures_and_pdf() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in [
            (b"tEXt", &b"Author\0Li 13800138000"[..]),
            (b"iTXt", b"Comment\0\0\0\0\0\xe7\x94\xb5 13900139000"),
        ] {
            png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            png.extend(kind);
            png.extend(data);
            png.extend([0; 4]);
        }
        let contents = read("a.png", &png);
        assert!(
            says(&contents, "13800138000") && says(&contents, "电 13900139000"),
            "{contents:?}"
        );
        let mut jpeg = vec![0xff, 0xd8, 0xff, 0xfe, 0, 13];
        jpeg.extend(b"13800138000");
        jpeg.extend([0xff, 0xd9]);
        assert!(says(&read("a.jpg", &jpeg), "13800138000"));
        let pdf = b"%PDF-1.4\n1 0 obj <</Author (\\134Li 138\\060\\060138000) /Title <FEFF7535> /Contents 5 0 R>> endobj";
        let contents = read("a.pdf", pdf);
        assert!(says(&contents, "13800138000"), "{contents:?}");
        assert!(says(&contents, "电"), "{contents:?}");
        assert!(!contents.unread.is_empty());
    }

    #[test]
    fn old_office_files_are_read_as_they_hold_text() {
        let mut doc = vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0];
        doc.extend(
            "电话：13800138000。"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        assert!(says(&read("a.doc", &doc), "13800138000"));
    }

    #[test]
    fn any_bytes_are_read() {
        for path in ["a.json", "a.svg", "a.pdf", "a.jpg", "a.mp4", "a"] {
            for bytes in [
                &b""[..],
                b"\\u",
                b"\\u00\xe4\xb8\xad",
                b"%PDF",
                b"\x89PNG",
                b"\xff\xd8\xff\xfe",
                b"PK\x03\x04",
                b"\0\0\0\0ftypheic",
            ] {
                let _ = read(path, bytes);
            }
        }
    }
}
