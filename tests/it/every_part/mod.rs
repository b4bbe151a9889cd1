//! A call of everything that a server offers: what a test that goes through all parts of the
//! server works through. A part without a call here fails those tests.

mod changes;
mod readings;

use serde_json::{Value, json};

use crate::program::Folder;

/// The calls of a part of the server.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    /// Calls that are answered.
    pub(crate) answered: Vec<Value>,
    /// Calls that are refused.
    pub(crate) refused: Vec<Value>,
}

/// Calls that are answered, and calls that are refused.
type Both = (Vec<Value>, Vec<Value>);

/// Feedback of a few people, two of whom may be one. What a stranger can write has something in it.
pub(crate) fn events(hidden: &str) -> Vec<Value> {
    let person = |number: u32, name: &str, domain: &str| {
        json!({
            "id": format!("fb{hidden}_{number}"),
            "message": format!("Eve{hidden} says {number}.\nThe export{hidden} is slow."),
            "category": format!("Eve{hidden} bug"),
            "channel": format!("eve{hidden}mail"),
            "status": format!("open{hidden}"),
            "rating": 3,
            "name": format!("{name}{hidden}"),
            "company": format!("Eve{hidden} Ltd"),
            "email": format!("e{number}@{domain}"),
            "phone": format!("+1 415{hidden} 555 01{number}"),
            "user_id": format!("u{hidden}_{number}"),
            "tags": [format!("Eve{hidden} tag"), "vip"],
            "custom_fields": { format!("cf_Eve{hidden}"): format!("Eve{hidden} value"), "cf_plan": "Pro" },
            "social_handles": { format!("twitter{hidden}"): format!("@eve{hidden}{number}") },
            "metadata": { format!("Eve{hidden} key"): { format!("deep{hidden}"): [format!("Eve{hidden}")] } },
            "context": { format!("url{hidden}"): format!("https://eve{hidden}.example/") },
            "created_at": "2026-11-01T10:15:00Z"
        })
    };
    let mut events = vec![
        person(10, "Eve Moneypenny", "lumenworks.io"),
        person(11, "Eve Moneypenny", "mailhaven.net"),
        person(12, "Omar Haddad", "globex.io"),
        person(13, "Mira Sørensen", "globex.io"),
        person(14, "Ana Lima", "globex.io"),
    ];
    events.push(json!({ "id": format!("anonymous{hidden}"), "message": format!("Who{hidden}?") }));
    // Two people's addresses on one event.
    events.push(json!({
        "id": "both",
        "message": format!("Both{hidden}."),
        "email": "e12@globex.io",
        "phone": "+1 415 555 0113",
        "user_id": format!("u{hidden}_14")
    }));
    // Contacts that are none, or are spelled in a strange way.
    events.push(json!({
        "id": "strange",
        "message": format!("Strange{hidden}."),
        "email": format!("e15{hidden}@globex.io"),
        "phone": format!("+{hidden}1 415 555 0115"),
        "user_id": format!("{hidden}u_15")
    }));
    events
}

/// A folder with these people, and a key that may do everything.
pub(crate) fn folder(hidden: &str) -> (Folder, String) {
    let folder = Folder::with_events(&events(hidden));
    let name = if hidden.is_empty() {
        "all"
    } else {
        "assistant"
    };
    let key = folder.key(&[name, "--scopes", "read,write,delete", "--confirm", "plan"]);
    (folder, key)
}

/// The calls of a tool; what a caller can write has something in it. `None` for a tool that is not
/// known here.
pub(crate) fn of_tool(tool: &str, hidden: &str) -> Option<Calls> {
    let text = |text: &str| format!("{text}{hidden}");
    let (answered, mut refused) = readings::of(tool, &text).or_else(|| changes::of(tool, &text))?;
    refused.push(json!({ text("no_such_parameter"): text("x") }));
    Some(Calls { answered, refused })
}

/// URIs of a resource or template that are read, by the one that is listed.
pub(crate) fn of_resource(uri: &str, hidden: &str) -> Option<Calls> {
    let (answered, refused) = match uri {
        "directory://summary" => (vec![uri.to_owned()], vec![]),
        "customer://{id}" | "customer://{id}/profile.json" | "customer://{id}/feedback" => (
            vec![uri.replace("{id}", "cus_1")],
            vec![
                uri.replace("{id}", "cus_999"),
                uri.replace("{id}", &format!("x{hidden}")),
            ],
        ),
        "directory://customers/tag/{tag}" => (vec![uri.replace("{tag}", "vip")], vec![]),
        "directory://customers/channel/{channel}" => {
            (vec![uri.replace("{channel}", "evemail")], vec![])
        }
        "directory://customers/company/{company}" => {
            (vec![uri.replace("{company}", "Eve%20Ltd")], vec![])
        }
        "directory://customers/custom_field/{custom_field}" => {
            (vec![uri.replace("{custom_field}", "cf_Eve")], vec![])
        }
        _ => return None,
    };
    let params = |uris: Vec<String>| uris.iter().map(|uri| json!({ "uri": uri })).collect();
    Some(Calls {
        answered: params(answered),
        refused: params(refused),
    })
}

/// Arguments of a prompt.
pub(crate) fn of_prompt(name: &str, hidden: &str) -> Option<Calls> {
    let (answered, refused) = match name {
        "brief_me" => (
            vec![json!({ "customer": "cus_1" })],
            vec![json!({}), json!({ "customer": format!("nobody{hidden}") })],
        ),
        "whats_new" => (
            vec![json!({ "tag": "vip", "since": "2020-01-01" })],
            vec![json!({ "tag": "vip", "since": format!("yesterday{hidden}") })],
        ),
        "review_duplicates" => (vec![json!({})], vec![]),
        "prepare_reply" => (
            vec![json!({ "customer": "cus_1", "points": format!("a{hidden}b") })],
            vec![json!({ "customer": "cus_1", format!("x{hidden}"): "y" })],
        ),
        _ => return None,
    };
    let params = |given: Vec<Value>| {
        let params = given.into_iter();
        params
            .map(|arguments| json!({ "name": name, "arguments": arguments }))
            .collect()
    };
    Some(Calls {
        answered: params(answered),
        refused: params(refused),
    })
}
