//! What an edit changes, and what it leaves alone.

mod feedback;
mod refusals;

use super::{Clearable, Edit, EditError, NotesEdit};
use crate::domain::contact::{Claim, ContactKind, ContactPolicy, NamedContact};
use crate::domain::customer::{Customer, CustomerId, FieldValue, Origin, SocialHandle, Taken};
use crate::domain::feedback::FeedbackNumber;
use crate::domain::label::Tag;
use jiff::Timestamp;

const CEILING: usize = 4;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + second).unwrap()
}

fn claim(kind: ContactKind, text: &str) -> Claim {
    Claim::read(kind, text, &ContactPolicy::default()).unwrap()
}

fn named(kind: ContactKind, text: &str) -> NamedContact {
    NamedContact::read(kind, text, None)
}

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn handle(text: &str) -> SocialHandle {
    SocialHandle {
        network: "github".to_owned(),
        handle: text.to_owned(),
    }
}

fn field(value: &str) -> (String, FieldValue) {
    ("cf_plan".to_owned(), FieldValue::Text(value.to_owned()))
}

/// A customer of whom feedback has told everything.
fn jane() -> Customer {
    let origin = Origin::Feedback {
        feedback: FeedbackNumber(1),
        at: at(0),
    };
    let mut jane = Customer::blank(CustomerId(1));
    let text = |text: &str| {
        let value = text.to_owned();
        Some(Taken { value, origin })
    };
    jane.edit(
        &Edit {
            add_contacts: vec![
                claim(ContactKind::Email, "jane@acme.io"),
                claim(ContactKind::Email, "jane@home.net"),
                claim(ContactKind::Phone, "+14155550132"),
            ],
            add_tags: vec![tag("VIP")],
            set_fields: vec![field("Pro")],
            add_handles: vec![handle("@jane")],
            notes: Some(NotesEdit::Replace("Renewal in March.".to_owned())),
            ..Edit::default()
        },
        at(0),
        CEILING,
    )
    .unwrap();
    jane.name = text("Jane");
    jane.company = text("Acme");
    for contact in &mut jane.contacts {
        contact.origin = origin;
    }
    jane.custom_fields
        .values_mut()
        .for_each(|taken| taken.origin = origin);
    jane.tags
        .values_mut()
        .for_each(|taken| taken.origin = origin);
    jane.social_handles
        .values_mut()
        .for_each(|taken| taken.origin = origin);
    jane
}

fn edited(edit: &Edit) -> Result<Customer, EditError> {
    let mut jane = jane();
    jane.edit(edit, at(100), CEILING).map(|()| jane)
}

#[test]
fn what_is_not_named_stays() {
    assert_eq!(edited(&Edit::default()), Ok(jane()));
    let renamed = edited(&Edit {
        name: Some("Jane Doe".to_owned()),
        ..Edit::default()
    })
    .unwrap();
    let mut expected = jane();
    expected.name = Some(Taken {
        value: "Jane Doe".to_owned(),
        origin: Origin::Hand { at: at(100) },
    });
    assert_eq!(renamed, expected);
}

#[test]
fn adding_what_is_there_and_removing_what_is_not_changes_nothing() {
    for edit in [
        Edit {
            add_contacts: vec![claim(ContactKind::Email, "JANE@acme.io")],
            ..Edit::default()
        },
        Edit {
            add_tags: vec![tag("VIP")],
            add_handles: vec![handle("@jane")],
            ..Edit::default()
        },
        Edit {
            remove_contacts: vec![named(ContactKind::Phone, "jane@acme.io")],
            remove_tags: vec![tag("beta")],
            remove_fields: vec!["cf_seats".to_owned()],
            remove_handles: vec![handle("john")],
            clear: vec![Clearable::Primary(ContactKind::Email)],
            ..Edit::default()
        },
    ] {
        assert_eq!(edited(&edit), Ok(jane()));
    }
}

#[test]
fn removing_goes_by_what_a_spelling_means() {
    let changed = edited(&Edit {
        remove_contacts: vec![
            named(ContactKind::Email, "Jane <JANE@acme.io>"),
            named(ContactKind::Phone, "+1 (415) 555-0132"),
        ],
        remove_tags: vec![tag("vip")],
        remove_fields: vec!["cf_plan".to_owned()],
        remove_handles: vec![handle("JANE")],
        ..Edit::default()
    })
    .unwrap();
    let addresses: Vec<&str> = changed
        .contacts
        .iter()
        .map(|contact| contact.address.as_str())
        .collect();
    assert_eq!(addresses, ["jane@home.net"]);
    assert!(changed.tags.is_empty() && changed.custom_fields.is_empty());
    assert!(changed.social_handles.is_empty());
}

#[test]
fn each_field_can_be_emptied_and_then_filled_anew() {
    let all = Edit {
        clear: Clearable::ALL.to_vec(),
        ..Edit::default()
    };
    assert_eq!(edited(&all), Ok(Customer::blank(CustomerId(1))));
    let replaced = edited(&Edit {
        clear: vec![Clearable::Tags],
        add_tags: vec![tag("beta")],
        ..Edit::default()
    })
    .unwrap();
    assert_eq!(replaced.tags.keys().collect::<Vec<_>>(), ["beta"]);
    for field in Clearable::ALL {
        assert_eq!(Clearable::named(field.as_str()), Some(field));
    }
}

#[test]
fn a_primary_is_chosen_among_the_customers_own_until_it_goes() {
    let home = named(ContactKind::Email, "JANE@home.net");
    let mut chosen = edited(&Edit {
        primaries: vec![home.clone()],
        ..Edit::default()
    })
    .unwrap();
    let primary = |customer: &Customer| {
        customer
            .primary(ContactKind::Email)
            .unwrap()
            .address
            .clone()
    };
    assert_eq!(
        (primary(&jane()), primary(&chosen)),
        ("jane@acme.io".to_owned(), "jane@home.net".to_owned())
    );
    let gone = Edit {
        remove_contacts: vec![home],
        ..Edit::default()
    };
    chosen.edit(&gone, at(200), CEILING).unwrap();
    assert_eq!(primary(&chosen), "jane@acme.io");
}

#[test]
fn a_shared_address_is_shown_and_identifies_nobody_who_is_known_otherwise() {
    let shared = Edit {
        add_contacts: vec![claim(ContactKind::Email, "info@acme.io")],
        ..Edit::default()
    };
    let identifies = |customer: &Customer| {
        let is_meant =
            |contact: &&crate::domain::contact::Contact| contact.address == "info@acme.io";
        customer.contacts.iter().find(is_meant).unwrap().identifies
    };
    assert!(!identifies(&edited(&shared).unwrap()));
    let mut desk = Customer::blank(CustomerId(2));
    desk.edit(&shared, at(0), CEILING).unwrap();
    assert!(identifies(&desk));
}
