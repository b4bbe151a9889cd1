//! What was said, and how it reached us.

use serde_json::Value;

use super::findings::Findings;
use super::keys::Field;
use super::refusal::{self, Refused};
use crate::domain::event::FeedbackContent;
use crate::domain::label::{Channel, Tag};

/// Most tags of one event.
const MOST_TAGS: usize = 100;

/// Reads what was said; metadata is added when everything has been read.
pub(super) fn read(findings: &mut Findings) -> Result<FeedbackContent, Refused> {
    Ok(FeedbackContent {
        message: findings
            .take_text(Field::Message, |_| true)
            .map(|(_, text)| text),
        category: label(findings, Field::Category)?,
        rating: rating(findings)?,
        status: label(findings, Field::Status)?,
        tags: tags(findings)?,
        context: context(findings),
        metadata: None,
    })
}

/// Reads how the event reached us, if it says so.
pub(super) fn channel(findings: &mut Findings) -> Result<Option<Channel>, Refused> {
    let channel = label(findings, Field::Channel)?;
    Ok(channel.and_then(|text| Channel::parse(&text).ok()))
}

fn label(findings: &mut Findings, field: Field) -> Result<Option<String>, Refused> {
    match findings.take_text(field, |_| true) {
        Some((key, text)) => refusal::label(&key, &text),
        None => Ok(None),
    }
}

fn rating(findings: &mut Findings) -> Result<Option<f64>, Refused> {
    let mut rating = None;
    for finding in findings.take(Field::Rating) {
        let number = match &finding.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        match number.filter(|number: &f64| !number.is_nan()) {
            Some(number) if number.is_infinite() => {
                return Err(Refused::value(
                    &finding.key,
                    finding.value.as_str().unwrap_or_default(),
                    "which is not a finite number; give a number such as `4.5`",
                ));
            }
            Some(number) if rating.is_none() => rating = Some(number),
            number if number.is_some() && number == rating => {}
            Some(_) | None => findings.put_back(finding),
        }
    }
    Ok(rating)
}

/// Reads tags from an array of texts, or from one text with commas. What is no text stays.
fn tags(findings: &mut Findings) -> Result<Vec<Tag>, Refused> {
    let mut tags: Vec<Tag> = Vec::new();
    for mut finding in findings.take(Field::Tags) {
        match finding.value {
            Value::String(text) => {
                for part in text.split(',') {
                    add_tag(&mut tags, &finding.key, part)?;
                }
            }
            Value::Array(values) => {
                let (texts, others): (Vec<Value>, Vec<Value>) =
                    values.into_iter().partition(Value::is_string);
                for text in texts.iter().filter_map(Value::as_str) {
                    add_tag(&mut tags, &finding.key, text)?;
                }
                if !others.is_empty() {
                    finding.value = Value::Array(others);
                    findings.put_back(finding);
                }
            }
            value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) => {
                finding.value = value;
                findings.put_back(finding);
            }
        }
    }
    Ok(tags)
}

fn add_tag(tags: &mut Vec<Tag>, key: &str, text: &str) -> Result<(), Refused> {
    let Some(text) = refusal::label(key, text)? else {
        return Ok(());
    };
    if let Ok(tag) = Tag::parse(&text)
        && tags.iter().all(|known| known.key() != tag.key())
    {
        tags.push(tag);
    }
    if tags.len() > MOST_TAGS {
        return Err(Refused::new(format!(
            "it has more than {MOST_TAGS} tags; send at most {MOST_TAGS}"
        )));
    }
    Ok(())
}

fn context(findings: &mut Findings) -> Option<String> {
    let mut context = None;
    for finding in findings.take(Field::Context) {
        match finding.value.as_object() {
            Some(object) if object.is_empty() => {}
            Some(_) if context.is_none() => context = Some(finding.value.to_string()),
            Some(_) | None => findings.put_back(finding),
        }
    }
    context
}
