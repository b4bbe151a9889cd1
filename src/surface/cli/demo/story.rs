//! What is asked, and how questions and answers are told.

use serde_json::{Map, Value, json};

use super::super::table::Table;
use super::CommandError;
use super::server::Server;

/// The last words.
pub(super) const CLOSING: &str = "
That was the server that assistants talk to. To use it with your own feedback:
  customer-directory ingest your-feedback.jsonl
  customer-directory list
and connect your assistant as the README shows.
";

/// A question that a person puts to an assistant, and the call that the assistant makes of it.
pub(super) struct Question {
    said: &'static str,
    /// The tool that is called.
    pub(super) tool: &'static str,
    /// Its arguments.
    pub(super) arguments: Map<String, Value>,
}

/// The questions, in the order in which they are asked.
pub(super) fn questions() -> Vec<Question> {
    let question = |said, tool, arguments: Value| Question {
        said,
        tool,
        arguments: arguments.as_object().cloned().unwrap_or_default(),
    };
    vec![
        question(
            "Who came by lately?",
            "list_customers",
            json!({ "limit": 5 }),
        ),
        question(
            "Find José. I can't type his accent.",
            "list_customers",
            json!({ "search": "jose garcia" }),
        ),
        question(
            "Whose number ends in 0132?",
            "list_customers",
            json!({ "search": "0132" }),
        ),
        question("李雷?", "list_customers", json!({ "search": "李雷" })),
        question(
            "Which VIPs have written to us by e-mail, the most talkative first?",
            "list_customers",
            json!({ "tag": "vip", "channel": "email", "sort": "feedback_count", "limit": 5 }),
        ),
        question(
            "Tell me all about Jane Holloway before I call her.",
            "get_customer",
            json!({ "customer": "jane@lumenworks.io", "feedback_limit": 3 }),
        ),
        question(
            "And jane@lumenwork.io?",
            "get_customer",
            json!({ "customer": "jane@lumenwork.io" }),
        ),
    ]
}

/// What happens first.
pub(super) fn opening(lines: usize) -> String {
    format!(
        "\nTaking in {lines} lines of sample feedback: widget, e-mail, chat, surveys, webhooks …\n\n"
    )
}

/// What became of the sample feedback.
pub(super) fn after_ingestion(report: &Value) -> String {
    let count = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    format!(
        "  {} customers were made, and {} pieces of feedback found their customer.\n  {} named nobody and are kept \
         without one, {} point at two people and wait for a person to judge,\n  {} were known already, {} revised \
         what was known, {} were refused.\n\nNow an assistant asks. Each call goes over stdio to a real server.\n",
        count("created"),
        count("linked"),
        count("anonymous"),
        count("ambiguous"),
        count("duplicate"),
        count("updated"),
        count("rejected"),
    )
}

/// A question with the call that is made of it.
pub(super) fn asked(question: &Question) -> String {
    let arguments = Value::from(question.arguments.clone());
    format!("\n❯ {}\n  {} {arguments}\n\n", question.said, question.tool)
}

/// An answer as a person reads it.
pub(super) fn answered(answer: &Value) -> String {
    let text = if let Some(customer) = answer.get("customer") {
        profile(customer, answer)
    } else if let Some(customers) = answer.get("customers").and_then(Value::as_array) {
        page(customers, answer)
    } else {
        refusal(answer)
    };
    let indented: Vec<String> = text
        .lines()
        .map(|line| format!("  {line}").trim_end().to_owned())
        .collect();
    format!("{}\n", indented.join("\n"))
}

/// Two pages of one list.
pub(super) fn paging(server: &mut Server) -> Result<String, CommandError> {
    let first = question_of_page(None);
    let answer = server.call(first.tool, &first.arguments)?;
    let cursor = answer
        .get("next_cursor")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let second = question_of_page(cursor);
    let next = server.call(second.tool, &second.arguments)?;
    Ok([
        asked(&first),
        answered(&answer),
        asked(&second),
        answered(&next),
    ]
    .concat())
}

fn question_of_page(cursor: Option<String>) -> Question {
    let said = if cursor.is_none() {
        "Go through everybody from A to Z."
    } else {
        "Go on."
    };
    let mut arguments = Map::new();
    arguments.insert("sort".to_owned(), "name".into());
    arguments.insert("limit".to_owned(), 3.into());
    if let Some(cursor) = cursor {
        arguments.insert("cursor".to_owned(), cursor.into());
    }
    Question {
        said,
        tool: "list_customers",
        arguments,
    }
}

fn page(customers: &[Value], answer: &Value) -> String {
    let mut table = Table::new(&[
        "ID",
        "NAME",
        "E-MAIL",
        "COMPANY",
        "TAGS",
        "FEEDBACK",
        "LAST SEEN",
        "MATCHED ON",
    ]);
    for customer in customers {
        let day = text(customer, "last_seen")
            .get(..10)
            .unwrap_or_default()
            .to_owned();
        table.add([
            text(customer, "id"),
            text(customer, "name"),
            text(customer, "email"),
            text(customer, "company"),
            text(customer, "tags"),
            text(customer, "feedback_count"),
            day,
            [
                text(customer, "matched_on"),
                text(customer, "matched_addresses"),
            ]
            .join(" ")
            .trim()
            .to_owned(),
        ]);
    }
    let (returned, total) = (text(answer, "returned"), text(answer, "total"));
    let more = if answer.get("next_cursor").is_some() {
        "; there is a next page"
    } else {
        ""
    };
    format!("{table}\n\n{returned} of {total}{more}")
}

fn profile(customer: &Value, answer: &Value) -> String {
    let mut lines: Vec<String> = customer
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "version")
        .map(|(name, _)| format!("{name:<15} {}", text(customer, name)))
        .collect();
    lines.push(String::new());
    for feedback in answer
        .get("feedback")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let day = text(feedback, "created_at")
            .get(..10)
            .unwrap_or_default()
            .to_owned();
        lines.push(format!("{day} · {}", text(feedback, "channel")));
        lines.push(format!("  “{}”", text(feedback, "message")));
    }
    lines.join("\n")
}

fn refusal(answer: &Value) -> String {
    let near = answer
        .get("near_matches")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let near = near.map(|near| {
        format!(
            "\n  {:<9} {:<22} {}",
            text(near, "id"),
            text(near, "name"),
            text(near, "email")
        )
    });
    format!(
        "{}: {}{}",
        text(answer, "code"),
        text(answer, "message"),
        near.collect::<String>()
    )
}

/// A field as text, whatever it holds; empty where it is absent.
fn text(value: &Value, field: &str) -> String {
    plain(value.get(field).unwrap_or(&Value::Null))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            if let (Some(network), Some(handle)) = (fields.get("network"), fields.get("handle")) {
                return format!("{} {}", plain(network), plain(handle));
            }
            let pairs = fields
                .iter()
                .map(|(key, value)| format!("{key} {}", plain(value)));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
