//! Numbers that look random and are the same in every run.

/// What `SplitMix64` steps by: 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// `SplitMix64` (Steele, Lea and Flood, 2014): any seed is as good as another, so that each person
/// and each event has a sequence of its own and can be made without those before it.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of one thing among many of a kind.
    pub(crate) fn of(kind: u64, number: u64) -> Self {
        Self(mix(kind) ^ mix(number.wrapping_add(STEP)))
    }

    /// Any number.
    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(crate) fn is_in(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    /// The place of one of several, each drawn in proportion to its weight.
    pub(crate) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut drawn = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if drawn < *weight {
                return place;
            }
            drawn -= weight;
        }
        0
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }
}

/// Ranks, each drawn in proportion to `1 / (rank + 1)`: so are tags, channels and companies used.
pub(crate) struct Zipf {
    /// The weights of each rank and all before it.
    sums: Vec<u64>,
}

impl Zipf {
    /// A law over so many ranks.
    pub(crate) fn new(ranks: u64) -> Self {
        let weights = (1..=ranks).map(|place| (1 << 32) / place);
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self {
            sums: sums.collect(),
        }
    }

    /// A rank; the first is 0.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let drawn = random.below(self.sums.last().copied().unwrap_or(1));
        self.sums.partition_point(|sum| *sum <= drawn)
    }
}

/// The numbers below a bound in an order that looks random, without a table of them.
///
/// A Feistel network over the next power of four shuffles; what it takes past the bound is
/// shuffled again until it is below.
pub(crate) struct Shuffle {
    bound: u64,
    half: u32,
}

impl Shuffle {
    /// An order of the numbers below a bound.
    pub(crate) fn new(bound: u64) -> Self {
        let bits = u64::BITS - bound.leading_zeros();
        Self {
            bound,
            half: bits.div_ceil(2).max(1),
        }
    }

    /// The number at a place of the order.
    pub(crate) fn at(&self, place: u64) -> u64 {
        let mut number = self.round_trip(place);
        while number >= self.bound {
            number = self.round_trip(number);
        }
        number
    }

    fn round_trip(&self, number: u64) -> u64 {
        let mask = (1 << self.half) - 1;
        let (mut left, mut right) = (number >> self.half, number & mask);
        for round in 0..4 {
            (left, right) = (right, left ^ (mix(right ^ (round << 60)) & mask));
        }
        (left << self.half) | right
    }
}

fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
