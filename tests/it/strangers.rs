//! What strangers hide in their text, and that none of it is shown: by no tool, no resource, no
//! prompt, no completion, no question to a person, no error and no command.

use serde_json::{Value, json};

use crate::every_part::{self, Calls};
use crate::program::{Folder, Server};

/// Characters that are not seen: turned direction, no width, a tag, a bell.
pub(crate) const HIDDEN: &str = "\u{202e}\u{200b}\u{e0041}\u{7}";

/// What a terminal obeys, what turns the direction of writing, what has no width, what only a
/// model reads, and selectors of variants that do not exist.
const HIDINGS: [&str; 5] = [
    "\u{1b}[31m\u{9b}2J\u{1b}]0;x\u{7}\u{8}\u{b}\u{c}\u{7f}\u{85}\u{90}\u{1}\u{1f}",
    "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}\u{206a}\u{206f}",
    "\u{200b}\u{200c}\u{200d}\u{ad}\u{feff}\u{180e}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}\u{fff9}\u{fffb}",
    "\u{e0001}\u{e0020}\u{e0049}\u{e0067}\u{e006e}\u{e007f}",
    "\u{fe00}\u{fe0d}\u{fe0e}\u{fe0f}\u{e0100}\u{e01ef}",
];

/// Holds that an answer shows Eve, without what she hides.
pub(crate) fn assert_shows_eve_clean(answer: &str) {
    for letter in ['\u{202e}', '\u{200b}', '\u{e0041}'] {
        assert!(!answer.contains(letter), "{letter:?} in {answer}");
    }
    assert!(
        !answer.contains("\\u0007") && answer.contains("Eve"),
        "{answer}"
    );
}

/// Whether a letter is one that a reader cannot see; nothing here has a reason for joiners.
fn is_hidden(letter: char) -> bool {
    let is_hiding = HIDINGS.iter().any(|hiding| {
        // What the terminal sees after an escape is plain text.
        hiding.contains(letter) && !letter.is_ascii_graphic()
    });
    is_hiding
        || (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{2065}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

fn assert_clean_text(text: &str, whole: &dyn std::fmt::Debug) {
    // A figure may be followed by the choice of its style.
    let mut before = ' ';
    let hidden = text.chars().find(|letter| {
        let before = std::mem::replace(&mut before, *letter);
        let is_style = matches!(letter, '\u{fe0e}' | '\u{fe0f}') && before.is_ascii_digit();
        is_hidden(*letter) && !is_style
    });
    assert!(hidden.is_none(), "{hidden:?} in {text:?} of {whole:?}");
    // Data is there as text as well, in which such letters would be escaped.
    if let Ok(data @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text) {
        assert_clean(&data);
    }
}

/// Holds that nothing is hidden in any text of a message, keys included.
fn assert_clean(message: &Value) {
    match message {
        Value::String(text) => assert_clean_text(text, message),
        Value::Array(items) => items.iter().for_each(assert_clean),
        Value::Object(fields) => {
            for (name, value) in fields {
                assert_clean_text(name, message);
                assert_clean(value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What a test has seen of one part.
#[derive(Debug, Default)]
struct Seen {
    answered: usize,
    refused: usize,
    eve: bool,
}

impl Seen {
    fn see(&mut self, reply: &Value) {
        assert_clean(reply);
        let is_refused = reply.get("error").is_some() || reply["result"]["isError"] == true;
        *(if is_refused {
            &mut self.refused
        } else {
            &mut self.answered
        }) += 1;
        self.eve |= reply.to_string().contains("Eve");
    }
}

/// Asks for all that there are calls for.
fn ask_all(server: &mut Server, method: &str, what: &str, calls: Option<Calls>) -> Seen {
    assert!(calls.is_some(), "`{what}` has no call in every_part");
    let calls = calls.unwrap();
    let mut seen = Seen::default();
    for params in calls.answered.into_iter().chain(calls.refused) {
        let params = match method {
            "tools/call" => json!({ "name": what, "arguments": params }),
            _ => params,
        };
        let reply = server.ask(method, params.clone());
        seen.see(&reply);
        let plan = &reply["result"]["structuredContent"]["plan"]["code"];
        if plan.is_string() {
            let mut params = params;
            params["arguments"]["plan"] = plan.clone();
            seen.see(&server.ask(method, params));
        }
    }
    seen
}

fn items(server: &mut Server, method: &str, list: &str) -> Vec<Value> {
    let reply = server.ask(method, json!({}));
    assert_clean(&reply);
    reply["result"][list].as_array().unwrap().clone()
}

fn call_tools(server: &mut Server, hiding: &str) {
    for tool in items(server, "tools/list", "tools") {
        let name = tool["name"].as_str().unwrap();
        let calls = every_part::of_tool(name, hiding);
        let seen = ask_all(server, "tools/call", name, calls);
        assert!(seen.answered > 0 && seen.refused > 0, "{name}: {seen:?}");
        let shows_people = !["mark_different", "delete_customer"].contains(&name);
        assert!(seen.eve || !shows_people, "{name}");
    }
}

fn read_all(server: &mut Server, hiding: &str) {
    let resources = items(server, "resources/list", "resources");
    let templates = items(server, "resources/templates/list", "resourceTemplates");
    for resource in resources.iter().chain(&templates) {
        let uri = resource.get("uri").unwrap_or(&resource["uriTemplate"]);
        let uri = uri.as_str().unwrap();
        let calls = every_part::of_resource(uri, hiding);
        let seen = ask_all(server, "resources/read", uri, calls);
        // What is called otherwise without what is hidden in it is found by another name.
        let shows_people = !uri.starts_with("directory://customers/");
        assert!(
            seen.answered > 0 && (seen.eve || !shows_people),
            "{uri}: {seen:?}"
        );
        if let Some((before, variable)) = uri.split_once('{') {
            let reference = json!({ "type": "ref/resource", "uri": uri });
            let (variable, after) = variable.split_once('}').unwrap();
            for offered in complete(server, &reference, variable, hiding) {
                let uri = format!("{before}{}{after}", percent_encoded(&offered));
                assert_clean(&server.ask("resources/read", json!({ "uri": uri })));
            }
        }
    }
    for prompt in items(server, "prompts/list", "prompts") {
        let name = prompt["name"].as_str().unwrap();
        let calls = every_part::of_prompt(name, hiding);
        let seen = ask_all(server, "prompts/get", name, calls);
        assert!(seen.answered > 0, "{name}: {seen:?}");
        for argument in prompt["arguments"].as_array().into_iter().flatten() {
            let reference = json!({ "type": "ref/prompt", "name": name });
            complete(
                server,
                &reference,
                argument["name"].as_str().unwrap(),
                hiding,
            );
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let letters: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    letters.concat()
}

/// Completes an argument, and answers what is offered.
fn complete(server: &mut Server, reference: &Value, argument: &str, hiding: &str) -> Vec<String> {
    let mut offered = Vec::new();
    let hidden = format!("e{hiding}v");
    for (argument, typed) in [
        (argument, ""),
        (argument, "e"),
        (argument, &hidden),
        (&hidden, ""),
    ] {
        let params = json!({ "ref": reference, "argument": { "name": argument, "value": typed } });
        let reply = server.ask("completion/complete", params);
        assert_clean(&reply);
        let values = reply["result"]["completion"]["values"].as_array();
        let values = values.into_iter().flatten().filter_map(Value::as_str);
        offered.extend(values.map(str::to_owned));
    }
    offered
}

/// What a person is asked about a merge, in both ways of asking.
fn ask_a_person(folder: &Folder) {
    let key = folder.key(&["asks", "--scopes", "read,delete", "--confirm", "elicit"]);
    let call =
        json!({ "name": "merge_customers", "arguments": { "target": "cus_1", "source": "cus_2" } });
    let mut server = folder.serve_with_key(&key);
    server.greet_with("2025-11-25", &json!({ "elicitation": {} }));
    server.begin("tools/call", call.clone());
    let question = server.receive().unwrap();
    assert_eq!(question["method"], "elicitation/create", "{question}");
    let mut modern = call;
    modern["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": { "elicitation": { "form": {} } }
    });
    let result = folder.serve_with_key(&key).ask("tools/call", modern);
    assert_eq!(result["result"]["resultType"], "input_required");
    for asked in [question, result] {
        assert_clean(&asked);
        assert!(asked.to_string().contains("Eve"), "{asked}");
    }
}

fn run_commands(folder: &Folder, hiding: &str) {
    let hidden = format!("nobody{hiding}");
    for arguments in [
        &["list"][..],
        &["get", "cus_1"],
        &["get", &hidden],
        &["feedback"],
        &["summary"],
        &["duplicates"],
        &["pending"],
        &["audit"],
        &["key", "list"],
        &["merge", "cus_1", "cus_3"],
        &["delete", "cus_1"],
        &["update", "cus_3", "--name", &hidden],
        &["create", "--name", &hidden],
    ] {
        let ran = folder.run(arguments);
        for output in [ran.stdout, ran.stderr] {
            assert_clean_text(&String::from_utf8(output).unwrap(), &arguments);
        }
        if arguments == ["list"] || arguments[0] == "audit" {
            continue;
        }
        let json = folder.run(&[arguments, &["--json"]].concat());
        for line in String::from_utf8(json.stdout).unwrap().lines() {
            assert_clean_text(line, &arguments);
        }
    }
}

#[test]
fn what_strangers_hide_is_shown_nowhere() {
    for hiding in HIDINGS {
        let (folder, key) = every_part::folder(hiding);
        ask_a_person(&folder);
        let mut server = folder.serve_with(&key);
        read_all(&mut server, hiding);
        call_tools(&mut server, hiding);
        // Once more, with what the tools have written.
        read_all(&mut server, hiding);
        if hiding == HIDINGS[0] || hiding == HIDINGS[3] {
            run_commands(&folder, hiding);
        }
    }
}

#[test]
fn methods_and_revisions_are_repeated_without_what_is_hidden_in_them() {
    let folder = Folder::empty();
    let mut server = folder.greeted();
    for hiding in HIDINGS {
        let name = format!("x{hiding}");
        assert_clean(&server.ask(&name, json!({})));
        for method in ["tools/call", "prompts/get", "resources/read"] {
            let params =
                json!({ "name": name, "uri": format!("x://{hiding}"), name.clone(): name });
            assert_clean(&server.ask(method, params));
        }
        let params = json!({ "_meta": {
            "io.modelcontextprotocol/protocolVersion": name,
            "io.modelcontextprotocol/clientCapabilities": {}
        } });
        assert_clean(&server.ask("tools/list", params));
    }
}
