//! `prepare_reply`: an answer to a customer that knows their history.

use super::brief_me::{CUSTOMER, profile};
use super::{Argument, Prompt, Request, fence};
use crate::surface::mcp::error::ToolError;
use crate::surface::mcp::icon::Icon;

const POINTS: &str = "points";

pub(super) const PROMPT: Prompt = Prompt {
    name: "prepare_reply",
    title: "Prepare a reply",
    icon: Icon::Reply,
    description: "Drafts a reply to a customer with their history in mind. Nothing is sent.",
    arguments: &[
        CUSTOMER,
        Argument {
            name: POINTS,
            title: "Points to make",
            description: "What the reply should say, in a few words",
            is_required: false,
        },
    ],
    write,
};

fn write(request: &Request<'_>) -> Result<String, ToolError> {
    let answer = profile(request)?;
    let points = match request.argument(POINTS) {
        "" => "Answer their latest feedback. ".to_owned(),
        points => format!("These are the points to make:\n\n{points}\n\n"),
    };
    Ok(format!(
        "Draft a reply to the customer `{}`. {points}Write in the language of their latest \
         message, short and friendly; refer to what they told us before where it helps; promise \
         nothing that is not in the points. Show me the draft and, below it, what you relied \
         on.\n\n{}",
        answer.customer.id,
        fence::around(&answer)
    ))
}
