//! Changes that cannot be made because something stands already: what is answered.

use serde_json::{Map, Value};

use super::error::{Code, Refusal, echo};
use crate::domain::customer::Customer;
use crate::surface::view::{CustomerMention, EditAnswer};

/// Another customer has a contact. Their name is a stranger's text, so it is no part of the message.
pub(super) fn contact_taken(contact: &str, owner: &Customer) -> Refusal {
    let message = format!(
        "`{}` belongs to `{}`; change that customer with `update_customer`, or, if both are one \
         person, unite them with `merge_customers`",
        echo(contact),
        owner.id
    );
    let owner = serde_json::to_value(CustomerMention::of(owner)).unwrap_or_default();
    let facts = Map::from_iter([("owner".to_owned(), owner)]);
    Refusal::new(Code::Conflict, message).with(facts)
}

/// A customer has changed since the caller looked.
pub(super) fn version(expected: u64, customer: &Customer) -> Refusal {
    let message = format!(
        "`{}` is at version {}, not {expected}: it was changed in between; look at the values as \
         they are now, and if the change still fits send it with `expected_version` {}",
        customer.id, customer.version, customer.version
    );
    let facts = match serde_json::to_value(EditAnswer::of(customer)) {
        Ok(Value::Object(facts)) => facts,
        Ok(_) | Err(_) => Map::new(),
    };
    Refusal::new(Code::VersionConflict, message).with(facts)
}

/// A request has the name of another one.
pub(super) fn name_reused(field: &str, name: &str) -> Refusal {
    let message = format!(
        "`{field}` `{}` was used before with other content, and nothing was changed; send exactly \
         the same again to see what came of it, or choose another `{field}`",
        echo(name)
    );
    Refusal::new(Code::Conflict, message)
}
