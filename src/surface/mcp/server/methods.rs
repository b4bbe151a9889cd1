//! The methods that there are, for those who call another one, or one of these in a wrong way.

use rmcp::ErrorData;
use rmcp::model::ErrorCode;

use super::super::error::echo;

/// The methods that we answer, and what each takes.
const METHODS: [(&str, &str); 12] = [
    (
        "initialize",
        "`protocolVersion`, `capabilities` and `clientInfo`",
    ),
    ("server/discover", "`_meta`"),
    ("ping", "nothing"),
    ("tools/list", "at most a `cursor`"),
    ("tools/call", "`name`, a text, and `arguments`, an object"),
    ("resources/list", "at most a `cursor`"),
    ("resources/templates/list", "at most a `cursor`"),
    ("resources/read", "`uri`, a text"),
    ("prompts/list", "at most a `cursor`"),
    (
        "prompts/get",
        "`name`, a text, and `arguments`, an object of texts",
    ),
    (
        "completion/complete",
        "`ref`, a prompt or a template, and `argument`, its name and value",
    ),
    ("logging/setLevel", "`level`"),
];

/// Why a request that could not be read as one of a known method is refused.
pub(in super::super) fn refusal(method: &str) -> ErrorData {
    let known = METHODS.iter().find(|(name, _)| *name == method);
    let Some((name, takes)) = known else {
        let method = echo(method);
        let message = format!("there is no method `{method}`; send one that the protocol names");
        return ErrorData::new(ErrorCode::METHOD_NOT_FOUND, message, None);
    };
    let message = format!("the params of `{name}` cannot be read; it takes {takes}");
    ErrorData::invalid_params(message, None)
}
