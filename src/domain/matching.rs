//! Whose feedback is it? One event in, one decision out.
//!
//! The rules are those of the design page, "Matching". They never guess: where contacts point at
//! different customers nothing is moved or merged, and the pair is left for a person to judge.

use super::contact::{Claim, ContactKey, ContactKind, Reading};
use super::customer::CustomerId;

/// The customer who has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Who it is.
    pub customer: CustomerId,
    /// Whether the operator's product knows them by an id.
    pub has_user_id: bool,
}

/// What to do with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Keep the feedback without a customer.
    Anonymous,
    /// Make a customer. Those `beside` have contacts of the event and keep them.
    Create {
        /// Customers who may be the same person.
        beside: Vec<CustomerId>,
    },
    /// Link to the one customer that every known key points at.
    Link {
        /// Who it is.
        customer: CustomerId,
        /// The strongest kind of key that was known.
        on: ContactKind,
    },
    /// Keys point at different customers: link by the strongest, touch nothing else.
    Ambiguous {
        /// Who has the strongest key.
        customer: CustomerId,
        /// The kind of that key.
        on: ContactKind,
        /// Who has the other keys.
        others: Vec<CustomerId>,
    },
}

/// The keys that identify whoever sent the event, strongest first.
///
/// A shared address counts only when nothing personal stands beside it (rule 6).
pub fn keys(claims: &[Claim]) -> Vec<ContactKey> {
    let has_personal = claims.iter().any(is_personal);
    let mut keys = Vec::with_capacity(claims.len());
    for claim in claims
        .iter()
        .filter(|claim| !has_personal || is_personal(claim))
    {
        keys.extend(claim.key().filter(|key| !keys.contains(key)));
    }
    keys.sort_by_key(|key: &ContactKey| key.kind);
    keys
}

/// Decides by the keys of an event, strongest first, and who has each.
pub fn decide(keys: &[(ContactKind, Option<Owner>)]) -> Decision {
    let mut owners: Vec<(ContactKind, Owner)> = Vec::new();
    for (kind, owner) in keys {
        if let Some(owner) = owner
            && owners
                .iter()
                .all(|(_, known)| known.customer != owner.customer)
        {
            owners.push((*kind, *owner));
        }
    }
    let brings_new_user_id = keys
        .iter()
        .any(|(kind, owner)| *kind == ContactKind::UserId && owner.is_none());
    let is_another_account =
        brings_new_user_id && owners.iter().any(|(_, owner)| owner.has_user_id);
    let customers =
        |owners: &[(ContactKind, Owner)]| owners.iter().map(|(_, owner)| owner.customer).collect();

    match owners.as_slice() {
        [] if keys.is_empty() => Decision::Anonymous,
        [] => Decision::Create { beside: Vec::new() },
        known if is_another_account => Decision::Create {
            beside: customers(known),
        },
        [(on, owner)] => Decision::Link {
            customer: owner.customer,
            on: *on,
        },
        [(on, owner), others @ ..] => Decision::Ambiguous {
            customer: owner.customer,
            on: *on,
            others: customers(others),
        },
    }
}

fn is_personal(claim: &Claim) -> bool {
    match claim.reading {
        Reading::Personal(_) => true,
        Reading::Shared(_) | Reading::Unreadable | Reading::Nothing => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::{Claim, ContactKind, ContactPolicy};
    use super::super::customer::CustomerId;
    use super::{Decision, Owner, decide, keys};
    use ContactKind::{Email, Phone, UserId};

    const JANE: CustomerId = CustomerId(1);
    const OMAR: CustomerId = CustomerId(2);
    const LIN: CustomerId = CustomerId(3);

    type Keys = Vec<(ContactKind, Option<Owner>)>;

    const NOBODY: Option<Owner> = None;
    const VISITOR_JANE: Option<Owner> = Some(Owner {
        customer: JANE,
        has_user_id: false,
    });
    const VISITOR_OMAR: Option<Owner> = Some(Owner {
        customer: OMAR,
        has_user_id: false,
    });
    const ACCOUNT_JANE: Option<Owner> = Some(Owner {
        customer: JANE,
        has_user_id: true,
    });
    const ACCOUNT_LIN: Option<Owner> = Some(Owner {
        customer: LIN,
        has_user_id: true,
    });

    #[test]
    fn each_combination_of_known_and_unknown_keys_has_its_decision() {
        let created = |beside: &[CustomerId]| Decision::Create {
            beside: beside.to_vec(),
        };
        let linked = |customer, on| Decision::Link { customer, on };
        let ambiguous = |customer, on, others: &[CustomerId]| Decision::Ambiguous {
            customer,
            on,
            others: others.to_vec(),
        };
        let table: Vec<(&str, Keys, Decision)> = vec![
            ("nothing identifies", vec![], Decision::Anonymous),
            ("a new e-mail", vec![(Email, NOBODY)], created(&[])),
            (
                "all keys new",
                vec![(UserId, NOBODY), (Email, NOBODY), (Phone, NOBODY)],
                created(&[]),
            ),
            (
                "a known e-mail",
                vec![(Email, VISITOR_JANE)],
                linked(JANE, Email),
            ),
            (
                "a known phone beside a new e-mail",
                vec![(Email, NOBODY), (Phone, VISITOR_JANE)],
                linked(JANE, Phone),
            ),
            (
                "two keys, one customer",
                vec![(Email, VISITOR_JANE), (Phone, VISITOR_JANE)],
                linked(JANE, Email),
            ),
            (
                "a first user id",
                vec![(UserId, NOBODY), (Email, VISITOR_JANE)],
                linked(JANE, Email),
            ),
            (
                "a known user id",
                vec![(UserId, ACCOUNT_JANE), (Email, NOBODY)],
                linked(JANE, UserId),
            ),
            (
                "another account",
                vec![(UserId, NOBODY), (Email, ACCOUNT_JANE)],
                created(&[JANE]),
            ),
            (
                "another account between two",
                vec![
                    (UserId, NOBODY),
                    (Email, ACCOUNT_JANE),
                    (Phone, VISITOR_OMAR),
                ],
                created(&[JANE, OMAR]),
            ),
            (
                "two customers",
                vec![(Email, VISITOR_JANE), (Phone, VISITOR_OMAR)],
                ambiguous(JANE, Email, &[OMAR]),
            ),
            (
                "the user id outweighs both",
                vec![
                    (UserId, ACCOUNT_LIN),
                    (Email, VISITOR_JANE),
                    (Phone, VISITOR_OMAR),
                ],
                ambiguous(LIN, UserId, &[JANE, OMAR]),
            ),
            (
                "two e-mails of two customers",
                vec![
                    (Email, VISITOR_OMAR),
                    (Email, VISITOR_JANE),
                    (Phone, VISITOR_OMAR),
                ],
                ambiguous(OMAR, Email, &[JANE]),
            ),
        ];
        for (name, keys, expected) in table {
            assert_eq!(decide(&keys), expected, "{name}");
        }
    }

    #[test]
    fn a_shared_address_identifies_only_when_it_stands_alone() {
        let claims = |texts: &[(ContactKind, &str)]| -> Vec<Claim> {
            let policy = ContactPolicy::new("US".parse().ok(), &[], &[]);
            texts
                .iter()
                .filter_map(|(kind, text)| Claim::read(*kind, text, &policy))
                .collect()
        };
        let addresses = |texts: &[(ContactKind, &str)]| -> Vec<String> {
            keys(&claims(texts))
                .into_iter()
                .map(|key| key.address)
                .collect()
        };
        assert_eq!(addresses(&[(Email, "info@acme.io")]), ["info@acme.io"]);
        assert_eq!(
            addresses(&[(Email, "info@acme.io"), (Email, "jane@acme.io")]),
            ["jane@acme.io"]
        );
        assert_eq!(
            addresses(&[(UserId, "u_1"), (Email, "info@acme.io")]),
            ["u_1"]
        );
        assert_eq!(
            addresses(&[(Email, "info@acme.io"), (Phone, "+14155550132")]),
            ["+14155550132"]
        );
        assert_eq!(
            addresses(&[(Email, "noreply@acme.io"), (Phone, "00000")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn keys_are_ordered_by_strength_and_named_once() {
        let policy = ContactPolicy::default();
        let claims: Vec<Claim> = [
            (Phone, "+14155550132"),
            (Email, "jane@acme.io"),
            (Email, "JANE@acme.io"),
            (UserId, "u_1"),
        ]
        .iter()
        .filter_map(|(kind, text)| Claim::read(*kind, text, &policy))
        .collect();
        let kinds: Vec<ContactKind> = keys(&claims).into_iter().map(|key| key.kind).collect();
        assert_eq!(kinds, [UserId, Email, Phone]);
    }
}
