//! Every request that a server takes, made from what it lists: each tool with each of its
//! arguments, resources, prompts and completions. What is added to a server is asked for here too.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::program::Server;

/// A request, and the tool where it calls one.
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) params: Value,
}

/// A phone number that stands in no fixture.
pub(crate) const PHONE: &str = "+14155550187";

/// The user id of somebody else, made from that of one.
pub(crate) fn second(text: &str) -> String {
    format!("{text}-too")
}

/// What an argument may be, made from a text.
fn value(name: &str, schema: &Value, text: &str) -> Value {
    let text = match name {
        "source" => second(text),
        // Not a mark between the two who are to be merged.
        "other" => "cus_1".to_owned(),
        // The one who is asked about stays known.
        "remove_user_ids" => format!("{text}-gone"),
        name if name.contains("email") => format!("{text}@{text}.io"),
        name if name.contains("phone") => PHONE.to_owned(),
        _ => text.to_owned(),
    };
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("array") => json!([text]),
        Some("object") => json!({ format!("cf_{text}"): text }),
        Some("integer" | "number") => json!(3),
        Some("boolean") => json!(true),
        _ => json!(text),
    }
}

/// Each call of a tool: with what it needs and one argument more, the same argument as nothing but
/// the text, everything at once, and an argument that it does not have.
fn calls(tool: &Value, text: &str) -> Vec<Value> {
    let schema = &tool["inputSchema"];
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let of = |name: &str| value(name, &properties[name], text);
    let needed: Map<String, Value> = required
        .iter()
        .filter_map(Value::as_str)
        .map(|name| (name.to_owned(), of(name)))
        .collect();
    let with = |name: &str, value: Value| {
        let mut arguments = needed.clone();
        arguments.insert(name.to_owned(), value);
        Value::Object(arguments)
    };
    let all = properties.keys().map(|name| (name.clone(), of(name)));
    let mut calls = vec![
        Value::Object(needed.clone()),
        Value::Object(all.collect()),
        with(text, json!(text)),
        json!(text),
    ];
    for name in properties.keys() {
        calls.extend([
            with(name, of(name)),
            with(name, json!(text)),
            with(name, json!({ "a": text })),
        ]);
    }
    calls
}

/// Every request of a server.
pub(crate) fn requests(server: &mut Server, text: &str) -> Vec<Request> {
    let mut listed = |method: &str, list: &str| {
        let reply = server.ask(method, json!({}));
        reply["result"][list].as_array().unwrap().clone()
    };
    let (tools, prompts) = (
        listed("tools/list", "tools"),
        listed("prompts/list", "prompts"),
    );
    let resources = listed("resources/list", "resources");
    let templates = listed("resources/templates/list", "resourceTemplates");
    let mut requests = Vec::new();
    let mut add = |method: &'static str, params: Value| requests.push(Request { method, params });
    for tool in &tools {
        for arguments in calls(tool, text) {
            add(
                "tools/call",
                json!({ "name": tool["name"], "arguments": arguments }),
            );
        }
    }
    for resource in &resources {
        add("resources/read", json!({ "uri": resource["uri"] }));
    }
    for template in &templates {
        let template = template["uriTemplate"].as_str().unwrap();
        let (start, end) = (template.find('{').unwrap(), template.find('}').unwrap());
        let name = &template[start + 1..end];
        for filling in [text, "cus_1"] {
            let uri = format!("{}{filling}{}", &template[..start], &template[end + 1..]);
            add("resources/read", json!({ "uri": uri }));
        }
        let reference = json!({ "type": "ref/resource", "uri": template });
        let argument = json!({ "name": name, "value": text });
        add(
            "completion/complete",
            json!({ "ref": reference, "argument": argument }),
        );
    }
    for prompt in &prompts {
        let none = Vec::new();
        let arguments = prompt["arguments"].as_array().unwrap_or(&none);
        let names = arguments
            .iter()
            .filter_map(|argument| argument["name"].as_str());
        let names: Vec<&str> = names.collect();
        for since in [text, "2020-01-01"] {
            let filled: BTreeMap<&str, &str> = names
                .iter()
                .map(|name| (*name, if *name == "since" { since } else { text }))
                .collect();
            add(
                "prompts/get",
                json!({ "name": prompt["name"], "arguments": filled }),
            );
        }
        for name in names {
            let reference = json!({ "type": "ref/prompt", "name": prompt["name"] });
            let argument = json!({ "name": name, "value": text });
            add(
                "completion/complete",
                json!({ "ref": reference, "argument": argument }),
            );
        }
    }
    add(
        "tools/call",
        json!({ "name": text, "arguments": { text: text } }),
    );
    add("prompts/get", json!({ "name": text }));
    add("resources/read", json!({ "uri": text }));
    add(
        "completion/complete",
        json!({ "ref": { "type": text }, "argument": text }),
    );
    requests
}

/// Sends every request, and answers the tools that answered at least one of them well.
pub(crate) fn ask_all(server: &mut Server, requests: &[Request]) -> Vec<String> {
    let mut well = Vec::new();
    for request in requests {
        let reply = server.ask(request.method, request.params.clone());
        if reply["result"]["isError"] == false
            && let Some(name) = request.params["name"].as_str()
            && !well.iter().any(|known| known == name)
        {
            well.push(name.to_owned());
        }
    }
    well
}
