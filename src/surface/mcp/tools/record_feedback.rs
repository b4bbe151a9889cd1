//! `record_feedback`: one event, through the same reading and matching as ingestion.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::{Code, ToolError};
use super::super::icon::Icon;
use super::super::tool::Tool;
use super::bounds::{
    LONGEST_CONTACT, LONGEST_ID, LONGEST_LABEL, LONGEST_MESSAGE, LONGEST_TIME, MOST_METADATA,
    MOST_VALUES,
};
use crate::domain::access::{ChangeProof as _, Writer};
use crate::service::{Directory, Recording, RecordingName};
use crate::surface::edit::request_name;
use crate::surface::intake::{Fingerprint, IntakeOptions, event_from_json};
use crate::surface::view::RecordAnswer;

/// The tool.
pub(super) struct RecordFeedback;

/// Its arguments, which are read as a record of a file is. The schema is that of [`Parameters`].
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct RecordFeedbackInput(Map<String, Value>);

/// The parameters.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Parameters {
    /// Their words: `Too slow`
    #[schemars(length(max = LONGEST_MESSAGE))]
    message: Option<String>,
    /// How it came: `email`
    #[schemars(length(max = LONGEST_LABEL))]
    channel: Option<String>,
    /// Whose: `jane@acme.io`
    #[schemars(length(max = LONGEST_CONTACT))]
    email: Option<String>,
    /// `+14155550132`
    #[schemars(length(max = LONGEST_CONTACT))]
    phone: Option<String>,
    /// `Jane Doe`
    #[schemars(length(max = LONGEST_LABEL))]
    name: Option<String>,
    /// In your product: `u_1001`
    #[schemars(length(max = LONGEST_ID))]
    user_id: Option<String>,
    /// `Acme Ltd`
    #[schemars(length(max = LONGEST_LABEL))]
    company: Option<String>,
    /// `bug`
    #[schemars(length(max = LONGEST_LABEL))]
    category: Option<String>,
    /// `4.5`
    rating: Option<f64>,
    /// `vip`
    #[schemars(length(max = MOST_VALUES))]
    tags: Option<Vec<String>>,
    /// `cf_plan: Pro`
    #[schemars(extend("maxProperties" = MOST_VALUES))]
    custom_fields: Option<Map<String, Value>>,
    /// Anything else: `page: /export`
    #[schemars(extend("maxProperties" = MOST_METADATA))]
    metadata: Option<Map<String, Value>>,
    /// Else now: `2026-11-03T10:15:00Z`
    #[schemars(length(max = LONGEST_TIME))]
    created_at: Option<String>,
    /// Of the feedback: `fb_1`
    #[schemars(length(max = LONGEST_ID))]
    id: Option<String>,
    /// Of this call: `ticket-4711`
    #[schemars(length(max = LONGEST_ID))]
    idempotency_key: Option<String>,
}

impl JsonSchema for RecordFeedbackInput {
    fn schema_name() -> Cow<'static, str> {
        "RecordFeedbackInput".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Parameters::json_schema(generator)
    }
}

impl Tool for RecordFeedback {
    const NAME: &'static str = "record_feedback";
    const TITLE: &'static str = "Record feedback";
    const ICON: Icon = Icon::Record;
    const DESCRIPTION: &'static str = "Records what somebody said, for whom user id, e-mail or \
        phone identify, known or new. With `id` or `idempotency_key` a repeat is harmless; else \
        each call counts. To set fields use `update_customer`.";
    type Caller = Writer;
    type Input = RecordFeedbackInput;
    type Output = RecordAnswer;

    fn run(
        directory: &mut Directory,
        writer: Writer,
        input: RecordFeedbackInput,
    ) -> Result<RecordAnswer, ToolError> {
        let recording = recording(input.0, directory, &writer)?;
        let recorded = directory.record_feedback(writer, recording)?;
        Ok(RecordAnswer::of(&recorded))
    }
}

fn recording(
    mut event: Map<String, Value>,
    directory: &Directory,
    writer: &Writer,
) -> Result<Recording, ToolError> {
    let key = match event.shift_remove("idempotency_key") {
        Some(Value::String(key)) => request_name(Some(key))?,
        Some(_) | None => None,
    };
    let options = IntakeOptions {
        format: None,
        channel: None,
        policy: directory.policy().clone(),
        now: writer.act().at,
    };
    let mut has_id = true;
    let mut event = event_from_json(event, &options, |_| {
        has_id = false;
        1
    })
    .map_err(|refused| ToolError::refused(Code::InvalidValue, refused.to_string()))?;
    let name = match (has_id, &key) {
        (true, Some(_)) => {
            let problem = "`id` makes a repeat harmless already; send one of the two";
            return Err(ToolError::unusable("idempotency_key", problem));
        }
        (true, None) => RecordingName::Own,
        (false, Some(_)) => RecordingName::Request,
        (false, None) => RecordingName::None,
    };
    let digest = Fingerprint::of(&event).to_string();
    if let Some(key) = key {
        event.reference.id = key;
    }
    Ok(Recording {
        event,
        name,
        digest,
    })
}
