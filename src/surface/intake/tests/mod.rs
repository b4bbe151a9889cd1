//! Whole inputs and whole events, by what comes out of them.

mod documents;
mod forms;
mod hostile;
mod identities;
mod refusals;
mod spreadsheets;

use serde_json::Value;

use super::{Events, Format, Intake, IntakeOptions, event_from_json};
use crate::domain::contact::{Claim, ContactPolicy, Reading};
use crate::domain::event::FeedbackEvent;

fn options() -> IntakeOptions {
    IntakeOptions {
        format: None,
        channel: None,
        policy: ContactPolicy::new("US".parse().ok(), &[], &[]),
        now: "2026-11-24T12:00:00Z".parse().unwrap(),
    }
}

/// The event that an object is read as, or the reason why it is none.
fn read(object: &Value) -> Result<FeedbackEvent, String> {
    let object = object.as_object().unwrap().clone();
    event_from_json(object, &options(), |_| 1).map_err(|refused| refused.to_string())
}

fn reason(object: &Value) -> String {
    read(object).unwrap_err()
}

fn intakes(bytes: &[u8], format: Option<Format>) -> Vec<Intake> {
    let options = IntakeOptions {
        format,
        ..options()
    };
    let events = Events::open(bytes, options).unwrap();
    events.map(Result::unwrap).collect()
}

/// Every record as its line and its message, or `refused: …` with the start of the reason.
fn lines(text: &str) -> Vec<String> {
    told(&intakes(text.as_bytes(), None))
}

fn told(intakes: &[Intake]) -> Vec<String> {
    let tell = |intake: &Intake| match &intake.result {
        Ok(event) => {
            let message = event.content.message.as_deref();
            format!("{}: {}", intake.line, message.unwrap_or("no message"))
        }
        Err(rejection) => {
            let start: String = rejection.reason.chars().take(25).collect();
            format!("{}: refused: {start}", intake.line)
        }
    };
    intakes.iter().map(tell).collect()
}

/// Every claim as its kind, what it proves and the text.
fn claims(event: &FeedbackEvent) -> Vec<String> {
    let tell = |claim: &Claim| match &claim.reading {
        Reading::Personal(address) => format!("{} {address}", claim.kind.as_str()),
        Reading::Shared(address) => format!("shared {} {address}", claim.kind.as_str()),
        Reading::Unreadable => format!("unreadable {} {}", claim.kind.as_str(), claim.spelling),
        Reading::Nothing => format!("no {} {}", claim.kind.as_str(), claim.spelling),
    };
    event.identity.claims.iter().map(tell).collect()
}
