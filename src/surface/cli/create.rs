//! `customer-directory create`: a customer by hand.

use std::process::ExitCode;

use clap::Args;

use super::pair::{self, Pair};
use super::{CommandError, get, open, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::Purpose;
use crate::surface::clock::now;
use crate::surface::edit::{EditRequest, request_name};
use crate::surface::view::{Allowance, EditAnswer};

/// Who the customer is.
#[derive(Debug, Args)]
#[command(after_help = "\
Needs a name or a contact. An address that another customer has is refused, and says whose it is.

Examples:
  customer-directory create --name 'Mira Okafor' --email mira@lumenworks.io --tag vip
  customer-directory create --phone '+1 415 555 0132' --field cf_plan=Pro --social github=mira
  customer-directory create --name 'Mira Okafor' --idempotency-key fair-17 --json")]
pub struct CreateArgs {
    /// Display name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Organisation
    #[arg(long, value_name = "COMPANY")]
    company: Option<String>,
    /// An e-mail address; may be repeated
    #[arg(long = "email", value_name = "ADDRESS")]
    emails: Vec<String>,
    /// A phone number; may be repeated
    #[arg(long = "phone", value_name = "NUMBER")]
    phones: Vec<String>,
    /// The customer's id in your own product; may be repeated
    #[arg(long = "user-id", value_name = "ID")]
    user_ids: Vec<String>,
    /// A label; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// A custom field, such as `cf_plan=Pro`; may be repeated
    #[arg(long = "field", value_name = "KEY=VALUE", value_parser = pair::parse)]
    fields: Vec<Pair>,
    /// An account on a social network, such as github=mira; may be repeated
    #[arg(long = "social", value_name = "NETWORK=HANDLE", value_parser = pair::parse)]
    social_handles: Vec<Pair>,
    /// Free text for the team
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// A name for this request: sent again, it makes nobody twice
    #[arg(long, value_name = "TEXT")]
    idempotency_key: Option<String>,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

/// Makes a customer and prints them.
pub fn create(args: &CreateArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let is_json = args.json;
    let name = request_name(args.idempotency_key.clone())?;
    let edit = EditRequest::from(args).edit(&global.policy())?;
    let mut directory = open(global, Purpose::Write)?;
    let made = directory.create_customer(Operator.writer(now()), &edit, name.as_deref())?;
    let answer = EditAnswer::within(&made.customer, Allowance::UNLIMITED).repeated(made.repeated);
    print(&answer, is_json)
}

/// Prints a customer who was changed.
pub(super) fn print(answer: &EditAnswer, is_json: bool) -> Result<ExitCode, CommandError> {
    if is_json {
        output::print_json(answer)?;
    } else {
        output::print(&get::customer_lines(&answer.customer))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl From<&CreateArgs> for EditRequest {
    fn from(args: &CreateArgs) -> Self {
        Self {
            is_new: true,
            name: args.name.clone(),
            company: args.company.clone(),
            emails: args.emails.clone(),
            phones: args.phones.clone(),
            user_ids: args.user_ids.clone(),
            tags: args.tags.clone(),
            custom_fields: pair::values(&args.fields),
            social_handles: pair::lists(&args.social_handles),
            notes: args.notes.clone(),
            ..Self::default()
        }
    }
}
