//! `record_feedback`: one event, through the same reading and matching as ingestion.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::{Code, ToolError};
use super::super::tool::Tool;
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
    message: Option<String>,
    channel: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    name: Option<String>,
    user_id: Option<String>,
    company: Option<String>,
    category: Option<String>,
    rating: Option<f64>,
    tags: Option<Vec<String>>,
    custom_fields: Option<Map<String, Value>>,
    metadata: Option<Map<String, Value>>,
    created_at: Option<String>,
    id: Option<String>,
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
    const DESCRIPTION: &'static str = "Records what somebody said, for the customer whom \
        user id, e-mail or phone identify, known or new. With `id` or `idempotency_key` a repeat \
        is harmless; without, each call counts. To set fields use `update_customer`.";
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
