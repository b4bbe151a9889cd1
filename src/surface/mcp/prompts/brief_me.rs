//! `brief_me`: one customer, before a call.

use super::{Argument, Prompt, Request, fence};
use crate::domain::search::Detail;
use crate::surface::mcp::error::ToolError;
use crate::surface::mcp::icon::Icon;
use crate::surface::view::{Allowance, GetAnswer};

/// How much of the latest feedback is at hand.
const LATEST_FEEDBACK: usize = 15;

/// The argument that names a customer.
pub(super) const CUSTOMER: Argument = Argument {
    name: "customer",
    title: "Customer",
    description: "An id (`cus_1042`), e-mail address, phone number or user id; type a name or \
        an e-mail address to complete the id",
    is_required: true,
};

pub(super) const PROMPT: Prompt = Prompt {
    name: "brief_me",
    title: "Brief me on a customer",
    icon: Icon::Person,
    description: "A short briefing on one customer before a call.",
    arguments: &[CUSTOMER],
    write,
};

fn write(request: &Request<'_>) -> Result<String, ToolError> {
    let answer = profile(request)?;
    Ok(format!(
        "I am about to talk to the customer `{}`. Brief me in at most 200 words: who they are; \
         what they last told us and how they seem to feel; what is still open; two or three things \
         to raise. Name the date of what you rely on and say what you do not know. If you need \
         older feedback, use `list_feedback`.\n\n{}",
        answer.customer.id,
        fence::around(&answer)
    ))
}

/// The customer whom a request is about, with the latest feedback.
pub(super) fn profile(request: &Request<'_>) -> Result<GetAnswer, ToolError> {
    let asked = request.argument(CUSTOMER.name);
    let profile = request
        .directory
        .get_customer(request.reader, asked, LATEST_FEEDBACK)?;
    Ok(GetAnswer::of(
        &profile,
        Detail::Concise,
        Allowance::ASSISTANT,
    ))
}
