//! What an assistant reads: bytes, and tokens as `o200k_base` counts them.

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
    let tools = server.result()?["tools"].take();
    server.call(&Call::new("list_customers", json!({})))?;
    // Hosts show a model one of the two forms of an answer.
    let page = server.result()?["structuredContent"].take();
    server.close()?;
    add(
        report,
        ["tools.bytes", "tools.tokens"],
        "`tools/list`, reading tools",
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
