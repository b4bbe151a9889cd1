//! The tools, a line for each.

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
    use serde_json::{Map, Value};

    use super::all;

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
                    "\"title\"",
                ] {
                    assert!(!text.contains(word), "{} has {word}: {text}", tool.name);
                }
            }
        }
    }
}
