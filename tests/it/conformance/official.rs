//! The protocol's official schemas, one for each revision. They are no part of the project: a
//! variable of the environment says where they are.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

/// Where the schemas are.
const FOLDER: &str = "MCP_SCHEMA_DIR";

/// What a message is to be, by the method that it replies to.
const RESULTS: [(&str, &str); 12] = [
    ("initialize", "InitializeResult"),
    ("server/discover", "DiscoverResult"),
    ("ping", "EmptyResult"),
    ("logging/setLevel", "EmptyResult"),
    ("tools/list", "ListToolsResult"),
    ("tools/call", "CallToolResult"),
    ("resources/list", "ListResourcesResult"),
    ("resources/templates/list", "ListResourceTemplatesResult"),
    ("resources/read", "ReadResourceResult"),
    ("prompts/list", "ListPromptsResult"),
    ("prompts/get", "GetPromptResult"),
    ("completion/complete", "CompleteResult"),
];

type Key = (String, String);

/// The folder with the schemas, where there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "they are no part of the project, and who runs the tests says where they are"
)]
pub(super) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os(FOLDER).map(PathBuf::from);
    named.filter(|folder| folder.is_dir())
}

/// Holds a message to the schema of a revision, if the schemas are at hand.
pub(super) fn assert_message(revision: &str, method: Option<&str>, message: &Value) {
    let Some(folder) = folder() else {
        return;
    };
    let is_error = message.get("error").is_some();
    // Without an id that could be read, older revisions know no valid error at all.
    if !is_error || message.get("id").is_some() || revision >= "2025-11-25" {
        assert_is(&folder, revision, "JSONRPCMessage", message);
    }
    let (definition, part) = match (method, message["error"]["code"].as_i64()) {
        (_, Some(-32_022)) => ("UnsupportedProtocolVersionError", message),
        (_, Some(-32_021)) => ("MissingRequiredClientCapabilityError", message),
        (_, Some(-32_602)) if revision == super::NEWEST => {
            ("InvalidParamsError", &message["error"])
        }
        (_, Some(-32_601)) if revision == super::NEWEST => {
            ("MethodNotFoundError", &message["error"])
        }
        (_, Some(_)) => return,
        (Some(method), None) => {
            let known = RESULTS.iter().find(|(name, _)| *name == method);
            let definition = match message["result"]["resultType"].as_str() {
                Some("input_required") => "InputRequiredResult",
                _ => known.unwrap().1,
            };
            (definition, &message["result"])
        }
        (None, None) if message.get("id").is_some() => ("ServerRequest", message),
        (None, None) => ("ServerNotification", message),
    };
    let revision = if definition.ends_with("VersionError") || definition.starts_with("Missing") {
        super::NEWEST
    } else {
        revision
    };
    assert_is(&folder, revision, definition, part);
}

fn assert_is(folder: &Path, revision: &str, definition: &str, part: &Value) {
    let validator = validator(folder, revision, definition);
    let errors: Vec<String> = validator
        .iter_errors(part)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(
        errors.is_empty(),
        "no {definition} of {revision}: {errors:?} in {part}"
    );
}

fn validator(folder: &Path, revision: &str, definition: &str) -> Arc<Validator> {
    static VALIDATORS: LazyLock<Mutex<HashMap<Key, Arc<Validator>>>> =
        LazyLock::new(Mutex::default);
    let mut validators = VALIDATORS.lock().unwrap();
    let key = (revision.to_owned(), definition.to_owned());
    let known = validators.entry(key).or_insert_with(|| {
        let file = folder.join(format!("{revision}.json"));
        let text = std::fs::read_to_string(&file);
        assert!(text.is_ok(), "{} cannot be read", file.display());
        let mut schema: Value = serde_json::from_str(&text.unwrap()).unwrap();
        let place = ["definitions", "$defs"]
            .into_iter()
            .find(|place| schema[place][definition].is_object());
        assert!(place.is_some(), "{revision} has no {definition}");
        schema["$ref"] = json!(format!("#/{}/{definition}", place.unwrap()));
        Arc::new(jsonschema::validator_for(&schema).unwrap())
    });
    Arc::clone(known)
}
