//! What a line says: a message, several at once, or nothing that can be read.

use std::collections::VecDeque;

use rmcp::model::{RequestId, ServerJsonRpcMessage};
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::{ErrorData, RoleServer};
use serde::Deserialize as _;
use serde_json::Value;

use super::super::server::methods;
use super::call;
use super::lines::LONGEST_LINE;

/// The most messages that may come in one line, so that their replies stay few as well.
const MOST_AT_ONCE: usize = 50;

/// A message that comes in.
pub(super) type Message = RxJsonRpcMessage<RoleServer>;

/// A message that goes out.
pub(super) type Reply = TxJsonRpcMessage<RoleServer>;

/// What came in.
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Several, which have one reply together.
    Batch(VecDeque<Value>),
    /// Nothing that could be answered otherwise.
    Refused(Reply),
    /// Nothing that asks for an answer.
    Nothing,
}

/// The reply to a line that is too long to be kept.
pub(super) fn too_long() -> Reply {
    let message = format!(
        "the line is longer than {LONGEST_LINE} bytes and was not read; send less in one message"
    );
    refusal(ErrorData::invalid_request(message, None), None)
}

/// A reply that refuses a message. It has no id where the message has none that can be read, as
/// MCP's schema wants it since 2025-11-25.
pub(super) fn refusal(error: ErrorData, id: Option<RequestId>) -> Reply {
    ServerJsonRpcMessage::error(error, id)
}

/// Reads a line.
pub(super) fn read(line: &[u8]) -> Incoming {
    // RFC 8259, section 8.1: a reader may skip the mark.
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let line = line.trim_ascii();
    if line.is_empty() {
        return Incoming::Nothing;
    }
    if let Some(call) = call::read(line) {
        return Incoming::Message(call);
    }
    if let Ok(message) = serde_json::from_slice(line) {
        return Incoming::Message(message);
    }
    match serde_json::from_slice(line) {
        Ok(Value::Array(messages)) => several(messages),
        Ok(value) => unreadable(&value),
        Err(_) => {
            let message = "the line is not JSON; send each message as one line of JSON in UTF-8";
            Incoming::Refused(refusal(ErrorData::parse_error(message, None), None))
        }
    }
}

/// Reads one of several messages.
pub(super) fn read_value(value: &Value) -> Incoming {
    Message::deserialize(value).map_or_else(|_| unreadable(value), Incoming::Message)
}

fn several(messages: Vec<Value>) -> Incoming {
    let problem = match messages.len() {
        0 => "a batch of no messages asks for nothing".to_owned(),
        count if count > MOST_AT_ONCE => {
            format!("a batch has {count} messages; send at most {MOST_AT_ONCE} at once")
        }
        _ => return Incoming::Batch(messages.into()),
    };
    Incoming::Refused(refusal(ErrorData::invalid_request(problem, None), None))
}

/// What is to be said of JSON that is no message.
fn unreadable(value: &Value) -> Incoming {
    let id = value.get("id").and_then(request_id);
    let method = value.get("method").and_then(Value::as_str);
    let is_reply = value.get("result").is_some() || value.get("error").is_some();
    let error = match (method, &id) {
        // Who sends a reply waits for none, and neither does who sends a notification.
        (None, _) if is_reply => return Incoming::Nothing,
        (Some(_), None) if value.get("id").is_none() && !is_reply => return Incoming::Nothing,
        (Some(method), Some(_)) if !is_reply && value.get("jsonrpc") == Some(&"2.0".into()) => {
            methods::refusal(method)
        }
        _ => {
            let message = "this is no message of JSON-RPC 2.0; send an object with `jsonrpc`, \
                `method` and, where an answer is wanted, an `id` that is a text or a whole number";
            ErrorData::invalid_request(message, None)
        }
    };
    Incoming::Refused(refusal(error, id))
}

fn request_id(id: &Value) -> Option<RequestId> {
    RequestId::deserialize(id).ok()
}
