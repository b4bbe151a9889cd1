//! A message as it is written.

use rmcp::model::{ContentBlock, JsonRpcMessage, ServerResult};

use super::super::server::is_same_as_text;
use super::message::Reply;

/// Where the text of a result belongs, and its data, which is the same: both are left out at first.
const PLACE: &str = r#""text":""}],"structuredContent":{}"#;

/// What the place becomes: this, the text with its quotes escaped, this, the data, and whatever follows.
const BEFORE_TEXT: &[u8] = br#""text":""#;
const BEFORE_DATA: &[u8] = br#""}],"structuredContent":"#;

/// The line of a message, without its end. What is sent may be taken out of the message.
///
/// The data of an answer is its text once more: it is put in its place as it is. To build it as a
/// value, and to write that out, would take longer than all else that is done here. The text is JSON,
/// in which nothing but quotes and backslashes is to be escaped, so that takes no writer of JSON.
pub(super) fn line(message: &mut Reply) -> serde_json::Result<Vec<u8>> {
    let Some(slot) = text_that_is_data(message) else {
        return serde_json::to_vec(message);
    };
    let text = std::mem::take(slot);
    let skeleton = serde_json::to_string(message)?;
    // Inside of a text no quote stands without a backslash, so the id has none of it before, and what
    // the library writes after the data does not come first.
    let Some((before, after)) = skeleton.split_once(PLACE) else {
        if let Some(slot) = text_that_is_data(message) {
            *slot = text;
        }
        return serde_json::to_vec(message);
    };
    let mut line = Vec::with_capacity(skeleton.len() + 3 * text.len());
    line.extend_from_slice(before.as_bytes());
    line.extend_from_slice(BEFORE_TEXT);
    escape(text.as_bytes(), &mut line);
    line.extend_from_slice(BEFORE_DATA);
    line.extend_from_slice(text.as_bytes());
    line.extend_from_slice(after.as_bytes());
    Ok(line)
}

/// Writes JSON as it stands in a text of JSON. Every sixth byte is a quote: to look for each and copy
/// what lies between takes longer than to write byte by byte into room for all of them.
fn escape(json: &[u8], line: &mut Vec<u8>) {
    let start = line.len();
    line.resize(start + 2 * json.len(), 0);
    let mut escapes = 0;
    let room = line.get_mut(start..).unwrap_or_default();
    let mut places = room.iter_mut();
    let mut write = |byte| places.next().map(|place| *place = byte);
    for byte in json {
        if matches!(byte, b'"' | b'\\') {
            escapes += 1;
            write(b'\\');
        }
        write(*byte);
    }
    line.truncate(start + json.len() + escapes);
}

/// The text of a result whose data is the same.
fn text_that_is_data(message: &mut Reply) -> Option<&mut String> {
    let JsonRpcMessage::Response(response) = message else {
        return None;
    };
    let ServerResult::CallToolResult(result) = &mut response.result else {
        return None;
    };
    let data = result.structured_content.as_ref();
    data.filter(|data| is_same_as_text(data))?;
    match result.content.as_mut_slice() {
        [ContentBlock::Text(text)] => Some(&mut text.text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rmcp::model::{
        CallToolResult, ContentBlock, MetaObject, RequestId, ServerJsonRpcMessage, ServerResult,
    };
    use serde_json::{Value, json};

    use super::super::super::server::same_as_text;
    use super::line;

    fn result(text: String, data: Value) -> CallToolResult {
        let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
        result.structured_content = Some(data);
        result
    }

    fn written(result: CallToolResult) -> Vec<u8> {
        let result = ServerResult::CallToolResult(result);
        let id = RequestId::String(r#""text":""}],"structuredContent":{}"#.into());
        line(&mut ServerJsonRpcMessage::response(result, id)).unwrap()
    }

    fn meta() -> MetaObject {
        let meta = json!({
            "content": [{ "text": "" }],
            "structuredContent": {},
        });
        MetaObject(meta.as_object().unwrap().clone())
    }

    #[test]
    fn what_looks_like_the_place_for_data_is_none() {
        for text in [r#""structuredContent":null"#, r#"\"structuredContent\":{}"#] {
            let data = json!({ "message": text, "structuredContent": {} });
            let text = data.to_string();
            let short = written(result(text.clone(), same_as_text()));
            assert_eq!(short, written(result(text, data)));
        }
    }

    proptest! {
        #[test]
        fn data_is_written_as_if_it_had_been_built(
            texts in proptest::collection::vec(".{0,40}", 0..4), has_meta: bool,
        ) {
            let data = json!({ "customers": texts });
            let [mut short, mut whole] =
                [same_as_text(), data.clone()].map(|given| result(data.to_string(), given));
            if has_meta {
                short.meta = Some(meta());
                whole.meta = Some(meta());
            }
            prop_assert_eq!(written(short), written(whole));
        }
    }
}
