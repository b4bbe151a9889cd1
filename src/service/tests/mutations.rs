//! Codes that are altered, or given for something else, are never accepted.

use super::super::plans::redeem;
use super::*;
use crate::domain::access::{Act, Actor, Grant, KeyId};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::erasure::FeedbackFate;
use crate::domain::plan::Intent;

const ATTEMPTS: u64 = 100_000;

/// Numbers that are the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(end)).unwrap()
    }

    fn place_in(&mut self, length: usize) -> usize {
        let place = self.below(u32::try_from(length).unwrap());
        usize::try_from(place).unwrap()
    }
}

/// What a call says when it carries out a plan.
#[derive(Clone, PartialEq)]
struct Call {
    act: Act,
    intent: Intent,
    customers: [Customer; 2],
    code: String,
}

impl Call {
    fn mutate(&mut self, numbers: &mut Numbers) {
        match numbers.below(6) {
            0 => self.mutate_code(numbers),
            1 => {
                let (target, source) = (CustomerId(1), CustomerId(2));
                let customer = if numbers.below(2) == 0 {
                    target
                } else {
                    source
                };
                let deletion = |feedback| Intent::Delete { customer, feedback };
                self.intent = match numbers.below(3) {
                    0 => Intent::Merge {
                        target: source,
                        source: target,
                    },
                    1 => deletion(FeedbackFate::Remove),
                    _ => deletion(FeedbackFate::KeepAnonymous),
                };
            }
            2 => {
                let target = CustomerId(i64::from(numbers.below(9)));
                let source = CustomerId(i64::from(numbers.below(9)));
                self.intent = Intent::Merge { target, source };
            }
            3 => {
                if let Actor::Key(Grant { key, .. }) = &mut self.act.actor {
                    *key = KeyId::stored(format!("{:08}", numbers.below(1 << 20)));
                }
                if numbers.below(4) == 0 {
                    self.act.actor = Actor::Operator;
                }
            }
            4 => {
                let which = numbers.place_in(2);
                self.customers[which].version = u64::from(numbers.below(50));
            }
            _ => {
                // Before the plan was made, or when it has ended.
                let seconds = i64::from(numbers.below(100_000));
                let outside = if numbers.below(2) == 0 {
                    600 + seconds
                } else {
                    -1 - seconds
                };
                self.act.at = at(outside);
            }
        }
    }

    fn mutate_code(&mut self, numbers: &mut Numbers) {
        let mut letters: Vec<char> = self.code.chars().collect();
        let place = numbers.place_in(letters.len());
        let letter = char::from_u32(32 + numbers.below(95)).unwrap();
        match numbers.below(3) {
            0 => letters[place] = letter,
            1 => letters.insert(place, letter),
            _ => drop(letters.remove(place)),
        }
        self.code = letters.into_iter().collect();
    }

    /// Whether it is the call that the plan is for, written in another way.
    fn is(&self, other: &Self) -> bool {
        let letters = |code: &str| code.replace('-', "").to_uppercase();
        let is_code = letters(&self.code) == letters(&other.code);
        let code = other.code.clone();
        is_code
            && Self {
                code,
                ..self.clone()
            } == *other
    }
}

#[test]
fn none_of_a_hundred_thousand_mutations_is_accepted() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Plan);
    let Access::Granted(grant) = access.clone() else {
        panic!("{access:?}")
    };
    let proposal = plan(&mut directory, &access);
    let customers = ["cus_1", "cus_2"].map(|id| profile(&directory, id).unwrap().customer);
    let right = Call {
        act: Act {
            actor: Actor::Key(grant),
            at: at(5),
        },
        intent: proposal.plan.intent,
        customers,
        code: proposal.plan.code.to_string(),
    };
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut attempts = 0;
    let accepted = directory.change(remover(&access, 5), "test", |records, _, _| {
        while attempts < ATTEMPTS {
            let mut call = right.clone();
            for _ in 0..=numbers.below(2) {
                call.mutate(&mut numbers);
            }
            if call.is(&right) {
                continue;
            }
            attempts += 1;
            let customers: Vec<&Customer> = call.customers.iter().collect();
            let code = &call.code;
            if redeem(records, &call.act, &call.intent, &customers, code).is_ok() {
                return Ok(Some(call.code));
            }
        }
        Ok(None)
    });
    assert_eq!((accepted.unwrap(), attempts), (None, ATTEMPTS));
    merge(&mut directory, &access, &right.code, 6).unwrap();
}
