//! Bytes of real life, bent by chance.

use crate::chance::Chance;

/// What readers trip over: ends, escapes, marks of other formats, numbers at limits, letters that
/// are several or none.
const WORDS: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[[[[[[[[",
    b"]",
    b",",
    b";",
    b"\t",
    b":",
    b"null",
    b"true",
    b"-0",
    b"1e999",
    b"9223372036854775808",
    b"0.1",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"*",
    b"%",
    b"_",
    b"(",
    b") OR NEAR(",
    b"AND NOT",
    b"'; DROP TABLE customers; --",
    b"@",
    b"@@",
    b".",
    b"..",
    b"+",
    b"tel:",
    b"ext. 12",
    b"mailto:",
    b"<script>",
    "\u{200b}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{1b}[2J".as_bytes(),
    "ß".as_bytes(),
    "ı".as_bytes(),
    "İ".as_bytes(),
    "ﬃ".as_bytes(),
    "e\u{301}".as_bytes(),
    "李".as_bytes(),
    "👩\u{200d}👧".as_bytes(),
    "\u{e000}".as_bytes(),
    "٣".as_bytes(),
    b"jsonrpc",
    b"method",
    b"params",
    b"id",
    b"event",
    b"data",
    b"cf_plan",
    b"metadata",
    b"2026-02-30",
    b"cus_1",
    b"cdk_",
];

/// The seed after one to eight changes: bytes and words put in, taken out, doubled or exchanged.
pub(super) fn bent(chance: &mut Chance, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(8) {
        let place = chance.below(bytes.len() + 1);
        let length = chance
            .below(bytes.len() - place + 1)
            .min(1 + chance.below(40));
        match chance.below(8) {
            0 => {
                let part = bytes[place..place + length].to_vec();
                bytes.splice(place..place, part);
            }
            1 => {
                bytes.drain(place..place + length);
            }
            2 => bytes.truncate(place.max(1)),
            3 if place < bytes.len() => bytes[place] ^= 1 << chance.below(8),
            4 => {
                let byte = u8::try_from(chance.below(256)).unwrap_or(0);
                bytes.insert(place, byte);
            }
            5 => {
                let word = WORDS[chance.below(WORDS.len())];
                bytes.splice(place..place, word.repeat(1 + chance.below(20)));
            }
            _ => {
                let word = WORDS[chance.below(WORDS.len())];
                bytes.splice(place..place + length, word.iter().copied());
            }
        }
    }
    bytes
}

/// The same as text: what is no UTF-8 becomes a mark of replacement.
pub(super) fn bent_text(chance: &mut Chance, seed: &str) -> String {
    String::from_utf8_lossy(&bent(chance, seed.as_bytes())).into_owned()
}
