use serde_json::{Value, json};

use super::{read, reason};

#[test]
fn an_event_with_nothing_to_keep_is_refused() {
    let expected = "it has neither a `message` nor a user id, e-mail or phone that identifies \
                    somebody; give one of them";
    for object in [
        json!({}),
        json!({"name": "Jane", "rating": 5}),
        json!({"message": " ", "email": "noreply@acme.io", "phone": "call me"}),
        json!({"message": 7}),
        json!({"data": {"message": "hi"}}),
    ] {
        assert_eq!(reason(&object), expected, "{object}");
    }
    assert!(read(&json!({"email": "jane@acme.io"})).is_ok());
    assert!(read(&json!({"message": "hi"})).is_ok());
}

#[test]
fn a_revision_without_a_time_is_refused_because_none_tells_which_is_the_later() {
    assert_eq!(
        reason(&json!({"event": "feedback.updated", "data": {"id": "fb_1", "message": "m"}})),
        "it revises feedback and has neither a `timestamp` nor `updatedAt`, so nothing tells which \
         of two revisions is the later; give one of them"
    );
}

#[test]
fn each_value_that_is_too_long_is_refused_by_its_key() {
    let long = "ü".repeat(201);
    let shown = "ü".repeat(40) + "…";
    for key in ["company", "channel", "category", "status", "tags"] {
        assert_eq!(
            reason(&json!({"message": "m", key: long.clone()})),
            format!("`{key}` is `{shown}`, which has 201 characters; shorten it to at most 200")
        );
    }
    assert_eq!(
        reason(&json!({"message": "m", "tags": [long.clone()]})),
        format!("`tags` is `{shown}`, which has 201 characters; shorten it to at most 200")
    );
    assert_eq!(
        reason(&json!({"message": "m", "cf_bio": "x".repeat(2001)})),
        format!(
            "`cf_bio` is `{}…`, which has 2001 characters; shorten it to at most 2000",
            "x".repeat(40)
        )
    );
    let reason = reason(&json!({"message": "m", format!("cf_{long}"): 1}));
    assert!(
        reason.starts_with("the key of the custom field `cf_ü"),
        "{reason}"
    );
}

#[test]
fn reasons_name_the_key_of_a_name_or_an_id_and_never_its_value() {
    let long = "Jane ".repeat(60);
    assert_eq!(
        reason(&json!({"message": "m", "metadata": {"userName": long}})),
        "`userName` has 299 characters; shorten it to at most 200"
    );
    for key in ["userId", "id", "projectId"] {
        assert_eq!(
            reason(&json!({"message": "m", key: "é".repeat(200)})),
            format!("`{key}` has 400 bytes; give an id of at most 256")
        );
    }
    for value in [
        json!(1.5),
        json!(true),
        json!({"a": "jane@acme.io"}),
        json!(1e30),
    ] {
        assert_eq!(
            reason(&json!({"message": "m", "externalId": value.clone()})),
            "`externalId` is neither a text nor a whole number; give the user id as one of them"
        );
        assert_eq!(
            reason(&json!({"message": "m", "feedbackId": value})),
            "`feedbackId` is neither a text nor a whole number; give the id as one of them"
        );
    }
}

#[test]
fn more_tags_and_custom_fields_than_anybody_has_are_refused() {
    let tags: Vec<String> = (0..101).map(|number| number.to_string()).collect();
    let refused = "it has more than 100 tags; send at most 100";
    assert_eq!(
        reason(&json!({"message": "m", "tags": tags.clone()})),
        refused
    );
    assert_eq!(
        reason(&json!({"message": "m", "tags": tags.join(",")})),
        refused
    );
    assert!(read(&json!({"message": "m", "tags": vec!["same"; 500]})).is_ok());
    let fields: Value = tags.iter().map(|tag| (tag.clone(), json!(1))).collect();
    assert_eq!(
        reason(&json!({"message": "m", "custom_fields": fields})),
        "it has more than 100 custom fields; send at most 100"
    );
    let handles: Value = tags.iter().map(|tag| (tag.clone(), json!("a"))).collect();
    assert_eq!(
        reason(&json!({"message": "m", "socialHandles": handles})),
        "it has more than 100 social handles; send at most 100"
    );
}

#[test]
fn the_character_nul_is_refused_wherever_it_stands() {
    for object in [
        json!({"message": "a\0b"}),
        json!({"metadata": {"deep": [{"x": "\0"}]}, "message": "m"}),
        json!({"context": {"a\0": 1}, "message": "m"}),
        json!({"tags": ["\0"], "message": "m"}),
        json!({"event": "feedback.created", "data": {"message": "\0"}}),
    ] {
        assert!(reason(&object).ends_with("holds the character U+0000; remove it"));
    }
    assert!(read(&json!({"message": "\\u0000"})).is_ok());
}

#[test]
fn ratings_are_finite_numbers_or_metadata() {
    assert_eq!(
        reason(&json!({"message": "m", "rating": "1e999"})),
        "`rating` is `1e999`, which is not a finite number; give a number such as `4.5`"
    );
    for (rating, expected) in [
        (json!("4.5"), Some(4.5)),
        (json!(" 3 "), Some(3.0)),
        (json!(-1), Some(-1.0)),
        (json!("NaN"), None),
        (json!(true), None),
        (json!("4,5"), None),
    ] {
        let event = read(&json!({"message": "m", "rating": rating})).unwrap();
        assert_eq!(event.content.rating, expected);
        assert_eq!(event.content.metadata.is_some(), expected.is_none());
    }
}

#[test]
fn every_date_that_is_read_is_checked() {
    for object in [
        json!({"message": "m", "createdAt": "2026-02-30"}),
        json!({"message": "m", "created_at": {"at": 1}}),
        json!({"event": "feedback.created", "timestamp": "soon", "data": {"message": "m"}}),
        json!({"event": "feedback.updated", "data": {"message": "m", "updatedAt": "soon"}}),
        json!({"message": "m", "created_at": "2026-11-25T12:00:01Z"}),
    ] {
        assert!(read(&object).is_err(), "{object}");
    }
    for object in [
        json!({"message": "m", "created_at": "2026-11-25T12:00:00Z"}),
        json!({"message": "m", "created_at": null, "metadata": {"createdAt": "soon"}}),
        json!({"message": "m", "timestamp": "soon"}),
    ] {
        assert!(read(&object).is_ok(), "{object}");
    }
}
