//! BLAKE3 hashes, whole and in part: of bytes, of lists of pieces, and behind records that the next build reads.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record in postcard's form, with its hash behind it.
pub(crate) fn sealed(record: &impl Serialize) -> Vec<u8> {
    // A structure of strings and numbers does not fail to serialise.
    let mut bytes = postcard::to_stdvec(record).unwrap_or_default();
    let sum = blake3::hash(&bytes);
    bytes.extend_from_slice(sum.as_bytes());
    bytes
}

/// What stands before the right hash.
pub(crate) fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let (bytes, sum) = bytes.split_last_chunk::<32>()?;
    (blake3::hash(bytes) == *sum).then_some(bytes)
}

/// The record that [`sealed`] wrote, if it is whole.
pub(crate) fn record<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(unsealed(bytes)?).ok()
}

/// The first bytes of the hash.
pub(crate) fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    head(&blake3::hash(bytes))
}

/// The first 64 bits of the hash.
pub(crate) fn short(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(first(bytes))
}

/// Hashes pieces, each with its length, so that no two lists of pieces are the same. Much at a time: that is hashed several times as fast as many small
/// pieces are.
#[derive(Clone, Default)]
pub(crate) struct Pieces {
    /// Of what is hashed already, if anything is.
    hasher: Option<Box<blake3::Hasher>>,
    /// What is not.
    pending: Vec<u8>,
}

/// Bytes that are hashed at a time.
const AT_A_TIME: usize = 1 << 14;

impl Pieces {
    /// Those of `pieces`.
    pub fn of<P: AsRef<[u8]>>(pieces: impl IntoIterator<Item = P>) -> Pieces {
        let mut all = Pieces::default();
        for piece in pieces {
            all.add(piece.as_ref());
        }
        all
    }

    /// One more.
    pub fn add(&mut self, piece: &[u8]) -> &mut Pieces {
        self.pending
            .extend_from_slice(&(piece.len() as u64).to_le_bytes());
        self.pending.extend_from_slice(piece);
        if self.pending.len() >= AT_A_TIME {
            let hasher = self.hasher.get_or_insert_default();
            hasher.update(&self.pending);
            self.pending.clear();
        }
        self
    }

    fn hash(&self) -> blake3::Hash {
        match &self.hasher {
            None => blake3::hash(&self.pending),
            Some(hasher) => hasher.clone().update(&self.pending).finalize(),
        }
    }

    /// The hash of all so far.
    pub fn whole(&self) -> [u8; 32] {
        self.hash().into()
    }

    /// Its first bytes.
    pub fn first<const N: usize>(&self) -> [u8; N] {
        head(&self.hash())
    }

    /// The hash in hexadecimal digits.
    pub fn digits(&self) -> String {
        self.hash().to_hex().to_string()
    }
}

/// The first bytes of a hash.
pub(crate) fn head<const N: usize>(hash: &blake3::Hash) -> [u8; N] {
    std::array::from_fn(|at| hash.as_bytes()[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_pieces_differ_where_their_joined_bytes_do_not() {
        let of = |pieces: &[&str]| Pieces::of(pieces).whole();
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["abc"]), of(&["abc", ""]));
        assert_ne!(of(&[]), of(&[""]));
    }

    #[test]
    fn many_pieces_are_hashed_as_few_are() {
        let mut hasher = blake3::Hasher::new();
        let mut pieces = Pieces::default();
        for number in 0..3000_u32 {
            let piece = number.to_string().repeat(number as usize % 40);
            hasher.update(&(piece.len() as u64).to_le_bytes());
            hasher.update(piece.as_bytes());
            pieces.add(piece.as_bytes());
            assert_eq!(pieces.whole(), *hasher.finalize().as_bytes(), "{number}");
        }
    }

    #[test]
    fn a_record_is_read_if_it_is_whole() {
        let bytes = sealed(&("答复", 7_u32));
        assert_eq!(record(&bytes), Some(("答复".to_owned(), 7_u32)));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(record::<(String, u32)>(&damaged), None, "{at}");
            assert_eq!(record::<(String, u32)>(&bytes[..at]), None, "{at}");
        }
    }

    #[test]
    fn parts_are_parts_of_the_whole() {
        let whole: [u8; 32] = blake3::hash(b"dafu").into();
        assert_eq!(first::<16>(b"dafu"), whole[..16]);
        assert_eq!(short(b"dafu").to_le_bytes(), whole[..8]);
        let pieces = Pieces::of(["dafu"]);
        assert_eq!(pieces.first::<7>(), pieces.whole()[..7]);
        assert!(
            pieces
                .digits()
                .starts_with(&format!("{:02x}", pieces.whole()[0]))
        );
    }
}
