//! A newer program migrates the file while a server runs: the server reads and writes it no more,
//! and says why.

use rusqlite::Connection;
use serde_json::json;

use crate::program::Folder;

#[test]
fn a_server_leaves_a_file_alone_that_a_newer_program_has_migrated_since() {
    let folder = Folder::with_samples();
    let key = folder.key(&["support", "--scopes", "read,write"]);
    let mut server = folder.serve_with(&key);
    let listed = server.data("list_customers", json!({ "limit": 1 }));
    let before = listed["total"].clone();

    let file = Connection::open(folder.database()).unwrap();
    let schema: i64 = file
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    file.pragma_update(None, "user_version", schema + 1)
        .unwrap();

    let said = format!(
        "brought to schema {} by another customer-directory",
        schema + 1
    );
    let recording = json!({ "message": "It came late.", "email": "mira@lumenworks.io" });
    for (tool, arguments) in [
        ("list_customers", json!({ "limit": 1 })),
        ("record_feedback", recording),
        ("create_customer", json!({ "name": "Mira Okafor" })),
    ] {
        let refusal = server.refusal(tool, arguments);
        assert!(refusal.contains(&said), "{tool}: {refusal}");
        assert!(refusal.contains("install that version"), "{refusal}");
    }
    let (rest, status, _) = server.leave();
    assert!(rest.is_empty() && status.success(), "{rest:?} {status}");

    let count: i64 = file
        .query_row("SELECT count(*) FROM customers", [], |row| row.get(0))
        .unwrap();
    assert_eq!(before, count);
}
