//! The output schemas that the tools publish.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::program::Folder;

/// The output schema of every tool, as a caller with all rights sees it.
static OUTPUTS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
    let folder = Folder::empty();
    let key = folder.key(&["all", "--scopes", "read,write,delete"]);
    let list = folder.serve_with(&key).ask("tools/list", json!({}));
    let tools = list["result"]["tools"].as_array().unwrap().iter();
    tools
        .map(|tool| {
            let validator = jsonschema::validator_for(&tool["outputSchema"]).unwrap();
            (tool["name"].as_str().unwrap().to_owned(), validator)
        })
        .collect()
});

/// Holds the data of a successful call to the output schema of its tool.
pub(super) fn assert_output(tool: &str, data: &Value) {
    let validator = OUTPUTS.get(tool);
    assert!(validator.is_some(), "{tool} is not listed");
    let errors: Vec<String> = validator
        .unwrap()
        .iter_errors(data)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{tool}: {errors:?} in {data}");
}
