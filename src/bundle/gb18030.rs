//! Texts of the bundle in GB 18030: a Chinese character takes two bytes instead of three, and what DEFLATE makes of them is a sixth smaller than of
//! UTF-8. Every browser decodes it (`TextDecoder`).
//!
//! Editions of the standard (2000, 2005, 2022) map some thirty characters otherwise, and areas of it are for private use. A text with one of these stays in UTF-8.

use std::sync::LazyLock;

use encoding_rs::GB18030;

/// The two bytes of each character of the Basic Multilingual Plane; 0: it has none that all editions agree on.
static TWO_BYTES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; 1 << 16];
    for lead in 0x81..=0xfeu8 {
        for trail in (0x40..=0x7e).chain(0x80..=0xfeu8) {
            let is_settled = match (lead, trail) {
                // The euro sign came later.
                (0xa2, 0xe3) => false,
                // Forms for vertical text.
                (0xa6, 0xd9..) => false,
                // ḿ and ǹ.
                (0xa8, 0xbc | 0xbf) => false,
                // Parts of characters, for private use at first.
                (0xfe, 0x59 | 0x61 | 0x66 | 0x67 | 0x6d | 0x7e | 0x90 | 0xa0) => false,
                _ => true,
            };
            let code = [lead, trail];
            let (text, wrong) = GB18030.decode_without_bom_handling(&code);
            let mut chars = text.chars();
            if let (true, false, Some(c), None) = (is_settled, wrong, chars.next(), chars.next())
                && !is_private(c)
                && let Some(entry) = table.get_mut(c as usize)
            {
                *entry = u16::from_be_bytes(code);
            }
        }
    }
    table
});

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// Characters of four bytes that some edition gives two.
fn is_moved(c: char) -> bool {
    matches!(c,
        '\u{1f9}' | '\u{1e3f}' | '\u{20ac}'
        | '\u{9fb4}'..='\u{9fbb}' | '\u{fe10}'..='\u{fe19}'
        | '\u{20087}' | '\u{20089}' | '\u{200cc}' | '\u{215d7}' | '\u{2298f}' | '\u{241fe}')
}

/// A text in GB 18030; `None` if not every decoder would read it alike.
pub fn encoded(text: &str) -> Option<Vec<u8>> {
    let table = &*TWO_BYTES;
    let mut out = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c as u8);
            continue;
        }
        match table.get(c as usize) {
            Some(code) if *code != 0 => out.extend_from_slice(&code.to_be_bytes()),
            _ if is_private(c) || is_moved(c) => return None,
            _ => {
                let (code, _, unmappable) = GB18030.encode(c.encode_utf8(&mut buffer));
                if unmappable || code.len() != 4 {
                    return None;
                }
                out.extend_from_slice(&code);
            }
        }
    }
    Some(out)
}

/// The same in UTF-8; `None` for what is no GB 18030.
pub fn decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back_or_is_left_alone() {
        let (mut two, mut four, mut none) = (0, 0, 0);
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            match encoded(&text) {
                Some(code) => {
                    assert_eq!(decoded(&code).as_deref(), Some(text.as_bytes()), "{c:?}");
                    match code.len() {
                        2 => two += 1,
                        4 => four += 1,
                        length => assert!(length == 1 && c.is_ascii(), "{c:?}"),
                    }
                }
                None => none += 1,
            }
        }
        // Of those that are left alone 6,400 are for private use.
        assert_eq!((two, four, none), (21_851, 1_083_639, 6_446));
    }

    #[test]
    fn what_replies_are_written_with_takes_two_bytes() {
        for c in "关于电梯，一般“不超过”（一）①⑴㈠Ⅰ℃㎡—…·《》【】〔〕％．０、；：？！￥α×±½".chars()
        {
            let bytes = encoded(&c.to_string()).map(|code| code.len());
            assert!(bytes == Some(2) || c == '½', "{c}: {bytes:?}");
        }
        assert_eq!(encoded("𠮷㐂²•").map(|code| code.len()), Some(4 * 4));
        for moved in ["\u{e815}", "\u{9fb4}", "ǹ", "€", "︐"] {
            assert_eq!(encoded(moved), None, "{moved}");
        }
    }
}
