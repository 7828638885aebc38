//! Bytes → what kind of picture they are, by how they begin. What a file is called is not asked.

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// TIFF, and what cameras make of it.
    Tiff,
    /// Windows bitmap; a text may begin with its two letters too.
    Bitmap,
    /// HEIC, AVIF and their kin.
    Heif,
}

impl Picture {
    /// The kind of a file; `None` if it is no picture.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Picture> {
        Some(match bytes {
            [0x89, b'P', b'N', b'G', ..] => Picture::Png,
            [0xff, 0xd8, 0xff, ..] => Picture::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Picture::Gif,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Picture::Tiff,
            [b'B', b'M', ..] => Picture::Bitmap,
            _ => match (bytes.get(..4)?, bytes.get(4..8)?, bytes.get(8..12)) {
                (b"RIFF", _, Some(b"WEBP")) => Picture::Webp,
                (_, b"ftyp", _) => match bytes.get(8..10)? {
                    // heic, heix, hevc, avif, avis, mif1.
                    [b'h' | b'a' | b'm', b'e' | b'v' | b'i'] => Picture::Heif,
                    _ => return None,
                },
                _ => return None,
            },
        })
    }

    /// The extension of its files, if browsers show them.
    #[must_use]
    pub fn shown_as(self) -> Option<&'static str> {
        match self {
            Picture::Png => Some("png"),
            Picture::Jpeg => Some("jpg"),
            Picture::Gif => Some("gif"),
            Picture::Webp => Some("webp"),
            // Newer browsers show AVIF; the phones that many read on do not.
            Picture::Tiff | Picture::Bitmap | Picture::Heif => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_how_they_begin() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n"[..], Some(Picture::Png)),
            (b"\xff\xd8\xff\xe0", Some(Picture::Jpeg)),
            (b"GIF89a", Some(Picture::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Picture::Webp)),
            (b"II*\0\x08", Some(Picture::Tiff)),
            (b"MM\0*\0", Some(Picture::Tiff)),
            (b"BM\x36", Some(Picture::Bitmap)),
            (b"\0\0\0\x18ftypheic", Some(Picture::Heif)),
            (b"\0\0\0\x18ftypavif", Some(Picture::Heif)),
            (b"\0\0\0\x18ftypmp42", None),
            (b"\0\0\0\x18ftyp", None),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"RIFF", None),
            ("关于".as_bytes(), None),
            (b"", None),
        ] {
            assert_eq!(Picture::of(bytes), kind, "{bytes:?}");
        }
    }
}
