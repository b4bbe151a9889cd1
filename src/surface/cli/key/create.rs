//! `key create`: a new key.

use clap::Args;
use jiff::{Span, SpanRelativeTo, Timestamp};
use serde_json::json;

use super::super::{CommandError, output};
use super::list::KeyView;
use crate::domain::access::{Confirm, Key, Limits, Operator, Scopes};
use crate::domain::instant;
use crate::service::{Directory, KeyRequest};
use crate::surface::clock::now;

/// What the key may do.
#[derive(Debug, Args)]
#[command(after_help = "\
A merge or a deletion needs a person's yes, which comes from where --confirm says:
  approve   a person types `customer-directory approve CODE` in a terminal
  elicit    the assistant's program asks the person; one that cannot is treated as `approve`
  plan      the assistant repeats the call itself: no person has to see it

Examples:
  customer-directory key create claude --scopes read,write
  customer-directory key create cleanup --scopes read,write,delete --confirm approve --expires 90d")]
pub struct CreateArgs {
    /// Who or what will use it
    #[arg(value_name = "NAME")]
    name: String,
    /// What it may do: read, write and delete, with commas between them
    #[arg(long, value_name = "SCOPES")]
    scopes: Scopes,
    /// Where a person's yes comes from: approve, elicit or plan
    #[arg(long, value_name = "HOW", default_value_t = Confirm::Elicit)]
    confirm: Confirm,
    /// When it ends: a while such as 90d or 12h, or a time such as 2027-01-31
    #[arg(long, value_name = "WHEN", value_parser = parse_end)]
    expires: Option<End>,
    /// Changes a minute
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().changes_a_minute)]
    changes_a_minute: u32,
    /// Merges and deletions an hour
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().removals_an_hour)]
    removals_an_hour: u32,
    /// Print the key and its record as JSON
    #[arg(long)]
    json: bool,
}

/// When a key ends.
#[derive(Debug, Clone, Copy)]
enum End {
    After(Span),
    At(Timestamp),
}

pub(super) fn create(args: &CreateArgs, directory: &mut Directory) -> Result<(), CommandError> {
    let now = now();
    let request = KeyRequest {
        name: args.name.clone(),
        scopes: args.scopes,
        confirm: args.confirm,
        limits: Limits {
            changes_a_minute: args.changes_a_minute,
            removals_an_hour: args.removals_an_hour,
        },
        expires_at: args.expires.map(|end| end.after(now)).transpose()?,
    };
    let key = random_key()?;
    let standing = directory.create_key(Operator.administrator(now), &key, &request)?;
    if args.json {
        let mut record = json!({ "key": key.reveal() });
        if let (Some(record), Ok(serde_json::Value::Object(view))) = (
            record.as_object_mut(),
            serde_json::to_value(KeyView::of(&standing, now)),
        ) {
            record.extend(view);
        }
        output::print_json(&record)?;
    } else {
        output::print(&format!(
            "{}\n\nThis is `{}`, shown this once. Whoever has it may {}. It goes into the\n\
             configuration of one assistant, as the variable CUSTOMER_DIRECTORY_KEY, or into a file\n\
             that only you can read, which CUSTOMER_DIRECTORY_KEY_FILE names.\n",
            key.reveal(),
            standing.grant.name,
            standing.grant.scopes.to_string().replace(',', ", "),
        ))?;
    }
    Ok(())
}

fn random_key() -> Result<Key, CommandError> {
    let mut bytes = [0; 128];
    getrandom::fill(&mut bytes).map_err(|error| {
        CommandError::Refused(format!("this machine gives no random numbers ({error})"))
    })?;
    Key::from_random(&bytes)
        .ok_or_else(|| CommandError::Refused("no key could be made; try again".to_owned()))
}

impl End {
    fn after(self, now: Timestamp) -> Result<Timestamp, CommandError> {
        let end = match self {
            Self::At(end) => Some(end),
            Self::After(span) => span
                .to_duration(SpanRelativeTo::days_are_24_hours())
                .ok()
                .and_then(|duration| now.checked_add(duration).ok())
                .and_then(instant::to_millisecond),
        };
        end.filter(|end| *end > now).ok_or_else(|| {
            CommandError::Refused(
                "`--expires` is not in the future; leave it out for a key without end".to_owned(),
            )
        })
    }
}

fn parse_end(text: &str) -> Result<End, String> {
    if let Ok(end) = instant::parse(text) {
        return Ok(End::At(end));
    }
    text.parse::<Span>().map(End::After).map_err(|_neither| {
        "write a while such as 90d or 12h, or a time such as 2027-01-31".to_owned()
    })
}
