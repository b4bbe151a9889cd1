//! Before anything is lost a person says yes: by each of the three levels, in both eras.

use serde_json::{Value, json};

use crate::program::{Folder, Server};

/// Two customers who are one person, by their ids: the first is to stay.
const JANE: &str = "cus_1";
const OTHER_JANE: &str = "cus_2";

fn with_two_janes() -> Folder {
    Folder::with_events(&[
        json!({ "id": "1", "message": "The export is slow.", "email": "jane@lumenworks.io", "name": "Jane Holloway", "company": "Lumenworks" }),
        json!({ "id": "2", "message": "Still slow.", "email": "jane.h@mailhaven.net", "name": "jane holloway", "company": "LUMENWORKS" }),
        json!({ "id": "3", "message": "And now?", "email": "jane.h@mailhaven.net", "user_id": "u_7" }),
    ])
}

fn key(folder: &Folder, confirm: &str) -> String {
    folder.key(&[
        confirm,
        "--scopes",
        "read,write,delete",
        "--confirm",
        confirm,
    ])
}

fn merge() -> Value {
    json!({ "target": JANE, "source": OTHER_JANE })
}

/// The assistant notices that the two may be one person, and why.
fn find_pair(server: &mut Server) {
    let found = server.data("find_duplicates", json!({}));
    let pair = &found["pairs"][0];
    let ids = [&pair["one"]["id"], &pair["other"]["id"]];
    assert!(
        ids.contains(&&json!(JANE)) && ids.contains(&&json!(OTHER_JANE)),
        "{found}"
    );
}

/// Adds a plan's code to a call.
fn with_plan(mut arguments: Value, answer: &Value) -> Value {
    arguments["plan"] = answer["plan"]["code"].clone();
    arguments
}

fn assert_merged(server: &mut Server) {
    let jane = server.data("get_customer", json!({ "customer": OTHER_JANE }));
    assert_eq!(jane["resolved_from"], OTHER_JANE);
    assert_eq!(jane["customer"]["id"], JANE);
    assert_eq!(jane["customer"]["merged_ids"], json!([OTHER_JANE]));
    assert_eq!(jane["feedback_total"], 3);
}

fn assert_unchanged(server: &mut Server) {
    let jane = server.data("get_customer", json!({ "customer": OTHER_JANE }));
    assert_eq!(jane["customer"]["id"], OTHER_JANE, "{jane}");
    assert_eq!(jane["feedback_total"], 2);
}

#[test]
fn an_assistant_that_may_say_yes_itself_repeats_the_call_with_the_plan() {
    let folder = with_two_janes();
    let mut server = folder.serve_with(&key(&folder, "plan"));
    find_pair(&mut server);
    let planned = server.data("merge_customers", merge());
    assert_eq!(planned["plan"]["confirm"], "plan");
    assert_eq!(planned["plan"]["moves"]["feedback"], 2);
    assert_unchanged(&mut server);
    let done = server.data("merge_customers", with_plan(merge(), &planned));
    assert_eq!(done["customer"]["feedback_count"], 3);
    assert!(done["receipt"].is_object(), "{done}");
    assert_merged(&mut server);
    let again = server.refusal("merge_customers", with_plan(merge(), &planned));
    assert!(
        again.starts_with("refused: ") && again.contains("merged into `cus_1` already"),
        "{again}"
    );
}

#[test]
fn a_person_approves_in_a_terminal() {
    let folder = with_two_janes();
    let mut server = folder.serve_with(&key(&folder, "approve"));
    find_pair(&mut server);
    let planned = server.data("merge_customers", merge());
    let code = planned["plan"]["code"].as_str().unwrap().to_owned();
    let early = server.refusal("merge_customers", with_plan(merge(), &planned));
    assert!(early.starts_with("plan_required: "), "{early}");
    assert!(
        early.contains(&format!("customer-directory approve {code}")),
        "{early}"
    );
    assert_unchanged(&mut server);
    let pending = folder.run(&["pending", "--json"]);
    let pending = String::from_utf8(pending.stdout).unwrap();
    assert!(pending.contains(&code), "{pending}");
    let unasked = folder.run(&["approve", &code]);
    assert_eq!(
        unasked.status.code(),
        Some(1),
        "nobody is there to be asked"
    );
    let approved = folder.run(&["approve", &code, "--yes"]);
    assert!(approved.status.success(), "{approved:?}");
    server.data("merge_customers", with_plan(merge(), &planned));
    assert_merged(&mut server);
    let audit = folder.run(&["audit", "--json"]);
    let audit: Value = serde_json::from_slice(&audit.stdout).unwrap();
    let last = audit["changes"].as_array().unwrap().last().unwrap();
    assert_eq!(last["action"], "merge_customers");
    assert_eq!(last["actor"], "approve");
    assert!(last["approved_by"].is_string(), "{last}");
}

#[test]
fn the_assistants_program_asks_the_person() {
    let folder = with_two_janes();
    let key = key(&folder, "elicit");
    for (answer, is_yes) in [
        (json!({ "action": "decline" }), false),
        (json!({ "action": "cancel" }), false),
        (
            json!({ "action": "accept", "content": { "yes": false } }),
            false,
        ),
        (json!({ "action": "accept", "content": {} }), false),
        (
            json!({ "action": "accept", "content": { "yes": true } }),
            true,
        ),
    ] {
        let mut server = folder.serve_with_key(&key);
        server.greet_with("2025-11-25", &json!({ "elicitation": {} }));
        find_pair(&mut server);
        server.begin(
            "tools/call",
            json!({ "name": "merge_customers", "arguments": merge() }),
        );
        let question = server.receive().unwrap();
        assert_eq!(question["method"], "elicitation/create", "{question}");
        let params = &question["params"];
        assert!(
            params["message"].as_str().unwrap().contains(OTHER_JANE),
            "{params}"
        );
        assert_eq!(
            params["requestedSchema"]["properties"]["yes"]["type"],
            "boolean"
        );
        // Other calls are answered while the person thinks.
        assert_unchanged(&mut server);
        let reply = json!({ "jsonrpc": "2.0", "id": question["id"], "result": answer });
        server.send(&format!("{reply}\n"));
        let result = server.receive().unwrap()["result"].take();
        assert_eq!(result["isError"], !is_yes, "{result}");
        if is_yes {
            assert!(
                result["structuredContent"]["receipt"].is_object(),
                "{result}"
            );
            assert_merged(&mut server);
        } else {
            assert_eq!(result["structuredContent"]["code"], "refused", "{result}");
            assert_unchanged(&mut server);
        }
    }
}

#[test]
fn a_program_that_cannot_ask_is_told_of_the_terminal() {
    let folder = with_two_janes();
    let mut server = folder.serve_with(&key(&folder, "elicit"));
    let planned = server.data("merge_customers", merge());
    assert_eq!(planned["plan"]["confirm"], "elicit");
    let early = server.refusal("merge_customers", with_plan(merge(), &planned));
    assert!(early.starts_with("plan_required: "), "{early}");
    let code = planned["plan"]["code"].as_str().unwrap();
    assert!(folder.run(&["approve", code, "--yes"]).status.success());
    server.data("merge_customers", with_plan(merge(), &planned));
    assert_merged(&mut server);
}

/// A call of the newest revision by a client that can show forms.
fn modern(params: Value) -> Value {
    let mut params = params;
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": { "elicitation": { "form": {} } },
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
    });
    params
}

#[test]
fn in_the_newest_revision_the_call_is_repeated_with_the_answer() {
    let folder = with_two_janes();
    let mut server = folder.serve_with_key(&key(&folder, "elicit"));
    let call = |answer: Option<(&Value, Value)>| {
        let mut params = json!({ "name": "merge_customers", "arguments": merge() });
        if let Some((state, answer)) = answer {
            params["requestState"] = state.clone();
            params["inputResponses"] = json!({ "yes": answer });
        }
        modern(params)
    };
    let accept = json!({ "action": "accept", "content": { "yes": true } });
    let asked = |server: &mut Server| -> Value {
        let result = server.ask("tools/call", call(None))["result"].take();
        assert_eq!(result["resultType"], "input_required", "{result}");
        let request = &result["inputRequests"]["yes"];
        assert_eq!(request["method"], "elicitation/create", "{result}");
        result["requestState"].clone()
    };

    let state = asked(&mut server);
    let declined = call(Some((&state, json!({ "action": "decline" }))));
    let result = server.ask("tools/call", declined)["result"].take();
    assert_eq!(result["structuredContent"]["code"], "refused", "{result}");
    let late = server.ask("tools/call", call(Some((&state, accept.clone()))))["result"].take();
    assert_eq!(late["structuredContent"]["code"], "plan_invalid", "{late}");
    let forged = call(Some((&json!("0000-0000"), accept.clone())));
    let result = server.ask("tools/call", forged)["result"].take();
    assert_eq!(
        result["structuredContent"]["code"], "plan_invalid",
        "{result}"
    );

    let state = asked(&mut server);
    let result = server.ask("tools/call", call(Some((&state, accept))))["result"].take();
    assert_eq!(result["resultType"], "complete", "{result}");
    assert!(
        result["structuredContent"]["receipt"].is_object(),
        "{result}"
    );
    server.greet("2025-11-25");
    assert_merged(&mut server);
}
