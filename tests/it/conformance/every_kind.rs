//! Everything that a server says, said once in each revision: the witness of the conversation
//! holds it to the schemas.

use std::collections::BTreeSet;
use std::io::Write as _;

use serde_json::{Value, json};

use super::{GREETED, NEWEST, official};
use crate::every_part::{self, Calls};
use crate::program::{Folder, Server};

/// A client of one revision.
struct Client {
    server: Server,
    meta: Option<Value>,
}

impl Client {
    fn of(folder: &Folder, key: &str, revision: &str) -> Self {
        let mut server = folder.serve_with_key(key);
        let meta = (revision == NEWEST).then(|| meta(NEWEST));
        if meta.is_none() {
            let capabilities = json!({ "elicitation": {} });
            server.greet_with(revision, &capabilities);
        }
        Self { server, meta }
    }

    fn ask(&mut self, method: &str, mut params: Value) -> Value {
        if let Some(meta) = &self.meta {
            params["_meta"] = meta.clone();
        }
        self.server.ask(method, params)
    }

    /// The error code of what is refused.
    fn code(&mut self, method: &str, params: Value) -> i64 {
        let reply = self.ask(method, params);
        let message = reply["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(' '), "no sentence: {reply}");
        reply["error"]["code"].as_i64().unwrap()
    }

    fn names(&mut self, method: &str, list: &str, name: &str) -> Vec<String> {
        let reply = self.ask(method, json!({}));
        let items = reply["result"][list].as_array().unwrap();
        let names = items.iter().map(|item| item[name].as_str().unwrap());
        names.map(str::to_owned).collect()
    }
}

fn meta(revision: &str) -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": revision,
        "io.modelcontextprotocol/clientCapabilities": { "elicitation": { "form": {} } },
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" }
    })
}

fn calls(name: &str, calls: Option<Calls>) -> Calls {
    assert!(calls.is_some(), "`{name}` has no call in every_part.rs");
    calls.unwrap()
}

/// Calls every tool, and answers the codes of the refusals.
fn call_every_tool(client: &mut Client) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for tool in client.names("tools/list", "tools", "name") {
        let calls = calls(&tool, every_part::of_tool(&tool, ""));
        for arguments in calls.answered {
            let params = json!({ "name": tool, "arguments": arguments });
            let reply = client.ask("tools/call", params.clone());
            assert_eq!(reply["result"]["isError"], false, "{params}: {reply}");
            let code = &reply["result"]["structuredContent"]["plan"]["code"];
            if code.is_string() {
                let mut with_plan = params;
                with_plan["arguments"]["plan"] = code.clone();
                let done = client.ask("tools/call", with_plan);
                let receipt = &done["result"]["structuredContent"]["receipt"];
                assert!(receipt.is_object(), "{done}");
            }
        }
        for arguments in calls.refused {
            let params = json!({ "name": tool, "arguments": arguments });
            let reply = client.ask("tools/call", params.clone());
            assert_eq!(reply["result"]["isError"], true, "{params}: {reply}");
            let code = &reply["result"]["structuredContent"]["code"];
            codes.insert(code.as_str().unwrap().to_owned());
        }
    }
    codes
}

fn read_everything(client: &mut Client, missing: i64) {
    let listed = client.names("resources/list", "resources", "uri");
    let templates = client.names(
        "resources/templates/list",
        "resourceTemplates",
        "uriTemplate",
    );
    for uri in listed.iter().chain(&templates) {
        let calls = calls(uri, every_part::of_resource(uri, ""));
        for params in calls.answered {
            let reply = client.ask("resources/read", params);
            assert!(reply["result"]["contents"].is_array(), "{reply}");
        }
        for params in calls.refused {
            assert_eq!(client.code("resources/read", params), missing, "{uri}");
        }
        if let Some((_, variable)) = uri.split_once('{') {
            complete(
                client,
                &json!({ "type": "ref/resource", "uri": uri }),
                variable,
            );
        }
    }
    let prompts = client.ask("prompts/list", json!({}))["result"]["prompts"].take();
    for prompt in prompts.as_array().unwrap() {
        let name = prompt["name"].as_str().unwrap();
        let calls = calls(name, every_part::of_prompt(name, ""));
        for params in calls.answered {
            let reply = client.ask("prompts/get", params);
            assert!(reply["result"]["messages"].is_array(), "{reply}");
        }
        for params in calls.refused {
            assert_eq!(client.code("prompts/get", params), -32602);
        }
        for argument in prompt["arguments"].as_array().into_iter().flatten() {
            let argument = argument["name"].as_str().unwrap();
            complete(
                client,
                &json!({ "type": "ref/prompt", "name": name }),
                argument,
            );
        }
    }
}

fn complete(client: &mut Client, reference: &Value, argument: &str) {
    let argument = argument.split('}').next().unwrap();
    let params = json!({ "ref": reference, "argument": { "name": argument, "value": "" } });
    let reply = client.ask("completion/complete", params);
    assert!(
        reply["result"]["completion"]["values"].is_array(),
        "{reply}"
    );
    let params = json!({ "ref": reference, "argument": { "name": "no such", "value": "" } });
    assert_eq!(client.code("completion/complete", params), -32602);
}

/// What cannot be served, with its code.
fn be_refused(client: &mut Client) {
    for (method, params, code) in [
        ("no/such/method", json!({}), -32601),
        ("tools/call", json!({ "name": "no_such_tool" }), -32602),
        ("tools/call", json!({ "name": 7 }), -32602),
        ("tools/list", json!({ "cursor": "x" }), -32602),
        ("prompts/get", json!({ "name": "no_such_prompt" }), -32602),
        (
            "resources/subscribe",
            json!({ "uri": "customer://cus_1" }),
            -32601,
        ),
        (
            "resources/unsubscribe",
            json!({ "uri": "customer://cus_1" }),
            -32601,
        ),
        (
            "subscriptions/listen",
            json!({ "notifications": {} }),
            -32601,
        ),
        ("tasks/get", json!({ "taskId": "x" }), -32601),
        ("resources/read", json!({ "uri": 7 }), -32602),
    ] {
        assert_eq!(client.code(method, params), code, "{method}");
    }
    client.server.send("[]\n{\n");
    for _ in 0..2 {
        assert!(client.server.receive().unwrap()["error"].is_object());
    }
}

#[test]
fn everything_that_is_said_is_as_the_schemas_have_it() {
    if official::folder().is_none() {
        let note = "skipped: MCP_SCHEMA_DIR does not say where the official schemas are\n";
        std::io::stderr().write_all(note.as_bytes()).unwrap();
    }
    for revision in GREETED.into_iter().chain([NEWEST]) {
        let (folder, key) = every_part::folder("");
        let mut client = Client::of(&folder, &key, revision);
        let is_newest = revision == NEWEST;
        for (method, params, is_there) in [
            ("server/discover", json!({}), is_newest),
            ("ping", json!({}), !is_newest),
            ("logging/setLevel", json!({ "level": "info" }), !is_newest),
        ] {
            if is_there {
                let reply = client.ask(method, params);
                assert!(reply["result"].is_object(), "{revision} {method}: {reply}");
            }
        }
        read_everything(&mut client, if is_newest { -32602 } else { -32002 });
        be_refused(&mut client);
        let codes = call_every_tool(&mut client);
        let expected = [
            "conflict",
            "invalid_value",
            "not_found",
            "plan_invalid",
            "refused",
            "unknown_parameter",
            "version_conflict",
        ];
        assert_eq!(
            codes,
            BTreeSet::from(expected.map(str::to_owned)),
            "{revision}"
        );
    }
}

#[test]
fn a_person_is_asked_as_each_revision_has_it() {
    let (folder, _) = every_part::folder("");
    let key = folder.key(&["asks", "--scopes", "delete", "--confirm", "elicit"]);
    let params = json!({
        "name": "merge_customers",
        "arguments": { "target": "cus_1", "source": "cus_2" }
    });
    for revision in ["2025-06-18", "2025-11-25"] {
        let mut client = Client::of(&folder, &key, revision);
        let call = client.server.begin("tools/call", params.clone());
        let question = client.server.receive().unwrap();
        assert_eq!(question["method"], "elicitation/create", "{question}");
        let declined = json!({ "action": "decline" });
        let answer = json!({ "jsonrpc": "2.0", "id": question["id"], "result": declined });
        client.server.send(&format!("{answer}\n"));
        assert_eq!(client.server.receive().unwrap()["id"], call);
    }
    let mut client = Client::of(&folder, &key, NEWEST);
    let reply = client.ask("tools/call", params);
    assert_eq!(reply["result"]["resultType"], "input_required", "{reply}");
}
