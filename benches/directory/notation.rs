//! How figures are written for people.

use crate::figures::{Aim, Bound, Figure, Unit};

/// An amount with its unit, in three digits.
pub(crate) fn amount(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Seconds if value >= 1.0 => format!("{} s", digits(value)),
        Unit::Seconds if value >= 1e-3 => format!("{} ms", digits(value * 1e3)),
        Unit::Seconds => format!("{} µs", digits(value * 1e6)),
        Unit::PerSecond => format!("{}/s", grouped(value)),
        Unit::Bytes if value >= 1e9 => format!("{} GB", digits(value / 1e9)),
        Unit::Bytes if value >= 1e6 => format!("{} MB", digits(value / 1e6)),
        Unit::Bytes => format!("{} B", grouped(value)),
        Unit::Tokens => format!("{} tokens", grouped(value)),
        Unit::Count => grouped(value),
    }
}

/// A ratio.
pub(crate) fn times(ratio: f64) -> String {
    format!("{} ×", digits(ratio))
}

/// What is aimed for.
pub(crate) fn target(figure: &Figure) -> String {
    match figure.aim {
        None => String::new(),
        Some(Aim::Seen(limit)) => bound(limit, |value| amount(figure.unit, value)),
        Some(Aim::Ratio(limit)) => bound(limit, |value| format!("{value} × floor")),
    }
}

/// What is aimed for beside an earlier run.
pub(crate) fn growth(growth: Bound) -> String {
    bound(growth, |value| format!("{value} ×"))
}

fn bound(bound: Bound, write: impl Fn(f64) -> String) -> String {
    match bound {
        Bound::Most(most) => format!("≤ {}", write(most)),
        Bound::Least(least) => format!("≥ {}", write(least)),
    }
}

/// Whether what was aimed for was met.
pub(crate) fn met(is_met: Option<bool>) -> &'static str {
    match is_met {
        None => "",
        Some(true) => "yes",
        Some(false) => "NO",
    }
}

fn digits(value: f64) -> String {
    let places = match value {
        value if value >= 99.95 => 0,
        value if value >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.places$}")
}

/// A whole number with commas between its thousands.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
