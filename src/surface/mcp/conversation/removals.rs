//! Merging and deleting in a conversation: plan, yes, done.

use serde_json::{Value, json};

use super::{Client, directory};
use crate::domain::access::{Access, Confirm, Key, Limits, Operator};
use crate::service::KeyRequest;
use crate::surface::clock::now;

/// A client whose key may do everything, at a level of confirmation.
async fn client(confirm: Confirm) -> Client {
    let mut directory = directory::open();
    let key = Key::from_random(&(0..128).collect::<Vec<u8>>()).unwrap();
    let request = KeyRequest {
        name: "support".to_owned(),
        scopes: "read,write,delete".parse().unwrap(),
        confirm,
        limits: Limits::default(),
        expires_at: None,
    };
    directory
        .create_key(Operator.administrator(now()), &key, &request)
        .unwrap();
    let access = directory.admit(&key, now()).unwrap();
    assert!(matches!(access, Access::Granted(_)));
    Client::greeted_with(directory, access).await
}

async fn data(client: &mut Client, tool: &str, arguments: Value) -> Value {
    let mut reply = client.call(tool, arguments).await;
    assert_eq!(reply["result"]["isError"], false, "{reply}");
    reply["result"]["structuredContent"].take()
}

async fn refusal(client: &mut Client, tool: &str, arguments: Value) -> String {
    let reply = client.call(tool, arguments).await;
    assert_eq!(reply["result"]["isError"], true, "{reply}");
    reply["result"]["content"][0]["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_merge_is_planned_shown_and_carried_out_once() {
    let mut client = client(Confirm::Plan).await;
    let call = json!({ "target": "cus_1", "source": "omar@globex.io" });
    let mut answer = data(&mut client, "merge_customers", call.clone()).await;
    let code = answer["plan"]["code"].take();
    assert!(answer["plan"]["expires_at"].take().is_string());
    insta::assert_json_snapshot!(answer);
    let with_plan = json!({ "target": "cus_1", "source": "cus_2", "plan": code });
    let done = data(&mut client, "merge_customers", with_plan.clone()).await;
    assert_eq!(done["customer"]["feedback_count"], 2);
    assert_eq!(done["customer"]["merged_ids"], json!(["cus_2"]));
    assert_eq!(done["receipt"]["moved"]["feedback"], 1);
    assert_eq!(done["receipt"]["source"], "cus_2");
    let again = refusal(&mut client, "merge_customers", with_plan).await;
    insta::assert_snapshot!(again, @"refused: `cus_2` was merged into `cus_1` already; name `cus_1`");
    let old = data(&mut client, "get_customer", json!({ "customer": "cus_2" })).await;
    assert_eq!(old["resolved_from"], "cus_2");
    assert_eq!(old["customer"]["merged_ids"], json!(["cus_2"]));
    let said = data(&mut client, "list_feedback", json!({ "customer": "cus_2" })).await;
    assert_eq!(said["total"], 2);
}

#[tokio::test]
async fn a_deletion_is_planned_shown_and_the_id_answers_as_deleted() {
    let mut client = client(Confirm::Plan).await;
    let call = json!({ "customer": "jane@acme.io", "feedback": "keep_anonymous" });
    let answer = data(&mut client, "delete_customer", call.clone()).await;
    assert_eq!(
        answer["plan"]["moves"],
        json!({ "feedback_made_anonymous": 1 })
    );
    assert_eq!(
        answer["plan"]["fields"][0],
        json!({ "field": "name", "outcome": "dropped", "target": "Jane Doe" })
    );
    let mut with_plan = call;
    with_plan["plan"] = answer["plan"]["code"].clone();
    let done = data(&mut client, "delete_customer", with_plan).await;
    assert_eq!(done["receipt"]["customer"], "cus_1");
    assert!(!done.to_string().contains("jane"), "{done}");
    let gone = refusal(&mut client, "get_customer", json!({ "customer": "cus_1" })).await;
    assert!(
        gone.starts_with("not_found: `cus_1` was deleted at "),
        "{gone}"
    );
    let unlinked = data(&mut client, "list_feedback", json!({ "unlinked": true })).await;
    assert_eq!(unlinked["total"], 1);
}

#[tokio::test]
async fn what_cannot_be_done_has_a_code_and_the_way_out() {
    let mut client = client(Confirm::Approve).await;
    let call = json!({ "target": "cus_1", "source": "cus_2" });
    let answer = data(&mut client, "merge_customers", call).await;
    let code = answer["plan"]["code"].as_str().unwrap().to_owned();
    let merge = |target: &str, source: &str, plan: &str| json!({ "target": target, "source": source, "plan": plan });
    let mut refusals = Vec::new();
    for arguments in [
        merge("cus_1", "cus_2", &code),
        merge("cus_2", "cus_1", &code),
        merge("cus_1", "cus_2", "0000-0000"),
        merge("cus_1", "cus_2", "yes"),
        merge("cus_1", "cus_1", &code),
        merge("cus_1", "cus_9", &code),
    ] {
        refusals.push(refusal(&mut client, "merge_customers", arguments).await);
    }
    let deletion = json!({ "customer": "cus_1", "feedback": "keep" });
    refusals.push(refusal(&mut client, "delete_customer", deletion).await);
    insta::assert_snapshot!(refusals.join("\n").replace(&code, "CODE"), @r#"
    plan_required: the plan `CODE` waits for a person's yes; ask the operator to run `customer-directory approve CODE`, then repeat this call
    plan_invalid: `CODE` is for other arguments; call without `plan` for a new one
    plan_invalid: there is no plan `0000-0000` for this caller; call without `plan` for a new one
    plan_invalid: this is not the code of a plan; codes look like `4F7K-Q2MD`; call without `plan` for a new one
    refused: `cus_1` cannot be merged into itself; name two customers
    not_found: no customer is known by `cus_9`; search with `list_customers`
    invalid_value: `feedback` is `"keep"`; accepted: `keep_anonymous`, `remove`
    "#);
}
