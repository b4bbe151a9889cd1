//! Figures: what was seen, its floor in the same run, and what was aimed for.

use std::time::Duration;

use serde::Serialize;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Seconds,
    PerSecond,
    Bytes,
    Tokens,
    Count,
}

/// What a number should not pass.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    Most(f64),
    Least(f64),
}

/// What is aimed for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aim {
    /// A bound of what is seen.
    Seen(Bound),
    /// A bound of what is seen in times of the floor.
    Ratio(Bound),
}

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// What it is called in files of results.
    pub(crate) key: &'static str,
    /// What it is called in the table.
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) seen: f64,
    pub(crate) floor: Option<f64>,
    pub(crate) aim: Option<Aim>,
    /// What is aimed for beside an earlier run on a directory of a tenth of the size.
    pub(crate) growth: Option<Bound>,
}

impl Figure {
    /// A figure without a floor and a target.
    pub(crate) fn new(key: &'static str, what: impl Into<String>, unit: Unit, seen: f64) -> Self {
        Self {
            key,
            what: what.into(),
            unit,
            seen,
            floor: None,
            aim: None,
            growth: None,
        }
    }

    /// A time.
    pub(crate) fn time(key: &'static str, what: impl Into<String>, seen: Duration) -> Self {
        Self::new(key, what, Unit::Seconds, seen.as_secs_f64())
    }

    /// A number of bytes, tokens or other things.
    pub(crate) fn count(key: &'static str, what: impl Into<String>, unit: Unit, seen: u64) -> Self {
        Self::new(key, what, unit, float(seen))
    }

    /// So many things in a time.
    pub(crate) fn rate(key: &'static str, what: &str, count: u64, time: Duration) -> Self {
        Self::new(
            key,
            what,
            Unit::PerSecond,
            float(count) / time.as_secs_f64(),
        )
    }

    /// The floor of a time.
    pub(crate) fn above(mut self, floor: Duration) -> Self {
        self.floor = Some(floor.as_secs_f64());
        self
    }

    /// The floor of a rate: so many things in a time.
    pub(crate) fn beside(mut self, count: u64, time: Duration) -> Self {
        self.floor = Some(float(count) / time.as_secs_f64());
        self
    }

    pub(crate) fn aims(mut self, aim: Aim) -> Self {
        self.aim = Some(aim);
        self
    }

    pub(crate) fn grows(mut self, growth: Bound) -> Self {
        self.growth = Some(growth);
        self
    }

    /// What was seen, in times of the floor.
    pub(crate) fn ratio(&self) -> Option<f64> {
        self.floor.map(|floor| self.seen / floor)
    }

    /// Whether the figure is as it should be; `None` where nothing is aimed for.
    pub(crate) fn is_met(&self) -> Option<bool> {
        self.aim.map(|aim| match aim {
            Aim::Seen(bound) => bound.holds(self.seen),
            Aim::Ratio(bound) => self.ratio().is_some_and(|ratio| bound.holds(ratio)),
        })
    }
}

impl Bound {
    /// Whether a number does not pass it.
    pub(crate) fn holds(self, number: f64) -> bool {
        match self {
            Self::Most(most) => number <= most,
            Self::Least(least) => number >= least,
        }
    }
}

/// A count as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "three digits of it are shown")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}
