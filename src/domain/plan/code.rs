//! The codes of plans.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use thiserror::Error;

use super::super::access::KeyId;
use super::{Intent, Plan, Seen};

/// Letters and digits that nobody mistakes for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// A plan's code: `4F7K-Q2MD`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanCode(String);

/// Text that is not a plan's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("is not the code of a plan; codes look like `4F7K-Q2MD`")]
pub struct NotACode;

impl fmt::Display for PlanCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for PlanCode {
    type Err = NotACode;

    /// Reads a code in either case, with or without its dash.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let letters = match text.split_once('-') {
            Some((first, last)) if first.len() == LENGTH / 2 => format!("{first}{last}"),
            Some(_) => return Err(NotACode),
            None => text.to_owned(),
        }
        .to_ascii_uppercase();
        let is_code =
            letters.len() == LENGTH && letters.bytes().all(|letter| ALPHABET.contains(&letter));
        is_code.then(|| Self::dashed(&letters)).ok_or(NotACode)
    }
}

impl PlanCode {
    /// The code as it is shown and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn dashed(letters: &str) -> Self {
        let (first, last) = letters.split_at(LENGTH / 2);
        Self(format!("{first}-{last}"))
    }
}

/// Makes codes with a secret.
pub struct Sealer(Hmac<Sha256>);

impl Sealer {
    /// A sealer with a secret, which may have any length.
    pub fn new(secret: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(secret).ok().map(Self)
    }

    /// The code for this key, intent, state of the customers and moment.
    pub fn code(
        &self,
        key: Option<&KeyId>,
        intent: &Intent,
        basis: &[Seen],
        made_at: Timestamp,
    ) -> PlanCode {
        let mut hash = self.0.clone();
        // Each part is led by its length, so that no two plans are hashed alike.
        let mut add = |part: &str| {
            hash.update(&part.len().to_be_bytes());
            hash.update(part.as_bytes());
        };
        add(if key.is_some() { "key" } else { "operator" });
        add(key.map_or("", KeyId::as_str));
        add(intent.tool());
        for (name, value) in intent.arguments() {
            add(name);
            add(&value);
        }
        for seen in basis {
            add(&seen.customer.to_string());
            add(&seen.version.to_string());
        }
        add(&made_at.as_millisecond().to_string());
        let bytes = hash.finalize().into_bytes();
        // The remainder of a byte by 32 is fair.
        let letters = bytes.iter().take(LENGTH).filter_map(|byte| {
            let index = usize::from(byte % 32);
            ALPHABET.get(index).copied().map(char::from)
        });
        PlanCode::dashed(&letters.collect::<String>())
    }

    /// Whether a plan is what its code says: for this key and intent, on customers as they are now.
    pub fn is_sealed(
        &self,
        plan: &Plan,
        key: Option<&KeyId>,
        intent: &Intent,
        now: &[Seen],
    ) -> bool {
        self.code(key, intent, now, plan.made_at) == plan.code
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::super::{FeedbackFate, Intent, Plan, Seen};
    use super::{PlanCode, Sealer};
    use crate::domain::access::KeyId;
    use crate::domain::customer::CustomerId;

    fn intent() -> Intent {
        Intent::Merge {
            target: CustomerId(1),
            source: CustomerId(2),
        }
    }

    fn basis(versions: [u64; 2]) -> Vec<Seen> {
        let seen = |(customer, version): (i64, u64)| Seen {
            customer: CustomerId(customer),
            version,
        };
        [1, 2].into_iter().zip(versions).map(seen).collect()
    }

    fn key(text: &str) -> KeyId {
        KeyId::stored(text.to_owned())
    }

    #[test]
    fn a_code_is_read_in_either_case_and_with_or_without_its_dash() {
        let sealer = Sealer::new(b"secret").unwrap();
        let code = sealer.code(None, &intent(), &basis([1, 1]), Timestamp::UNIX_EPOCH);
        let shown = code.to_string();
        assert_eq!((shown.len(), shown.find('-')), (9, Some(4)));
        for text in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.to_lowercase().replace('-', ""),
        ] {
            assert_eq!(text.parse(), Ok(code.clone()), "{text}");
        }
        for text in [
            "",
            "4F7K",
            "4F7-KQ2MD",
            "4F7K--Q2MD",
            " 4F7KQ2MD",
            "4F7KQ2MU",
            "4F7KQ2MDX",
        ] {
            assert!(text.parse::<PlanCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_code_depends_on_everything_that_it_stands_for() {
        let (sealer, now) = (Sealer::new(b"secret").unwrap(), Timestamp::UNIX_EPOCH);
        let deletion = |feedback| Intent::Delete {
            customer: CustomerId(1),
            feedback,
        };
        let swapped = Intent::Merge {
            target: CustomerId(2),
            source: CustomerId(1),
        };
        let codes = [
            sealer.code(None, &intent(), &basis([1, 1]), now),
            sealer.code(Some(&key("")), &intent(), &basis([1, 1]), now),
            sealer.code(Some(&key("a")), &intent(), &basis([1, 1]), now),
            sealer.code(None, &swapped, &basis([1, 1]), now),
            sealer.code(None, &deletion(FeedbackFate::Remove), &basis([1, 1]), now),
            sealer.code(
                None,
                &deletion(FeedbackFate::KeepAnonymous),
                &basis([1, 1]),
                now,
            ),
            sealer.code(None, &intent(), &basis([2, 1]), now),
            sealer.code(None, &intent(), &basis([1, 2]), now),
            sealer.code(
                None,
                &intent(),
                &basis([1, 1]),
                Timestamp::from_millisecond(1).unwrap(),
            ),
            Sealer::new(b"other")
                .unwrap()
                .code(None, &intent(), &basis([1, 1]), now),
        ];
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len());
    }

    proptest! {
        #[test]
        fn a_plan_is_good_from_its_making_for_ten_minutes(seconds in -5_000_i64..5_000) {
            let sealer = Sealer::new(b"secret").unwrap();
            let made_at = Timestamp::from_second(1_000_000).unwrap();
            let basis = basis([1, 1]);
            let plan = Plan {
                code: sealer.code(None, &intent(), &basis, made_at),
                key: None,
                intent: intent(),
                basis,
                made_at,
                approval: None,
                ended_at: None,
                was_refused: false,
            };
            let now = made_at + SignedDuration::from_secs(seconds);
            prop_assert_eq!(plan.why_ended(now).is_none(), (0..600).contains(&seconds));
        }
    }
}
