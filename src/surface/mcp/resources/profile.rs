//! `customer://{id}`: one profile to read, and the same as data.

use serde_json::Value;

use super::super::error::ToolError;
use super::feedback::entry;
use super::markdown::{field, inline, quotation};
use super::unknown;
use crate::domain::access::Reader;
use crate::domain::customer::CustomerId;
use crate::domain::search::Detail;
use crate::service::Directory;
use crate::surface::view::{Allowance, CustomerView, GetAnswer};

/// How much of the latest feedback stands in a profile, as in the answer of `get_customer`.
const LATEST_FEEDBACK: usize = 5;

/// What `get_customer` answers.
pub(super) fn answer(
    directory: &Directory,
    reader: Reader,
    id: CustomerId,
) -> Result<GetAnswer, ToolError> {
    let profile = directory
        .get_customer(reader, &id.to_string(), LATEST_FEEDBACK)
        .map_err(unknown)?;
    Ok(GetAnswer::of(
        &profile,
        Detail::Concise,
        Allowance::ASSISTANT,
    ))
}

/// The profile as Markdown.
pub(super) fn markdown(answer: &GetAnswer) -> String {
    let customer = &answer.customer;
    let known_by = [
        &customer.name,
        &customer.primary_email,
        &customer.primary_phone,
    ];
    let title = known_by.into_iter().flatten().next();
    let mut text = vec![format!("# {}\n\n", inline(title.unwrap_or(&customer.id)))];
    for (name, value) in fields(customer) {
        text.push(field(name, &value));
    }
    if let Some(old) = &answer.resolved_from {
        text.push(field("merged from", old));
    }
    if !customer.custom_fields.is_empty() {
        text.push("\n## Custom fields\n\n".to_owned());
    }
    for (key, value) in &customer.custom_fields {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text.push(field(&inline(key), &value));
    }
    if let Some(notes) = &customer.notes {
        text.push("\n## Notes of the team\n\n".to_owned());
        text.push(quotation(notes, ""));
    }
    if !answer.feedback.is_empty() {
        let (shown, total) = (answer.feedback.len(), answer.feedback_total);
        text.push(format!("\n## Latest feedback ({shown} of {total})\n\n"));
        text.extend(answer.feedback.iter().map(|feedback| entry(feedback)));
    }
    if let Some(note) = &answer.note {
        text.push(format!("\n{}.\n", inline(note)));
    }
    text.concat()
}

fn fields(customer: &CustomerView) -> [(&'static str, String); 13] {
    let or_nothing = |value: &Option<String>| value.clone().unwrap_or_default();
    // The only address is the main one.
    let main = |value: &Option<String>, all: &[String]| match all {
        [_] => String::new(),
        _ => or_nothing(value),
    };
    let handles = customer.social_handles.iter();
    let handles = handles.map(|handle| format!("{} {}", handle.network, handle.handle));
    [
        ("id", customer.id.clone()),
        ("company", or_nothing(&customer.company)),
        (
            "main e-mail",
            main(&customer.primary_email, &customer.emails),
        ),
        (
            "main phone",
            main(&customer.primary_phone, &customer.phones),
        ),
        ("e-mails", customer.emails.join(", ")),
        ("phones", customer.phones.join(", ")),
        ("user ids", customer.user_ids.join(", ")),
        ("social", handles.collect::<Vec<_>>().join(", ")),
        ("tags", customer.tags.join(", ")),
        ("channels", customer.channels.join(", ")),
        ("feedback", customer.feedback_count.to_string()),
        ("first seen", or_nothing(&customer.first_seen)),
        ("last seen", or_nothing(&customer.last_seen)),
    ]
}

/// The profile as JSON.
pub(super) fn json(answer: &GetAnswer) -> String {
    // Our shapes can always be written.
    let written = serde_json::to_value(answer).unwrap_or(Value::Null);
    written.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Allowance, Detail, GetAnswer, json, markdown};
    use crate::surface::view::samples;

    fn answer(profile: &crate::domain::profile::Profile) -> GetAnswer {
        GetAnswer::of(profile, Detail::Concise, Allowance::ASSISTANT)
    }

    #[test]
    fn a_profile_is_read_from_top_to_bottom() {
        insta::assert_snapshot!(markdown(&answer(&samples::profile())));
    }

    #[test]
    fn strangers_text_is_clean_and_draws_nothing() {
        let mut profile = samples::hostile_profile();
        for feedback in &mut profile.feedback {
            let message = format!("{}\n# x\n![y](https://z.example)", samples::HOSTILE);
            feedback.content.message = Some(message);
        }
        let answer = answer(&profile);
        let (text, data) = (markdown(&answer), json(&answer));
        samples::assert_clean(&serde_json::to_string(&text).unwrap());
        samples::assert_clean(&data);
        assert!(!text.contains("\n# x") && !text.contains("![y]("), "{text}");
    }
}
