//! What a model is given: bytes, and tokens as `o200k_base` counts them.
//!
//! Of each tool that is its name, description and input schema. Titles, icons, annotations and
//! output schemas are for the program around the model, which does not pass them on.

use anyhow::Result;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::conversation::{Call, Conversation};
use crate::figures::{Aim, Bound, Figure, Unit};
use crate::program;
use crate::report::Report;

/// Measures the list of tools and the default page.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let directory = bench.directory()?;
    let mut server = Conversation::open(program::command(&directory, &["mcp"]))?;
    server.ask("tools/list", &json!({}))?;
    let tools = given(&server.result()?["tools"]);
    server.call(&Call::new("list_customers", json!({})))?;
    // Hosts show a model one of the two forms of an answer.
    let page = server.result()?["structuredContent"].take();
    server.close()?;
    add(
        report,
        ["tools.bytes", "tools.tokens"],
        "reading tools, as a model is given them",
        &tools,
        1_300.0,
    );
    add(
        report,
        ["page.bytes", "page.tokens"],
        "default page of 20 customers",
        &page,
        1_500.0,
    );
    Ok(())
}

/// The parts of each tool that a model is given.
fn given(tools: &Value) -> Value {
    let tools = tools.as_array().into_iter().flatten();
    let parts = ["name", "description", "inputSchema"];
    let given = |tool: &Value| -> Value {
        let kept = parts.map(|part| (part.to_owned(), tool[part].clone()));
        Value::Object(kept.into_iter().collect())
    };
    tools.map(given).collect()
}

fn add(report: &mut Report, keys: [&'static str; 2], what: &str, value: &Value, most: f64) {
    let [bytes, tokens] = keys;
    let text = value.to_string();
    let count = tiktoken_rs::o200k_base_singleton()
        .encode_ordinary(&text)
        .len();
    report.add(
        Figure::count(tokens, what, Unit::Tokens, count as u64).aims(Aim::Seen(Bound::Most(most))),
    );
    report.add(Figure::count(bytes, what, Unit::Bytes, text.len() as u64));
}
