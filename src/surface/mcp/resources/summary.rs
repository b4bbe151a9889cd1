//! `directory://summary`: how many customers there are, and how they divide.

use super::super::error::ToolError;
use super::markdown::{field, inline};
use crate::domain::access::Reader;
use crate::service::Directory;
use crate::surface::question::SummaryQuestion;
use crate::surface::view::{Allowance, BreakdownView, SummaryAnswer};

/// The whole directory in numbers.
pub(super) fn markdown(directory: &Directory, reader: Reader) -> Result<String, ToolError> {
    let query = SummaryQuestion::default().query()?;
    let summary = directory.summarize_customers(reader, &query)?;
    Ok(text(&SummaryAnswer::of(
        &summary,
        &query,
        Allowance::ASSISTANT,
    )))
}

fn text(answer: &SummaryAnswer) -> String {
    let mut text = vec![format!(
        "# Customer directory\n\n{} customers.\n",
        answer.total
    )];
    let by = &answer.by;
    for (title, breakdown) in [
        ("By tag", &by.tag),
        ("By channel", &by.channel),
        ("By company", &by.company),
        ("By month of first contact", &by.first_seen_month),
        ("By custom field", &by.custom_field),
    ] {
        if let Some(breakdown) = breakdown.as_ref().filter(|_| answer.total > 0) {
            text.push(format!("\n## {title}\n\n"));
            text.push(lines(breakdown));
        }
    }
    if let Some(note) = &answer.note {
        text.push(format!("\n{}.\n", inline(note)));
    }
    text.concat()
}

fn lines(breakdown: &BreakdownView) -> String {
    let mut text: String = breakdown
        .values
        .iter()
        .map(|counted| field(&inline(&counted.value), &counted.customers.to_string()))
        .collect();
    if let Some(others) = &breakdown.others {
        let name = format!("others ({})", others.values);
        text.push_str(&field(&name, &others.customers.to_string()));
    }
    text.push_str(&field("none", &breakdown.without.to_string()));
    text
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::domain::search::{Breakdown, Dimension, Summary};
    use crate::surface::question::SummaryQuestion;
    use crate::surface::view::{Allowance, SummaryAnswer, samples};

    #[test]
    fn values_are_counted_below_one_another_and_clean() {
        let counts = [("VIP".to_owned(), 5), (samples::HOSTILE.to_owned(), 2)];
        let summary = Summary {
            total: 7,
            by: vec![Breakdown::ranked(Dimension::Tag, counts, 1, 10)],
        };
        let query = SummaryQuestion::default().query().unwrap();
        let text = text(&SummaryAnswer::of(&summary, &query, Allowance::ASSISTANT));
        samples::assert_clean(&serde_json::to_string(&text).unwrap());
        assert!(text.contains("## By tag\n\n- **VIP:** 5\n"), "{text}");
        assert!(text.contains("- **none:** 1\n"), "{text}");
    }
}
