//! A call of a tool, as almost every line is one, read in one go.
//!
//! The library holds a message against every kind that there is, one after the other, and makes up an
//! error for each on its way: that takes as long as half of a small answer.

use rmcp::model::{
    CallToolRequest, CallToolRequestMethod, CallToolRequestParams, ClientRequest, JsonObject,
    JsonRpcMessage, JsonRpcRequest, JsonRpcVersion2_0, RequestId, RequestMetaObject,
};
use serde::Deserialize;

use super::message::Message;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    #[serde(rename = "jsonrpc")]
    _version: JsonRpcVersion2_0,
    id: RequestId,
    #[serde(rename = "method")]
    _method: CallToolRequestMethod,
    params: Params,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    name: String,
    arguments: Option<JsonObject>,
    #[serde(rename = "_meta")]
    meta: Option<JsonObject>,
}

/// The call that a line is. `None` for everything else, which the library reads: also for a call with
/// more in it.
pub(super) fn read(line: &[u8]) -> Option<Message> {
    let Call { id, params, .. } = serde_json::from_slice(line).ok()?;
    let mut call = CallToolRequestParams::new(params.name);
    call.arguments = params.arguments;
    let mut request = CallToolRequest::new(call);
    if let Some(meta) = params.meta {
        request.extensions.insert(RequestMetaObject::from(meta));
    }
    let request = ClientRequest::CallToolRequest(request);
    Some(JsonRpcMessage::Request(JsonRpcRequest::new(id, request)))
}

#[cfg(test)]
mod tests {
    use super::{Message, read};

    const CALLS: [&str; 6] = [
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_customer"}}"#,
        r#"{"id":"a","params":{"arguments":{"b":[1,{"c":null}],"d":1.5e300},"name":"ü"},"jsonrpc":"2.0","method":"tools/call"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":null,"_meta":null}}"#,
        r#"{"jsonrpc":"2.0","id":-7,"method":"tools/call","params":{"_meta":{"progressToken":"p","own":{"a":1}},"name":""}}"#,
        r#"{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/call","params":{"name":"x","arguments":{"a":1,"a":2}}}"#,
        r#" { "jsonrpc" : "2.0" , "id" : 1 , "method" : "tools\/call" , "params" : { "name" : "\u0078" } } "#,
    ];

    const OTHERS: [&str; 12] = [
        r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"#,
        r#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"x"}}"#,
        r#"{"jsonrpc":"1.0","id":1,"method":"tools/call","params":{"name":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":1.5,"method":"tools/call","params":{"name":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":[]}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","name":"y"}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"},"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","requestState":"s"}}"#,
        r#"[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}]"#,
    ];

    #[test]
    fn a_call_is_read_as_the_library_reads_it() {
        for line in CALLS {
            let read = read(line.as_bytes()).unwrap();
            let expected: Message = serde_json::from_str(line).unwrap();
            assert_eq!(format!("{read:?}"), format!("{expected:?}"), "{line}");
            let written = |message: &Message| serde_json::to_value(message).unwrap();
            assert_eq!(written(&read), written(&expected), "{line}");
        }
    }

    #[test]
    fn whatever_else_comes_is_left_to_the_library() {
        for line in OTHERS {
            assert!(read(line.as_bytes()).is_none(), "{line}");
        }
    }
}
