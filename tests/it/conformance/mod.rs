//! Every message of every test's server is held to what is published: to the output schema of its
//! tool always, and to the protocol's official schemas where they are at hand.

mod every_kind;
mod official;
mod outputs;

use std::collections::HashMap;

use serde_json::Value;

const VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const SERVER: &str = "io.modelcontextprotocol/serverInfo";

/// The revision that needs no greeting.
pub(crate) const NEWEST: &str = "2026-07-28";

/// The revisions that open with one.
pub(crate) const GREETED: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

/// Listens to a conversation.
#[derive(Default)]
pub(crate) struct Witness {
    revision: Option<String>,
    asked: HashMap<String, Asked>,
}

/// A request that was sent.
struct Asked {
    method: String,
    tool: Option<String>,
    revision: Option<String>,
}

impl Witness {
    /// Remembers what is asked.
    pub(crate) fn sent(&mut self, text: &str) {
        for line in text.lines() {
            match serde_json::from_str(line) {
                Ok(Value::Array(messages)) => {
                    for message in &messages {
                        self.note(message);
                    }
                }
                Ok(message) => self.note(&message),
                Err(_) => {}
            }
        }
    }

    fn note(&mut self, message: &Value) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        if let (Some(id), Some(method)) = (message.get("id"), text(&message["method"])) {
            let asked = Asked {
                tool: text(&message["params"]["name"]).filter(|_| method == "tools/call"),
                revision: text(&message["params"]["_meta"][VERSION]).map(known),
                method,
            };
            self.asked.insert(id.to_string(), asked);
        }
    }

    /// Holds a message to what is published.
    pub(crate) fn received(&mut self, message: &Value) {
        if let Some(messages) = message.as_array() {
            for message in messages {
                self.received(message);
            }
            return;
        }
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        let asked = message
            .get("method")
            .is_none()
            .then(|| self.asked.get(&message["id"].to_string()))
            .flatten();
        let result = &message["result"];
        if asked.is_some_and(|asked| asked.method == "initialize") {
            self.revision = result["protocolVersion"].as_str().map(str::to_owned);
        }
        let revision = asked
            .and_then(|asked| asked.revision.as_deref())
            .or(self.revision.as_deref())
            // Before a greeting, whoever names no revision speaks an older one.
            .unwrap_or(GREETED[3]);
        if result.is_object() {
            assert_kind_of_result(revision, result);
        }
        let method = asked.map(|asked| asked.method.as_str());
        official::assert_message(revision, method, message);
        if let Some(tool) = asked.and_then(|asked| asked.tool.as_deref())
            && result["isError"] == false
        {
            outputs::assert_output(tool, &result["structuredContent"]);
        }
    }
}

/// A revision; what is none is refused as the newest one has it.
fn known(revision: String) -> String {
    if GREETED.contains(&revision.as_str()) {
        revision
    } else {
        NEWEST.to_owned()
    }
}

/// The newest revision says of each result what it is and whose; the others do not.
fn assert_kind_of_result(revision: &str, result: &Value) {
    let kind = result.get("resultType").and_then(Value::as_str);
    let server = &result["_meta"][SERVER]["name"];
    if revision == NEWEST {
        assert!(
            matches!(kind, Some("complete" | "input_required")),
            "{result}"
        );
        assert_eq!(server, "customer-directory", "{result}");
    } else {
        assert_eq!((kind, server), (None, &Value::Null), "{result}");
    }
}
