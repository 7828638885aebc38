//! The index → the files of the search bundle.

use std::collections::{BTreeSet, HashMap};

use pinyin::ToPinyin;
use rayon::prelude::*;

use super::lexicon::{self, Files, shards};
use super::{
    BLOCK, FOLDER, Manifest, Sharded, Texts, digits, hash_of, hash32, put_str, put_varint, seal,
    seal_prose, text_path,
};
use crate::catalog::FacetColumn;
use crate::digest;
use crate::error::Result;
use crate::index::related::{Facts, Likeness};
use crate::index::{BlockTexts, Opened};
use crate::output::{MadeOf, OutputFolder};

/// Bytes that a word by its character takes, about.
const NEAR_WORD: usize = 10;
/// Bytes that a shard of words by their characters should hold before compression, about.
const NEAR_SHARD: usize = 6 << 10;

/// Writes the lexicons of pairs, words and grams, of characters and keys, and of words by character; the first two with
/// their lists and positions. Gives what makes replies alike too, and some of the terms that were written; `facts` are what
/// likeness takes of each reply, `key` differs if the program, its settings or the frequent pairs do.
///
/// # Errors
/// If the disk refuses.
pub fn write_terms(
    index: &Opened,
    facts: &[Facts],
    key: &[u8; 32],
    output: &OutputFolder,
) -> Result<([Sharded; 3], Likeness, BTreeSet<String>)> {
    let files = Files::new(output, std::array::from_fn(|at| key[at]));
    let (lexicons, words) = rayon::join(
        || lexicon::write_lexicons(index, key, &files),
        || {
            let vocabulary = index.vocabulary()?;
            let near = write_near(&vocabulary.words, &files)?;
            Ok((near, Likeness::of_index(index, vocabulary, facts)?))
        },
    );
    let ([pairs, exact], written) = lexicons?;
    let (near, likeness) = words?;
    Ok(([pairs, exact, near], likeness, written))
}

/// Writes words, ascending, and how many replies have each, twice: by their first and by their second character.
fn write_near(words: &[(String, u32)], files: &Files<'_>) -> Result<Sharded> {
    let characters = typed_characters();
    let count = shards(words.len(), 2 * NEAR_WORD, NEAR_SHARD);
    let mut own: Vec<(u64, Vec<u8>)> = vec![(0, Vec::new()); count as usize];
    for (word, replies) in words {
        let mut of = word
            .chars()
            .take(2)
            .map(|c| hash32(std::iter::once(c)) & (count - 1));
        let (first, second) = (of.next(), of.next());
        for shard in first.into_iter().chain(second.filter(|_| first != second)) {
            let (terms, payload) = &mut own[shard as usize];
            *terms += 1;
            put_str(payload, word);
            // Which of two words is the more frequent is told well enough by that, and it hardly ever changes.
            put_varint(payload, u64::from((*replies).max(1).ilog2()));
            put_str(payload, &sounds(word));
        }
    }
    let names = (0u64..)
        .zip(own)
        .map(|(number, (terms, mut payload))| {
            let mut out = Vec::with_capacity(payload.len() + 8);
            put_varint(&mut out, number);
            put_varint(&mut out, terms);
            out.append(&mut payload);
            let own = characters
                .iter()
                .filter(|c| u64::from(hash32(std::iter::once(**c)) & (count - 1)) == number);
            for c in own {
                put_str(&mut out, &format!("{c}{}", sounds(&c.to_string())));
            }
            files.write_data(&out)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((digits(files.write_data(&names.concat())?), count))
}

/// How a word sounds: toneless pinyin, a space between syllables.
fn sounds(word: &str) -> String {
    word.chars()
        .map(|c| c.to_pinyin().map_or("", pinyin::Pinyin::plain))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The Han characters of GB 2312 that have a sound: what people type.
fn typed_characters() -> Vec<char> {
    ('\u{4e00}'..='\u{9fa5}')
        .filter(|c| in_gb2312(*c) && c.to_pinyin().is_some())
        .collect()
}

fn in_gb2312(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !unmappable
        && matches!(bytes[..], [first, second] if (0xb0..=0xf7).contains(&first) && second >= 0xa1)
}

/// Writes the texts of one block and tells where they are; `replies` are the JSON of their passages, in order. What is as it was in the `last`
/// block is taken over; `key` differs if it could be packed otherwise.
///
/// # Errors
/// If the disk refuses.
pub fn write_texts(
    replies: &[Vec<Vec<u8>>],
    last: Option<&BlockTexts>,
    key: &[u8; 32],
    output: &OutputFolder,
) -> Result<BlockTexts> {
    let address = hash_of(replies.iter().flatten().map(Vec::as_slice));
    let made_of = std::array::from_fn(|at| key[at]);
    let known: HashMap<(String, u64), u64> = (last.into_iter())
        .flat_map(|last| paths_of(last).zip(&last.payloads))
        .map(|((path, sum), payload)| ((path, *payload), sum))
        .collect();
    let write = |place: u32, passage: usize, payload: &[u8]| -> Result<[u64; 2]> {
        let at = |address: &str| format!("{FOLDER}/{}", text_path(address, place, passage));
        let (path, packed) = (at(&address), digest::short(payload));
        if let Some(last) = last {
            let old = (at(&last.address), packed);
            if let Some(sum) = known.get(&old)
                && output.is_made_of(&old.0, &made_of)
                && output.last_sum(&old.0) == Some(*sum)
            {
                output.keep_as(&old.0, &path, &made_of)?;
                return Ok([*sum, packed]);
            }
        }
        let sealed = seal_prose(payload);
        output.write_made(&path, &sealed, &made_of)?;
        Ok([digest::short(&sealed), packed])
    };
    let sums: Vec<Vec<[u64; 2]>> = (replies.par_iter().enumerate())
        .map(|(place, passages)| {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            (passages.iter().enumerate())
                .map(|(passage, payload)| write(place, passage, payload))
                .collect()
        })
        .collect::<Result<_>>()?;
    let all = || sums.iter().flatten();
    Ok(BlockTexts {
        sums: all().map(|[sum, _]| *sum).collect(),
        payloads: all().map(|[_, packed]| *packed).collect(),
        passages: (replies.iter())
            .map(|passages| u32::try_from(passages.len()).unwrap_or(u32::MAX))
            .collect(),
        address,
    })
}

/// Takes the texts of some blocks over from the last portal, or none if any is not as it was written.
///
/// # Errors
/// If the disk refuses to write.
pub fn keep_texts(blocks: &[BlockTexts], output: &OutputFolder) -> Result<bool> {
    let paths = || blocks.iter().flat_map(paths_of);
    let left = paths().map(|(path, sum)| output.left(&path).filter(|file| file.sum() == sum));
    if let Some(left) = left.collect::<Option<Vec<_>>>() {
        left.iter().try_for_each(|file| output.keep_found(file))?;
        return Ok(true);
    }
    // What was touched, or is not known, may say the same.
    if !paths().all(|(path, sum)| output.last_sum(&path) == Some(sum)) {
        return Ok(false);
    }
    for (path, _) in paths() {
        output.keep(&path)?;
    }
    Ok(true)
}

/// The files of a block, and the sum of each.
fn paths_of(texts: &BlockTexts) -> impl Iterator<Item = (String, u64)> {
    let passages = (0u32..)
        .zip(&texts.passages)
        .flat_map(|(place, passages)| (0..*passages as usize).map(move |passage| (place, passage)));
    passages.zip(&texts.sums).map(|((place, passage), sum)| {
        let path = text_path(&texts.address, place, passage);
        (format!("{FOLDER}/{path}"), *sum)
    })
}

/// Writes the facts of all replies, in the order of their numbers, and gives their address; `block` makes the JSON of some.
///
/// # Errors
/// If the disk refuses.
pub fn write_rows(
    replies: u32,
    block: impl Fn(std::ops::Range<u32>) -> Vec<u8> + Sync,
    output: &OutputFolder,
) -> Result<String> {
    let ranges: Vec<_> = (0..replies)
        .step_by(BLOCK as usize)
        .map(|from| from..replies.min(from + BLOCK))
        .collect();
    // Made twice, so that all of it is never held.
    let hashes: Vec<String> = ranges
        .par_iter()
        .map(|range| hash_of([block(range.clone()).as_slice()]))
        .collect();
    let hash = hash_of(hashes.iter().map(String::as_bytes));
    ranges.into_par_iter().try_for_each(|range| {
        let path = format!("{FOLDER}/rows/{hash}/{:x}.bin", range.start / BLOCK);
        addressed(&path, output, || seal_prose(&block(range)))
    })?;
    Ok(hash)
}

/// Writes a file whose address is a hash of what it holds. One that the last build left there is taken over and not sealed again.
fn addressed(path: &str, output: &OutputFolder, sealed: impl FnOnce() -> Vec<u8>) -> Result<()> {
    if output.keep_made(path, &MadeOf::default())? {
        return Ok(());
    }
    output.write(path, &sealed())
}

/// Replies whose ids' hashes are in one file.
const IDS: usize = 1024;

/// Writes a hash of each reply's id, in the order of their numbers, beside the facts at `address`: what a kept search has shown is known again by it.
///
/// # Errors
/// If the disk refuses.
pub fn write_ids<'i>(
    address: &str,
    ids: impl Iterator<Item = &'i str>,
    output: &OutputFolder,
) -> Result<()> {
    let hashes: Vec<u32> = ids.map(|id| hash32(id.chars())).collect();
    for (number, some) in hashes.chunks(IDS).enumerate() {
        let payload: Vec<u8> = some.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        let path = format!("{FOLDER}/rows/{address}/ids-{number:x}.bin");
        // The address says nothing of ids.
        output.write(&path, &seal(&payload))?;
    }
    Ok(())
}

/// Values of a facet whose keys and labels are in one file.
const VALUES: usize = 256;
/// Characters that a label can be said to share with the one before, at most.
const SHARED: usize = 25;

/// Writes one facet and gives its address.
///
/// # Errors
/// If the disk refuses.
pub fn write_facet(name: &str, column: &FacetColumn, output: &OutputFolder) -> Result<String> {
    // Structures of strings do not fail to serialise.
    fn json(of: &impl serde::Serialize) -> Vec<u8> {
        serde_json::to_vec(of).unwrap_or_default()
    }
    let blocks = column.values.chunks(VALUES);
    let first: Vec<&str> = blocks.clone().map(|block| block[0].0.as_str()).collect();
    let (first, labels) = (json(&first), json(&shared_labels(&column.values)));
    let replies = planes(column);
    let values: Vec<Vec<u8>> = blocks.map(|block| json(&block)).collect();
    // The name counts, so that two facets that look alike do not want one address.
    let parts = [name.as_bytes(), &labels, &replies].into_iter();
    let hash = hash_of(parts.chain(values.iter().map(Vec::as_slice)));
    let folder = format!("{FOLDER}/facets/{hash}");
    let write = |part: &str, sealed: &(dyn Fn() -> Vec<u8> + Sync)| {
        addressed(&format!("{folder}/{part}.bin"), output, sealed)
    };
    write("first", &|| seal_prose(&first))?;
    write("labels", &|| seal_prose(&labels))?;
    write("replies", &|| seal_prose(&replies))?;
    (values.par_iter().enumerate())
        .try_for_each(|(at, block)| write(&format!("{at:x}"), &|| seal_prose(block)))?;
    Ok(hash)
}

/// The labels, each as a character that says how many it shares with the one before (`A` for none), and the others.
fn shared_labels(values: &[(String, String)]) -> Vec<String> {
    let mut last = "";
    let mut out = Vec::with_capacity(values.len());
    for (_, label) in values {
        let both = label.chars().zip(last.chars()).take(SHARED);
        let shared: Vec<char> = both
            .take_while(|(one, other)| one == other)
            .map(|(one, _)| one)
            .collect();
        let bytes: usize = shared.iter().map(|c| c.len_utf8()).sum();
        let count = u8::try_from(shared.len()).unwrap_or(0);
        out.push(format!("{}{}", char::from(b'A' + count), &label[bytes..]));
        last = label;
    }
    out
}

/// Which values each reply has: how many there are in all, how many each reply has, then the lowest bytes of all, the next bytes, and so on.
fn planes(column: &FacetColumn) -> Vec<u8> {
    let mut out = Vec::new();
    put_varint(&mut out, column.values.len() as u64);
    for values in &column.replies {
        put_varint(&mut out, values.len() as u64);
    }
    let mut left = column.values.len().saturating_sub(1);
    for byte in 0..4 {
        let values = column.replies.iter().flatten();
        out.extend(values.map(|value| value.to_le_bytes()[byte]));
        left >>= 8;
        if left == 0 {
            break;
        }
    }
    out
}

/// Writes the table of traditional characters; gives its address and those of them that GB 2312 has.
///
/// # Errors
/// If the disk refuses.
pub fn write_traditional(output: &OutputFolder) -> Result<(String, String)> {
    let pairs = crate::text::traditional();
    let payload: String = pairs.iter().flat_map(|(t, s)| [*t, *s]).collect();
    let also = pairs
        .iter()
        .map(|(t, _)| *t)
        .filter(|t| in_gb2312(*t))
        .collect();
    let hash = hash_of([payload.as_bytes()]);
    addressed(&format!("{FOLDER}/t2s-{hash}.bin"), output, || {
        seal(payload.as_bytes())
    })?;
    Ok((hash, also))
}

/// Writes the manifest, and gives it as JSON.
///
/// # Errors
/// If the disk refuses.
pub fn write_manifest(manifest: &Manifest, output: &OutputFolder) -> Result<String> {
    // A structure of strings and numbers does not fail to serialise.
    let json = serde_json::to_string(manifest).unwrap_or_default();
    output.write(&format!("{FOLDER}/manifest.json"), json.as_bytes())?;
    Ok(json)
}

/// The texts' part of a manifest.
#[must_use]
pub fn texts(blocks: Vec<String>) -> Texts {
    Texts {
        size: BLOCK,
        blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_has_a_sound() {
        assert_eq!(sounds("电梯"), "dian ti");
        assert_eq!(sounds("绿"), "lü");
        assert!(in_gb2312('梯') && in_gb2312('啊') && in_gb2312('齄'));
        // Traditional, beyond the standard, and its punctuation.
        assert!(!in_gb2312('電') && !in_gb2312('丂') && !in_gb2312('。'));
        let typed = typed_characters();
        assert!(typed.contains(&'电') && !typed.contains(&'電'));
        assert!((6000..6800).contains(&typed.len()), "{}", typed.len());
    }
}
