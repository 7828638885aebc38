//! Any bytes, decoded and read as plain text.
#![no_main]

mod holds;

use dafu::parse::{Format, Links, parse};
use dafu::source::decode::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: Vec<u8>| {
    let text = decode(bytes).text;
    let parsed = parse(&text, Format::Text, Links::default());
    holds::document(&text, &parsed);
});
