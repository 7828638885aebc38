#![doc = include_str!("FORMAT.md")]

pub mod check;
mod gb18030;
pub mod lexicon;
mod patch;
pub mod read;
pub mod suggest;
pub mod write;

use std::cell::RefCell;
use std::fmt::Write;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use libdeflater::{CompressionLvl, Compressor};

use crate::digest;

/// Version of the format.
pub const FORMAT: u8 = 6;
/// Where the bundle is in the portal.
pub const FOLDER: &str = "search/bundle";
/// Replies whose texts share one address.
pub const BLOCK: u32 = 256;
/// Terms in no more passages than this have no positions: the passages themselves are read instead.
pub const NO_POSITIONS: usize = 12;
/// Begins every file: “daf”, and what its payload is packed as.
const MAGIC: [u8; 3] = *b"daf";
/// The payload itself.
const PLAIN: u8 = 1;
/// The payload is a text in UTF-8, and packed in GB 18030.
const CHINESE: u8 = 2;

thread_local! {
    /// A compressor is a hundred kilobytes or more to set up: each thread keeps its own.
    static NUMBERS: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::new(1).unwrap_or_default()));
    /// Prose gains from a longer search, and so do long lists of numbers; short ones do not.
    static PROSE: RefCell<Compressor> = RefCell::default();
    /// The one that can be told where to end a block.
    static CUT: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(4), false));
    static DECOMPRESSOR: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// Bytes of numbers for which a search for repetitions pays: more than a piece of positions has.
const LONG: usize = 9 << 10;

/// Wraps a payload of numbers and terms: magic, raw DEFLATE, CRC-32.
#[must_use]
pub fn seal(payload: &[u8]) -> Vec<u8> {
    let compressor = if payload.len() < LONG {
        &NUMBERS
    } else {
        &PROSE
    };
    compressor.with_borrow_mut(|compressor| sealed(compressor, PLAIN, payload, payload))
}

/// The same, where the payload is of another kind from each of these places on, so that other codes suit it.
fn seal_cut(payload: &[u8], cuts: &[usize]) -> Vec<u8> {
    if cuts.is_empty() {
        return seal(payload);
    }
    CUT.with_borrow_mut(|compressor| {
        // What deflate cannot shrink it stores, at five bytes for each 16 KB block at most.
        let mut out = Vec::with_capacity(payload.len() + payload.len() / 1000 + 128);
        out.extend_from_slice(&MAGIC);
        out.push(PLAIN);
        compressor.reset();
        for cut in cuts {
            // It ends the block, at ten bits more.
            pack(
                compressor,
                &payload[..*cut],
                FlushCompress::Partial,
                &mut out,
            );
        }
        pack(compressor, payload, FlushCompress::Finish, &mut out);
        out.extend_from_slice(&crc(payload).to_le_bytes());
        out
    })
}

/// Packs what of `bytes` is not packed yet.
fn pack(compressor: &mut Compress, bytes: &[u8], flush: FlushCompress, out: &mut Vec<u8>) {
    loop {
        out.reserve(64);
        let done = usize::try_from(compressor.total_in()).unwrap_or(usize::MAX);
        let status = compressor.compress_vec(&bytes[done..], out, flush);
        let all = compressor.total_in() == bytes.len() as u64 && out.len() < out.capacity();
        if all && (flush != FlushCompress::Finish || matches!(status, Ok(Status::StreamEnd))) {
            return;
        }
        out.reserve(bytes.len());
    }
}

/// Wraps a text in UTF-8: as [`seal`], smaller and slower.
#[must_use]
pub fn seal_prose(payload: &[u8]) -> Vec<u8> {
    let text = simdutf8::basic::from_utf8(payload).ok();
    let encoded = text.and_then(gb18030::encoded);
    let (packed, how) = match &encoded {
        Some(encoded) if encoded.len() < payload.len() => (encoded.as_slice(), CHINESE),
        _ => (payload, PLAIN),
    };
    PROSE.with_borrow_mut(|compressor| sealed(compressor, how, packed, payload))
}

fn sealed(compressor: &mut Compressor, how: u8, packed: &[u8], payload: &[u8]) -> Vec<u8> {
    let head = MAGIC.len() + 1;
    let mut out = vec![0; head + compressor.deflate_compress_bound(packed.len())];
    out[..head - 1].copy_from_slice(&MAGIC);
    out[head - 1] = how;
    // It fails for want of room alone.
    let length = compressor.deflate_compress(packed, &mut out[head..]);
    out.truncate(head + length.unwrap_or(0));
    out.extend_from_slice(&crc(payload).to_le_bytes());
    out
}

/// Bytes of the longest payload that is unpacked: the longest that is written is some hundred thousand.
const PAYLOAD_MOST: u64 = 256 << 20;

/// Bytes for which an unpacker looks at each whether it is the last.
const ROOM: usize = 1 << 10;

/// Unwraps a file; `None` if it is damaged.
#[must_use]
pub fn open(file: &[u8]) -> Option<Vec<u8>> {
    let (how, body) = file.strip_prefix(&MAGIC)?.split_first()?;
    let (body, check) = body.split_last_chunk::<4>()?;
    let mut payload = unpacked(body)?;
    match *how {
        PLAIN => {}
        CHINESE => payload = gb18030::decoded(&payload)?,
        _ => return None,
    }
    (crc(&payload) == u32::from_le_bytes(*check)).then_some(payload)
}

/// What raw DEFLATE says; `None` if it is damaged, goes on behind its end, or says more than any payload.
fn unpacked(body: &[u8]) -> Option<Vec<u8>> {
    DECOMPRESSOR.with_borrow_mut(|decompressor| {
        decompressor.reset(false);
        // What is packed in a bundle is half of what it was, or a quarter.
        let mut payload = Vec::with_capacity(body.len().saturating_mul(4) + ROOM);
        loop {
            let done = usize::try_from(decompressor.total_in()).ok()?;
            let before = (done, payload.len());
            let status =
                decompressor.decompress_vec(&body[done..], &mut payload, FlushDecompress::None);
            let read = usize::try_from(decompressor.total_in()).ok()?;
            match status.ok()? {
                Status::StreamEnd => return (read == body.len()).then_some(payload),
                _ if payload.len() as u64 > PAYLOAD_MOST => return None,
                // It wants more than there is.
                _ if before == (read, payload.len()) && payload.len() < payload.capacity() => {
                    return None;
                }
                _ => payload.reserve(payload.len().max(ROOM)),
            }
        }
    })
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Which shard a term belongs to, before it is cut to their number (FNV-1a over code points, folded).
#[must_use]
pub fn hash32(chars: impl Iterator<Item = char>) -> u32 {
    let mut hash = 2_166_136_261_u32;
    for c in chars {
        hash = (hash ^ c as u32).wrapping_mul(16_777_619);
    }
    hash ^ hash >> 15
}

/// The content's address: 7 bytes, of which the first 4 are its CRC-32.
fn data_name(payload: &[u8]) -> [u8; 7] {
    let mut name = [0; 7];
    name[..4].copy_from_slice(&crc(payload).to_be_bytes());
    name[4..].copy_from_slice(&digest::first::<3>(payload));
    name
}

/// Where a shard of a lexicon is, below the bundle's folder: in one of 64 folders, so that none grows with the portal.
fn shard_path(lexicon: &str, address: &str, number: u32) -> String {
    format!("{lexicon}/{address}/{}", shard_file(number))
}

/// Where a shard is in the folder of its lexicon.
fn shard_file(number: u32) -> String {
    format!("{:x}/{number:x}.bin", number % 64)
}

/// Where a data file is, below the bundle's folder.
fn data_path(name: [u8; 7]) -> String {
    let digits = digits(name);
    format!("data/{}/{digits}.bin", &digits[..2])
}

fn digits(name: [u8; 7]) -> String {
    let mut digits = String::with_capacity(14);
    for byte in name {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Where a passage is, below the bundle's folder; `place`: the reply's in its block.
fn text_path(block: &str, place: u32, passage: usize) -> String {
    format!("texts/{block}/{place}-{passage}.bin")
}

/// An address made of the content of many parts.
fn hash_of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut digits = digest::Pieces::of(parts).digits();
    digits.truncate(10);
    digits
}

/// Bytes of a bitmap of so many replies.
fn bitmap_bytes(replies: u32) -> usize {
    replies.div_ceil(8) as usize
}

/// Replies in the longest tail of a shard: the largest power of two whose square is at most half of all replies. What a tail holds stands in the lexicon, which gets another
/// address with every reply that is added, and its data files do not; the longer it is, the more of the lexicon a reader fetches, and the shorter, the more
/// shards are cut anew for each reply.
fn tail_most(replies: u32) -> u32 {
    1 << ((replies / 2).max(1).ilog2() / 2)
}

/// The first number of the tail of a shard: with each reply that is added, another few of the shards begin theirs anew.
fn tail_of(shard: u32, replies: u32) -> u32 {
    replies - replies.wrapping_add(shard) % tail_most(replies)
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        #[allow(clippy::cast_possible_truncation)]
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    #[allow(clippy::cast_possible_truncation)]
    out.push(value as u8);
}

fn put_str(out: &mut Vec<u8>, text: &str) {
    put_varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Address and number of shards.
pub type Sharded = (String, u32);

/// What finds the bundle: inlined in the search page, and a file of its own.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub format: u8,
    /// How many replies there are.
    pub replies: u32,
    /// Address and number of shards of the lexicon of pairs, words and grams.
    pub pairs: (String, u32),
    /// Address and number of shards of the lexicon of characters and keys.
    pub exact: (String, u32),
    /// Name of the file that names the shards of the words by their first two characters, and their number.
    pub near: (String, u32),
    /// The replies' texts.
    pub texts: Texts,
    /// The first reply of each year, ascending, among those that are not late.
    pub years: Vec<(i16, u32)>,
    /// Replies out of the order of their dates, from the oldest: number, the one that each stands before, year (0: none).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<(u32, u32, i16)>,
    /// Address of the table of traditional characters, and those of them that GB 2312 has.
    pub t2s: (String, String),
    /// Address of the facts of all replies, for a table of results.
    pub rows: String,
    /// Facet → address.
    pub facets: std::collections::BTreeMap<String, String>,
}

/// The replies' texts.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Texts {
    /// Replies in a block.
    pub size: u32,
    /// Address of each block.
    pub blocks: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_payload_opens_and_a_damaged_one_does_not() {
        let payload = "残疾人就业保障金".repeat(50).into_bytes();
        for file in [
            seal(&payload),
            seal_prose(&payload),
            seal_cut(&payload, &[7, 900]),
        ] {
            assert!(open(&file).as_ref() == Some(&payload), "as it was sealed");
            for at in 0..file.len() {
                for bit in 0..8 {
                    let mut damaged = file.clone();
                    damaged[at] ^= 1 << bit;
                    // Deflate may say the same in another way: a copy from one repetition before, or an idle bit at the end.
                    assert!(
                        open(&damaged).is_none_or(|opened| opened == payload),
                        "bit {bit} of byte {at} of {}",
                        file.len()
                    );
                }
                assert!(open(&file[..at]).is_none(), "cut at {at}");
            }
        }
    }

    #[test]
    fn any_text_and_any_cuts_are_read_back() {
        let mut runner = proptest::test_runner::TestRunner::default();
        let texts = proptest::collection::vec(proptest::char::any(), 0..300);
        let cuts = proptest::collection::btree_set(0usize..1200, 0..5);
        let result = runner.run(&(texts, cuts), |(text, cuts)| {
            let text: String = text.into_iter().collect();
            let payload = text.as_bytes();
            let cuts: Vec<usize> = (cuts.into_iter())
                .filter(|cut| *cut <= payload.len())
                .collect();
            for file in [seal(payload), seal_prose(payload), seal_cut(payload, &cuts)] {
                let opened = open(&file);
                proptest::prop_assert_eq!(opened.as_deref(), Some(payload));
            }
            Ok(())
        });
        result.unwrap();
    }

    #[test]
    fn a_payload_that_packs_well_is_unpacked_in_steps() {
        let payload = vec![7; 3 << 20];
        let file = seal(&payload);
        assert!(file.len() < 10_000, "{}", file.len());
        assert!(open(&file).as_ref() == Some(&payload));
        assert!(open(&seal(&[])).is_some_and(|opened| opened.is_empty()));
        let short: Vec<u8> = (0..2000).map(|n| b"dafu"[n * n % 4]).collect();
        let (file, cut) = (seal(&short), seal_cut(&short, &[1000]));
        assert!(file.len() < 300, "{}", file.len());
        assert!(cut.len() < 300, "{}", cut.len());
    }

    /// The reader in JavaScript reckons it alike (`bundle.js`).
    #[test]
    fn shards_are_found_by_the_hash_of_the_format() {
        for (text, hash) in [
            ("", 0x811d_9ffc),
            ("电", 0x3082_d0d5),
            ("电梯", 0xdcfd_db15),
            ("发展", 0xefda_703c),
            ("\u{1}a", 0x4c74_2efe),
            ("𠮷野", 0xe33f_ebd4),
        ] {
            assert_eq!(hash32(text.chars()), hash, "{text}");
        }
    }
}
