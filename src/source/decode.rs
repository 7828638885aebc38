//! Bytes → text: UTF-8 with or without BOM, UTF-16, GB18030 and its older forms.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::digest;

/// How a document was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// UTF-8, with or without BOM.
    Utf8,
    /// UTF-16, either byte order.
    Utf16,
    /// GB18030, GBK or GB 2312.
    Gb18030,
    /// Another encoding that was detected, by its WHATWG name.
    Other(&'static str),
}

impl Encoding {
    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Gb18030 => "GB18030",
            Encoding::Other(name) => name,
        }
    }

    /// The encoding of this usual name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Encoding> {
        let known = [Encoding::Utf8, Encoding::Utf16, Encoding::Gb18030];
        known
            .into_iter()
            .find(|encoding| encoding.name() == name)
            .or_else(|| {
                let other = encoding_rs::Encoding::for_label(name.as_bytes())?;
                Some(Encoding::Other(other.name()))
            })
    }
}

/// A decoded document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without BOM.
    pub text: String,
    /// How it was encoded.
    pub encoding: Encoding,
    /// Whether some bytes were no character of that encoding and became U+FFFD.
    pub damaged: bool,
    /// Characters that were taken out, because no page can carry them or because they change the order in which others are shown:
    /// how many, and the byte of `text` where the first one stood.
    pub unfit: Option<(usize, usize)>,
    /// 64 bits of the BLAKE3 hash of what was decoded.
    pub stamp: u64,
}

/// Characters that no page, feed or data file can carry, or that make a reader see another text than a machine: control
/// characters, noncharacters, and those that embed, override or isolate a direction of writing (Unicode Standard Annex 9;
/// Unicode Technical Report 36, 3.2). Marks and joiners stay: Uyghur and Mongolian need them.
fn is_unfit(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Takes out what is unfit, and makes a line of what Word calls a line: vertical tabs, form feeds, NEL.
fn fit(text: &mut String) -> Option<(usize, usize)> {
    // Each begins, in UTF-8, with one of these bytes.
    let may = |b: u8| {
        b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')
            || matches!(b, 0x7f | 0xc2 | 0xe2 | 0xef | 0xf0..)
    };
    if !text.bytes().any(may) {
        return None;
    }
    let is_break = |c: char| matches!(c, '\u{b}' | '\u{c}' | '\u{85}');
    if !text.contains(|c| is_unfit(c) || is_break(c)) {
        return None;
    }
    let mut unfit: Option<(usize, usize)> = None;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unfit(c) {
            let at = unfit.map_or(out.len(), |(_, at)| at);
            unfit = Some((unfit.map_or(0, |(count, _)| count) + 1, at));
        } else if is_break(c) {
            out.push('\n');
        } else {
            out.push(c);
        }
    }
    *text = out;
    unfit
}

/// Decodes a document. Never fails: bytes that are no text become U+FFFD, and `damaged` says so.
#[must_use]
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let stamp = digest::short(&bytes);
    let mut decoded = characters(bytes);
    decoded.stamp = stamp;
    decoded.unfit = fit(&mut decoded.text);
    decoded
}

fn characters(mut bytes: Vec<u8>) -> Decoded {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    // UTF-16 of plain ASCII is valid UTF-8 full of NULs.
    if memchr::memchr(0, &bytes).is_none()
        && let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(&bytes)
    {
        return Decoded {
            text: text.into_owned(),
            encoding: Encoding::Utf8,
            damaged: false,
            unfit: None,
            stamp: 0,
        };
    }
    if let Some(encoding) = utf16(&bytes) {
        let (text, damaged) = encoding.decode_with_bom_removal(&bytes);
        return Decoded {
            text: text.into_owned(),
            encoding: Encoding::Utf16,
            damaged,
            unfit: None,
            stamp: 0,
        };
    }
    let encoding = if is_damaged_utf8(&bytes) {
        UTF_8
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes, true);
        let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
        if guess == GBK || guess.is_single_byte() {
            GB18030
        } else {
            guess
        }
    };
    let (text, damaged) = encoding.decode_without_bom_handling(&bytes);
    let name = if encoding == GB18030 {
        Encoding::Gb18030
    } else if encoding == UTF_8 {
        Encoding::Utf8
    } else {
        Encoding::Other(encoding.name())
    };
    Decoded {
        text: text.into_owned(),
        encoding: name,
        damaged,
        unfit: None,
        stamp: 0,
    }
}

/// Whether it is UTF-8 but for some bytes: cut off within a character, or damaged. Four characters of three bytes and more for
/// each place that is none: in other encodings of Chinese the second or third of such a row breaks it.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        // What follows a bad byte of the same character is no further place.
        let new = broken == 0 || !chunk.valid().is_empty();
        broken += usize::from(new && !chunk.invalid().is_empty());
    }
    whole > 4 * broken
}

/// UTF-16 by its BOM, or by where the zero bytes of line ends, digits and spaces stand.
fn utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > 0 => Some(UTF_16LE),
        (even, 0) if even > 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "关于“加快产业集群发展”的提案\n程彦辉、张涛委员:\n您提出的提案收悉。现答复如下:\n2024年5月6日\n";

    #[test]
    fn encodings() {
        let utf16 = |little: bool, bom: bool| {
            let mut out = Vec::new();
            for unit in bom
                .then_some(0xfeffu16)
                .into_iter()
                .chain(TEXT.encode_utf16())
            {
                out.extend(if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                });
            }
            out
        };
        let with_bom = [b"\xef\xbb\xbf".as_slice(), TEXT.as_bytes()].concat();
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            (with_bom, Encoding::Utf8),
            (utf16(true, true), Encoding::Utf16),
            (utf16(false, true), Encoding::Utf16),
            (utf16(true, false), Encoding::Utf16),
            (utf16(false, false), Encoding::Utf16),
            (GB18030.encode(TEXT).0.into_owned(), Encoding::Gb18030),
        ] {
            let decoded = decode(bytes);
            assert_eq!(
                (decoded.text.as_str(), decoded.encoding, decoded.damaged),
                (TEXT, encoding, false)
            );
        }
    }

    #[test]
    fn what_no_page_can_carry_is_taken_out_and_said() {
        let decoded = decode("甲\u{202e}乙\u{8}\u{ffff}\u{b}丙\u{200d}\n".into());
        assert_eq!(decoded.text, "甲乙\n丙\u{200d}\n");
        assert_eq!(decoded.unfit, Some((3, "甲".len())));
        assert_eq!(decode(TEXT.into()).unfit, None);
    }

    #[test]
    fn damage_is_said() {
        let mut bytes = GB18030.encode(TEXT).0.into_owned();
        bytes.insert(20, 0xff);
        assert!(decode(bytes).damaged);
    }

    /// One bad byte does not make the rest of a text another.
    #[test]
    fn damaged_utf8_stays_utf8() {
        let cut = TEXT.find('收').unwrap() + 2;
        for end in [TEXT.len(), cut] {
            let mut bytes = TEXT.as_bytes()[..end].to_vec();
            bytes[6] = 0xff;
            let decoded = decode(bytes);
            assert_eq!((decoded.encoding, decoded.damaged), (Encoding::Utf8, true));
            assert!(decoded.text.contains("产业集群"), "{}", decoded.text);
        }
        let latin = b"caf\xe9 \xe2\x80\x9c".to_vec();
        assert_eq!(decode(latin).encoding, Encoding::Gb18030);
    }

    /// No text in GB18030 is taken for damaged UTF-8, whatever row of Han characters it is.
    #[test]
    fn gb18030_is_no_damaged_utf8() {
        let han: Vec<char> = ('\u{4e00}'..='\u{9fa5}').collect();
        for length in [1, 2, 3, 5, 40] {
            for (at, row) in han.chunks(length).enumerate() {
                let text: String = row
                    .iter()
                    .rev()
                    .chain(["，", "。"][at % 2].chars().collect::<Vec<_>>().iter())
                    .collect();
                let bytes = GB18030.encode(&text).0.into_owned();
                let broken = UTF_8
                    .decode_without_bom_handling_and_without_replacement(&bytes)
                    .is_none();
                assert!(!(broken && is_damaged_utf8(&bytes)), "{text}");
            }
        }
    }
}
