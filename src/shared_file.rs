//! One open file that several threads read, each at a place of its own.
//!
//! `BufReader` forgets what it has read at every seek, and a zip is read by seeking from one member to the next: most of those lie in what is
//! there already.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// Bytes that are read at a time.
const AHEAD: usize = 64 << 10;

/// A reader with a buffer and a place of its own; a clone reads the same file.
#[derive(Debug)]
pub(crate) struct SharedFile {
    file: Arc<File>,
    length: u64,
    at: u64,
    /// What stands in the file from `start` on.
    buffer: Vec<u8>,
    start: u64,
}

impl SharedFile {
    /// Of a file whose length does not change.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn of(file: File) -> std::io::Result<SharedFile> {
        Ok(SharedFile {
            length: file.metadata()?.len(),
            file: Arc::new(file),
            at: 0,
            buffer: Vec::new(),
            start: 0,
        })
    }
}

impl Clone for SharedFile {
    fn clone(&self) -> SharedFile {
        SharedFile {
            file: Arc::clone(&self.file),
            length: self.length,
            at: self.at,
            buffer: Vec::new(),
            start: 0,
        }
    }
}

impl Read for SharedFile {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let within = |reader: &SharedFile| {
            let from = usize::try_from(reader.at.checked_sub(reader.start)?).ok()?;
            reader
                .buffer
                .get(from..)
                .filter(|left| !left.is_empty())
                .map(<[u8]>::len)
        };
        if within(self).is_none() {
            if bytes.len() >= AHEAD {
                let n = read_at(&self.file, bytes, self.at)?;
                self.at += n as u64;
                return Ok(n);
            }
            self.buffer.resize(AHEAD, 0);
            let n = read_at(&self.file, &mut self.buffer, self.at)
                .inspect_err(|_| self.buffer.clear())?;
            self.buffer.truncate(n);
            self.start = self.at;
        }
        let left = within(self).unwrap_or(0);
        let n = left.min(bytes.len());
        let from = self.buffer.len() - left;
        bytes[..n].copy_from_slice(&self.buffer[from..from + n]);
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// Reads from a place on, as much as there is at once.
///
/// # Errors
/// If the disk refuses.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<usize> {
    loop {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(file, bytes, at);
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at);
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Reads from a place on until the bytes are full.
///
/// # Errors
/// If the disk refuses, or the file ends before.
pub(crate) fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        let read = read_at(file, bytes, at)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        at += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn each_reader_has_a_place_of_its_own() {
        let mut file = tempfile::tempfile().unwrap();
        let all: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        file.write_all(&all).unwrap();
        let mut one = SharedFile::of(file).unwrap();
        let mut bytes = [0; 8];
        // Within what was read, before it, over its end, at the file's end.
        for at in [40, 44, 8, 65_500, 65_540, 1_199_992, 0, 1_199_990] {
            one.seek(SeekFrom::Start(at)).unwrap();
            let mut other = one.clone();
            one.read_exact(&mut bytes).unwrap();
            let at = usize::try_from(at).unwrap();
            assert_eq!(bytes, all[at..at + 8]);
            other.read_exact(&mut bytes).unwrap();
            assert_eq!(bytes, all[at..at + 8]);
        }
        let mut rest = Vec::new();
        one.seek(SeekFrom::End(-100_000)).unwrap();
        one.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, all[all.len() - 100_000..]);
        assert!(one.seek(SeekFrom::Current(-2_000_000)).is_err());
        one.seek(SeekFrom::Start(2_000_000)).unwrap();
        assert_eq!(one.read(&mut bytes).unwrap(), 0);
    }
}
