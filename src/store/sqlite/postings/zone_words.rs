//! Comparing the zones of 64 ids at once.

use super::zones::NO_ZONE;

/// Which of 64 zones are in a range, a bit for each.
pub(in super::super) fn those_within(zones: &[[u8; 2]; 64], range: &std::ops::Range<u16>) -> u64 {
    let length = range.end - range.start;
    those(zones, |zone| zone.wrapping_sub(range.start) < length)
}

/// Which of 64 zones are in a range or none at all, a bit for each.
pub(in super::super) fn those_within_or_none(
    zones: &[[u8; 2]; 64],
    range: &std::ops::Range<u16>,
) -> u64 {
    let length = range.end - range.start;
    those(zones, |zone| {
        zone.wrapping_sub(range.start) < length || zone == NO_ZONE
    })
}

/// Of which of 64 zones something is true.
///
/// All are compared before any bits are gathered, so that the compiler does many at once: each
/// comparison leaves a byte, and a multiplication gathers the lowest bits of eight bytes in one.
#[inline]
fn those(zones: &[[u8; 2]; 64], is_true: impl Fn(u16) -> bool) -> u64 {
    let true_of = zones.map(|zone| u8::from(is_true(u16::from_le_bytes(zone))));
    let eights = (0_u32..).zip(true_of.as_chunks::<8>().0);
    eights.fold(0, |bits, (index, eight)| {
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits | gathered << (index * 8)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NO_ZONE, those_within, those_within_or_none};

    proptest! {
        #[test]
        fn a_bit_stands_for_each_zone_within(
            zones in proptest::collection::vec(prop_oneof![any::<u16>(), Just(NO_ZONE)], 64), start: u16, length: u16,
        ) {
            let range = start..start.saturating_add(length);
            let stored: [[u8; 2]; 64] = std::array::from_fn(|index| zones[index].to_le_bytes());
            let (bits, or_none) = (those_within(&stored, &range), those_within_or_none(&stored, &range));
            for (index, zone) in zones.iter().enumerate() {
                prop_assert_eq!(bits >> index & 1 == 1, range.contains(zone));
                let is_meant = range.contains(zone) || *zone == NO_ZONE;
                prop_assert_eq!(or_none >> index & 1 == 1, is_meant);
            }
        }
    }
}
