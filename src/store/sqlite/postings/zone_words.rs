//! Comparing 64 bytes at once, for a bit of each.

use wide::u8x16;

use super::block_zones::WORD;

/// Which of 64 bytes are from the first to the last, both included.
#[inline]
pub(super) fn between(bytes: &[u8; WORD], first: u8, last: u8) -> u64 {
    let (start, span) = (u8x16::splat(first), u8x16::splat(last.wrapping_sub(first)));
    those(bytes, |sixteen| {
        let past_start = sixteen - start;
        past_start.min(span).simd_eq(past_start)
    })
}

/// The same, and those that are another one.
#[inline]
pub(super) fn between_or(bytes: &[u8; WORD], first: u8, last: u8, other: u8) -> u64 {
    let (start, span) = (u8x16::splat(first), u8x16::splat(last.wrapping_sub(first)));
    let other = u8x16::splat(other);
    those(bytes, |sixteen| {
        let past_start = sixteen - start;
        past_start.min(span).simd_eq(past_start) | sixteen.simd_eq(other)
    })
}

/// A bit for each byte of which something is true, by what leaves the highest bit of a byte then.
#[inline]
fn those(bytes: &[u8; WORD], is_true: impl Fn(u8x16) -> u8x16) -> u64 {
    let sixteens = (0_u32..).zip(bytes.as_chunks::<16>().0);
    sixteens.fold(0, |bits, (index, sixteen)| {
        let mask = is_true(u8x16::new(*sixteen)).to_bitmask();
        bits | u64::from(mask) << (index * 16)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{WORD, between, between_or};

    proptest! {
        #[test]
        fn a_bit_stands_for_each_byte_between(
            bytes in proptest::collection::vec(any::<u8>(), WORD), one: u8, another: u8, other: u8,
        ) {
            let (first, last) = (one.min(another), one.max(another));
            let bytes: [u8; WORD] = bytes.try_into().unwrap();
            let within = between(&bytes, first, last);
            let or_other = between_or(&bytes, first, last, other);
            for (index, byte) in bytes.iter().enumerate() {
                let is_between = (first..=last).contains(byte);
                prop_assert_eq!(within >> index & 1 == 1, is_between);
                prop_assert_eq!(or_other >> index & 1 == 1, is_between || *byte == other);
            }
        }
    }
}
