//! The tools, a line for each.

mod bounds;
mod create_customer;
mod delete_customer;
mod detail;
mod filters;
mod find_duplicates;
mod get_customer;
mod list_customers;
mod list_feedback;
mod mark_different;
mod merge_customers;
mod record_feedback;
mod summarize_customers;
mod update_customer;

use super::tool::{Question, RegisteredTool};
use crate::surface::view::RemovalAnswer;

/// Every tool, in the order in which they are listed.
pub(super) fn all() -> Vec<RegisteredTool> {
    vec![
        RegisteredTool::of::<list_customers::ListCustomers>(),
        RegisteredTool::of::<get_customer::GetCustomer>(),
        RegisteredTool::of::<list_feedback::ListFeedback>(),
        RegisteredTool::of::<summarize_customers::SummarizeCustomers>(),
        RegisteredTool::of::<find_duplicates::FindDuplicates>(),
        RegisteredTool::of::<record_feedback::RecordFeedback>(),
        RegisteredTool::of::<create_customer::CreateCustomer>(),
        RegisteredTool::of::<update_customer::UpdateCustomer>(),
        RegisteredTool::of::<mark_different::MarkDifferent>(),
        RegisteredTool::of::<merge_customers::MergeCustomers>(),
        RegisteredTool::of::<delete_customer::DeleteCustomer>(),
    ]
}

/// What a person is asked about a plan.
fn question(answer: &RemovalAnswer) -> Option<Question> {
    answer.plan.as_ref().map(|plan| Question {
        code: plan.code.clone(),
        text: plan.question.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::super::parameter::Parameter;
    use super::all;
    use crate::domain::access::Scope;

    #[test]
    fn each_tool_publishes_its_schemas() {
        for tool in all() {
            let schemas = Map::from_iter([
                ("inputSchema".to_owned(), Value::Object(tool.input_schema)),
                ("outputSchema".to_owned(), Value::Object(tool.output_schema)),
            ]);
            insta::assert_json_snapshot!(tool.name, schemas);
        }
    }

    #[test]
    fn descriptions_are_short_and_name_the_sibling() {
        let tools = all();
        for tool in &tools {
            let length = tool.description.len();
            assert!(length < 600, "{} has {length} characters", tool.name);
            let names_another =
                |other: &str| other != tool.name && tool.description.contains(other);
            assert!(
                tools.iter().any(|other| names_another(other.name)),
                "{}",
                tool.name
            );
        }
    }

    /// What stands between backticks in a description: examples, and names of other parameters.
    fn quoted(description: &str) -> Vec<&str> {
        description.split('`').skip(1).step_by(2).collect()
    }

    /// Whether a parameter takes an example: a value, one of several, or an entry.
    fn takes(parameter: &Map<String, Value>, example: &str) -> bool {
        let text = Value::from(example);
        let value = serde_json::from_str(example).unwrap_or_else(|_| text.clone());
        let entry = example
            .split_once(": ")
            .map(|(key, value)| json!({ key: value }));
        [text.clone(), value, Value::from(vec![text])]
            .into_iter()
            .chain(entry)
            .any(|value| Parameter::new("it", parameter).accept(value).is_ok())
    }

    fn is_bounded(parameter: &Map<String, Value>) -> bool {
        let kind = parameter["type"].as_str().unwrap();
        let bound = match kind {
            "string" => "maxLength",
            "array" => "maxItems",
            "object" => "maxProperties",
            "integer" => "minimum",
            // A rating may be on any scale.
            _ => return ["boolean", "number"].contains(&kind),
        };
        parameter.contains_key("enum") || parameter.contains_key(bound)
    }

    #[test]
    fn every_parameter_has_one_type_a_description_a_bound_and_an_example_that_it_takes() {
        let tools = all();
        let names: Vec<&str> = tools.iter().map(|tool| tool.name).collect();
        for tool in &tools {
            let parameters = tool.input_schema["properties"].as_object().unwrap();
            for (name, parameter) in parameters {
                let what = format!("{}, `{name}`: {parameter}", tool.name);
                let parameter = parameter.as_object().unwrap();
                assert!(is_bounded(parameter), "{what}");
                let items = parameter["type"] == "array";
                assert_eq!(items, parameter.contains_key("items"), "{what}");
                let description = parameter["description"].as_str().unwrap();
                assert!(!description.is_empty(), "{what}");
                let shows = |key: &str| parameter.contains_key(key);
                let lists = |key: &str| parameter.get("items").is_some_and(|it| it[key].is_array());
                let quoted = quoted(description);
                let refers = |word: &&str| names.contains(word) || parameters.contains_key(*word);
                assert!(
                    shows("enum")
                        || lists("enum")
                        || shows("default")
                        || parameter["type"] == "boolean"
                        || quoted.iter().any(refers)
                        // Answers give these out; an invented one would be refused.
                        || ["cursor", "plan"].contains(&name.as_str())
                        || quoted.iter().any(|example| takes(parameter, example)),
                    "{what}"
                );
            }
        }
    }

    /// What hosts give to a model of each tool, as `o200k_base` counts it.
    #[test]
    fn the_tools_that_a_model_is_given_are_few_tokens() {
        let tokenizer = tiktoken_rs::o200k_base().unwrap();
        let given = |scopes: &[Scope]| {
            let tools = all()
                .into_iter()
                .filter(|tool| scopes.contains(&tool.scope));
            let given: Vec<Value> = tools
                .map(|tool| {
                    json!({
                        "name": tool.name,
                        "description": tool.description,
                        "inputSchema": tool.input_schema,
                    })
                })
                .collect();
            let text = Value::from(given).to_string();
            tokenizer.encode_ordinary(&text).len()
        };
        let (reading, every) = (given(&[Scope::Read]), given(&Scope::ALL));
        assert!(reading <= 1_300, "{reading} tokens of reading tools");
        assert!(every <= 3_000, "{every} tokens of all tools");
    }

    #[test]
    fn hints_say_what_a_call_may_do() {
        let hints: Vec<String> = all()
            .iter()
            .map(|tool| {
                let hints = [
                    (tool.hints.is_read_only, "reads"),
                    (tool.hints.is_destructive, "destroys"),
                    (tool.hints.is_idempotent, "repeatable"),
                ];
                let words: Vec<&str> = hints
                    .into_iter()
                    .filter_map(|(holds, word)| holds.then_some(word))
                    .collect();
                let words = if words.is_empty() {
                    vec!["adds"]
                } else {
                    words
                };
                format!("{} {}", tool.name, words.join(", "))
            })
            .collect();
        insta::assert_snapshot!(hints.join("\n"), @r"
        list_customers reads, repeatable
        get_customer reads, repeatable
        list_feedback reads, repeatable
        summarize_customers reads, repeatable
        find_duplicates reads, repeatable
        record_feedback adds
        create_customer adds
        update_customer destroys
        mark_different repeatable
        merge_customers destroys
        delete_customer destroys
        ");
    }

    /// Claude Desktop, VS Code and others each fail on one of these.
    #[test]
    fn schemas_are_what_every_host_reads() {
        for tool in all() {
            for schema in [tool.input_schema, tool.output_schema] {
                assert_eq!(schema["type"], "object");
                let text = Value::Object(schema).to_string();
                for word in [
                    "$ref",
                    "$defs",
                    "$schema",
                    "\"null\"",
                    "\"format\"",
                    "anyOf",
                    "oneOf",
                    "allOf",
                    "\"type\":[",
                    "\"title\"",
                ] {
                    assert!(!text.contains(word), "{} has {word}: {text}", tool.name);
                }
            }
        }
    }
}
