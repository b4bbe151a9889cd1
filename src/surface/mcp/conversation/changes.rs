//! Customers made and changed by a caller whose key lets them.

use serde_json::{Value, json};

use super::{Client, directory};
use crate::domain::access::{Operator, Scope};
use crate::service::AuditQuery;

/// A client that may read and write.
pub(super) async fn writer() -> Client {
    let mut directory = directory::open();
    let access = directory::access(&mut directory, &[Scope::Read, Scope::Write]);
    Client::greeted_with(directory, access).await
}

impl Client {
    /// The data of an answer that is no refusal.
    pub(super) async fn data(&mut self, tool: &str, arguments: Value) -> Value {
        let mut reply = self.call(tool, arguments).await;
        assert_eq!(reply["result"]["isError"], false, "{reply}");
        reply["result"]["structuredContent"].take()
    }

    /// The texts of a refusal.
    pub(super) async fn refusal(&mut self, tool: &str, arguments: Value) -> String {
        let reply = self.call(tool, arguments).await;
        assert_eq!(reply["result"]["isError"], true, "{reply}");
        let texts = reply["result"]["content"].as_array().unwrap().iter();
        let texts: Vec<&str> = texts.map(|text| text["text"].as_str().unwrap()).collect();
        texts.join("\n")
    }
}

#[test]
fn each_change_leaves_one_row_in_the_audit_and_no_change_none() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.db");
    let mut directory = directory::open_at(&path);
    let access = directory::access(&mut directory, &Scope::ALL);
    runtime.unwrap().block_on(async {
        let mut client = Client::greeted_with(directory, access).await;
        for (tool, call) in [
            (
                "create_customer",
                json!({ "name": "Ada", "idempotency_key": "1" }),
            ),
            (
                "create_customer",
                json!({ "name": "Ada", "idempotency_key": "1" }),
            ),
            (
                "update_customer",
                json!({ "customer": "cus_1", "add_tags": ["a"] }),
            ),
            (
                "update_customer",
                json!({ "customer": "cus_1", "add_tags": ["a"] }),
            ),
            (
                "record_feedback",
                json!({ "message": "Hi", "email": "ada@acme.io", "id": "1" }),
            ),
            (
                "record_feedback",
                json!({ "message": "Hi", "email": "ada@acme.io", "id": "1" }),
            ),
        ] {
            client.data(tool, call).await;
        }
        let taken = json!({ "name": "Ada", "emails": ["ada@acme.io"] });
        client.refusal("create_customer", taken).await;
        client.leave().await;
    });
    let directory = directory::open_at(&path);
    let rows = directory
        .audit(Operator.reader(), &AuditQuery::default())
        .unwrap();
    let rows: Vec<(String, &str, Option<i64>, usize)> = rows
        .iter()
        .map(|row| {
            let customer = row.entry.customer.map(|id| id.0);
            let details = row.entry.details.len();
            (
                row.actor.clone(),
                row.entry.action.as_str(),
                customer,
                details,
            )
        })
        .collect();
    insta::assert_debug_snapshot!(rows, @r#"
    [
        (
            "operator",
            "key create",
            None,
            2,
        ),
        (
            "assistant",
            "create_customer",
            Some(
                1,
            ),
            1,
        ),
        (
            "assistant",
            "update_customer",
            Some(
                1,
            ),
            1,
        ),
        (
            "assistant",
            "record_feedback",
            Some(
                2,
            ),
            4,
        ),
    ]
    "#);
    assert_eq!(
        directory
            .verify_audit(Operator.reader(), None)
            .unwrap()
            .first_altered,
        None
    );
}
