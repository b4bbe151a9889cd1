//! The id of whoever was merged or deleted, as resources answer it, in both eras.

use serde_json::{Value, json};

use crate::program::{Folder, Server};

/// Jane, her other profile that was merged into hers, and Mira, who was deleted.
fn folder() -> Folder {
    let folder = Folder::with_events(&[
        json!({ "id": "1", "message": "The export is slow.", "email": "jane@lumenworks.io", "name": "Jane Holloway" }),
        json!({ "id": "2", "message": "Still slow.", "email": "jane.h@mailhaven.net", "name": "Jane H." }),
        json!({ "id": "3", "message": "Where is the invoice?", "email": "mira@okafor-design.net", "name": "Mira Okafor" }),
    ]);
    let key = folder.key(&[
        "curator",
        "--scopes",
        "read,write,delete",
        "--confirm",
        "plan",
    ]);
    let mut server = folder.serve_with(&key);
    for (tool, mut arguments) in [
        (
            "merge_customers",
            json!({ "target": "cus_1", "source": "cus_2" }),
        ),
        (
            "delete_customer",
            json!({ "customer": "cus_3", "feedback": "remove" }),
        ),
    ] {
        let planned = server.data(tool, arguments.clone());
        arguments["plan"] = planned["plan"]["code"].clone();
        server.data(tool, arguments);
    }
    folder
}

/// Reads a resource as a client of each era does; each answers with its code for what is missing.
fn read_in_both_eras(folder: &Folder, uri: &str) -> [(Value, i64); 2] {
    let mut legacy = folder.greeted();
    let mut modern = folder.serve();
    let metadata = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {}
    });
    let ask = |server: &mut Server, params: Value| server.ask("resources/read", params);
    [
        (ask(&mut legacy, json!({ "uri": uri })), -32002),
        (
            ask(&mut modern, json!({ "uri": uri, "_meta": metadata })),
            -32602,
        ),
    ]
}

#[test]
fn the_id_of_whoever_was_merged_reads_as_whom_they_became() {
    let folder = folder();
    for (path, says) in [
        ("", "jane.h@mailhaven.net"),
        ("/profile.json", "\"resolved_from\":\"cus_2\""),
        ("/feedback", "Still slow"),
    ] {
        let uri = format!("customer://cus_2{path}");
        for (reply, _) in read_in_both_eras(&folder, &uri) {
            let content = &reply["result"]["contents"][0];
            assert_eq!(content["uri"], *uri, "{reply}");
            let text = content["text"].as_str().unwrap();
            assert!(text.contains("cus_1"), "{text}");
            assert!(text.contains(says), "{text}");
        }
    }
}

#[test]
fn the_id_of_whoever_was_deleted_is_answered_as_deleted_and_shows_nothing_of_them() {
    let folder = folder();
    for path in ["", "/profile.json", "/feedback"] {
        let uri = format!("customer://cus_3{path}");
        for (reply, code) in read_in_both_eras(&folder, &uri) {
            assert_eq!(reply["error"]["code"], code, "{reply}");
            let message = reply["error"]["message"].as_str().unwrap();
            assert!(message.contains("`cus_3` was deleted at "), "{message}");
            let whole = reply.to_string().to_lowercase();
            assert!(
                !whole.contains("mira") && !whole.contains("okafor"),
                "{reply}"
            );
        }
    }
}
