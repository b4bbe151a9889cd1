//! A message as it is written.

use rmcp::model::{JsonRpcMessage, ServerResult};

use super::super::server::is_same_as_text;
use super::message::Reply;

/// Where the data of a result belongs that is the same as its text.
const PLACE: &[u8] = br#""structuredContent":{}"#;
const NOTHING: &[u8] = b"{}";

/// The line of a message, without its end.
///
/// The data of an answer is its text once more: it is put in its place as it is. To build it as a
/// value, and to write that out, would take longer than all else that is done here.
pub(super) fn line(message: &Reply) -> serde_json::Result<Vec<u8>> {
    let Some(text) = text_that_is_data(message) else {
        return serde_json::to_vec(message);
    };
    // The text stands in it twice, once with its quotes escaped.
    let mut line = Vec::with_capacity(3 * text.len());
    serde_json::to_writer(&mut line, message)?;
    // Inside of a text no quote stands without a backslash, so this is found nowhere else.
    let place = line
        .windows(PLACE.len())
        .rposition(|window| window == PLACE);
    if let Some(place) = place {
        let rest = line.split_off(place + PLACE.len());
        line.truncate(line.len() - NOTHING.len());
        line.extend_from_slice(text.as_bytes());
        line.extend(rest);
    }
    Ok(line)
}

/// The text of a result whose data is the same.
fn text_that_is_data(message: &Reply) -> Option<&str> {
    let JsonRpcMessage::Response(response) = message else {
        return None;
    };
    let ServerResult::CallToolResult(result) = &response.result else {
        return None;
    };
    let data = result.structured_content.as_ref();
    data.filter(|data| is_same_as_text(data))?;
    Some(&result.content.first()?.as_text()?.text)
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
        line(&ServerJsonRpcMessage::response(
            result,
            RequestId::Number(7),
        ))
        .unwrap()
    }

    fn meta() -> MetaObject {
        let meta = json!({ "structuredContent": "\"structuredContent\":{}" });
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
