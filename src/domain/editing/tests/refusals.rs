//! What cannot be asked for, and what tells two edits apart.

use super::super::{Clearable, Edit, EditError, LONGEST_NOTES, NotesEdit};
use super::{CEILING, claim, edited, field, handle, named, tag};
use crate::domain::contact::ContactKind;
use crate::domain::customer::FieldValue;

#[test]
fn what_cannot_be_made_is_refused_by_its_field() {
    let contradiction = |field, value: &str| EditError::Contradiction {
        field,
        value: value.to_owned(),
    };
    let name = Some("Jane".to_owned());
    for (edit, error) in [
        (
            Edit {
                name,
                clear: vec![Clearable::Name],
                ..Edit::default()
            },
            contradiction("name", "Jane"),
        ),
        (
            Edit {
                add_contacts: vec![claim(ContactKind::Phone, "+1 415 555 0199")],
                remove_contacts: vec![named(ContactKind::Phone, "+14155550199")],
                ..Edit::default()
            },
            contradiction("phones", "+1 415 555 0199"),
        ),
        (
            Edit {
                add_tags: vec![tag("A")],
                remove_tags: vec![tag("a")],
                ..Edit::default()
            },
            contradiction("tags", "A"),
        ),
        (
            Edit {
                set_fields: vec![field("Pro")],
                remove_fields: vec!["cf_plan".to_owned()],
                ..Edit::default()
            },
            contradiction("custom_fields", "cf_plan"),
        ),
        (
            Edit {
                primaries: vec![named(ContactKind::Email, "omar@globex.io")],
                ..Edit::default()
            },
            EditError::NotTheirs {
                kind: ContactKind::Email,
                text: "omar@globex.io".to_owned(),
            },
        ),
        (
            Edit {
                add_contacts: ["a", "b", "c"]
                    .map(|it| claim(ContactKind::Email, &format!("{it}@acme.io")))
                    .into(),
                ..Edit::default()
            },
            EditError::CeilingReached {
                kind: ContactKind::Email,
                most: CEILING,
            },
        ),
        (
            Edit {
                notes: Some(NotesEdit::Append("x".repeat(LONGEST_NOTES))),
                ..Edit::default()
            },
            EditError::NotesTooLong(LONGEST_NOTES + 18),
        ),
    ] {
        assert_eq!(edited(&edit), Err(error));
    }
}

#[test]
fn an_edit_is_told_by_what_it_asks_for_and_not_by_its_order() {
    let edits = [
        Edit::default(),
        Edit {
            name: Some("Jane".to_owned()),
            ..Edit::default()
        },
        Edit {
            company: Some("Jane".to_owned()),
            ..Edit::default()
        },
        Edit {
            notes: Some(NotesEdit::Append("Jane".to_owned())),
            ..Edit::default()
        },
        Edit {
            notes: Some(NotesEdit::Replace("Jane".to_owned())),
            ..Edit::default()
        },
        Edit {
            add_tags: vec![tag("a"), tag("b")],
            ..Edit::default()
        },
        Edit {
            remove_tags: vec![tag("a"), tag("b")],
            ..Edit::default()
        },
        Edit {
            clear: vec![Clearable::Tags],
            ..Edit::default()
        },
        Edit {
            set_fields: vec![field("1")],
            ..Edit::default()
        },
        Edit {
            set_fields: vec![("cf_plan".to_owned(), FieldValue::Number("1".to_owned()))],
            ..Edit::default()
        },
        Edit {
            remove_fields: vec!["cf_plan".to_owned()],
            ..Edit::default()
        },
        Edit {
            add_handles: vec![handle("a")],
            ..Edit::default()
        },
        Edit {
            add_contacts: vec![claim(ContactKind::UserId, "1")],
            ..Edit::default()
        },
        Edit {
            primaries: vec![named(ContactKind::UserId, "1")],
            ..Edit::default()
        },
    ];
    let mut digests: Vec<[u8; 32]> = edits.iter().map(Edit::digest).collect();
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), edits.len());
    let fields = |keys: [&str; 2]| Edit {
        set_fields: keys
            .map(|key| (key.to_owned(), FieldValue::Boolean(true)))
            .into(),
        ..Edit::default()
    };
    assert_eq!(
        fields(["cf_a", "cf_b"]).digest(),
        fields(["cf_b", "cf_a"]).digest()
    );
}
