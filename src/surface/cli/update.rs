//! `customer-directory update`: what is known about one customer, by hand.

use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::pair::{self, Pair};
use super::{CommandError, create, get, open};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::domain::editing::Clearable;
use crate::service::Purpose;
use crate::surface::clock::now;
use crate::surface::edit::EditRequest;
use crate::surface::view::{Allowance, EditAnswer};

/// Which customer, and what changes. Everything else stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Values set here stay whatever comes in later. A contact, tag or field that is removed or cleared
may come back with later feedback.

Examples:
  customer-directory update jane@lumenworks.io --name 'Jane Holloway' --add-tag vip
  customer-directory update cus_12 --add-email jane@home.net --primary-email jane@home.net
  customer-directory update cus_12 --set-field cf_plan=Pro --append-notes 'Renewal in March.'
  customer-directory update cus_12 --clear company --expected-version 7 --json")]
pub struct UpdateArgs {
    /// An id, e-mail address, phone number, or the customer's id in your own product
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// Display name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Organisation
    #[arg(long, value_name = "COMPANY")]
    company: Option<String>,
    /// An e-mail address to add; this and the flags below that add or remove may be repeated
    #[arg(long, value_name = "ADDRESS")]
    add_email: Vec<String>,
    /// An e-mail address to remove
    #[arg(long, value_name = "ADDRESS")]
    remove_email: Vec<String>,
    /// A phone number to add
    #[arg(long, value_name = "NUMBER")]
    add_phone: Vec<String>,
    /// A phone number to remove
    #[arg(long, value_name = "NUMBER")]
    remove_phone: Vec<String>,
    /// An id in your own product to add
    #[arg(long, value_name = "ID")]
    add_user_id: Vec<String>,
    /// An id in your own product to remove
    #[arg(long, value_name = "ID")]
    remove_user_id: Vec<String>,
    /// The e-mail address to show first, one of the customer's
    #[arg(long, value_name = "ADDRESS")]
    primary_email: Option<String>,
    /// The phone number to show first, one of the customer's
    #[arg(long, value_name = "NUMBER")]
    primary_phone: Option<String>,
    /// A label to add
    #[arg(long, value_name = "TAG")]
    add_tag: Vec<String>,
    /// A label to remove
    #[arg(long, value_name = "TAG")]
    remove_tag: Vec<String>,
    /// A custom field to set, such as `cf_plan=Pro`
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair::parse)]
    set_field: Vec<Pair>,
    /// A custom field to remove, such as `cf_plan`
    #[arg(long, value_name = "KEY")]
    remove_field: Vec<String>,
    /// An account on a social network to add, such as github=jane
    #[arg(long, value_name = "NETWORK=HANDLE", value_parser = pair::parse)]
    add_social: Vec<Pair>,
    /// An account on a social network to remove
    #[arg(long, value_name = "NETWORK=HANDLE", value_parser = pair::parse)]
    remove_social: Vec<Pair>,
    /// Notes in place of those that are there
    #[arg(long, value_name = "TEXT", conflicts_with = "append_notes")]
    notes: Option<String>,
    /// A text to add to the notes
    #[arg(long, value_name = "TEXT")]
    append_notes: Option<String>,
    /// A field to empty; may be repeated
    #[arg(
        long,
        value_name = "FIELD",
        value_parser = PossibleValuesParser::new(Clearable::ALL.map(Clearable::as_str))
    )]
    clear: Vec<String>,
    /// Change nothing if the customer is at another version than this
    #[arg(long, value_name = "VERSION")]
    expected_version: Option<u64>,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

/// Changes a customer and prints them.
pub fn update(args: &UpdateArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let (is_json, expected_version) = (args.json, args.expected_version);
    let customer = args.customer.clone();
    let edit = EditRequest::from(args).edit(&global.policy())?;
    let mut directory = open(global, Purpose::Write)?;
    let updated = directory
        .update_customer(Operator.writer(now()), &customer, &edit, expected_version)
        .map_err(get::with_near_matches)?;
    let answer = EditAnswer::within(&updated.customer, Allowance::UNLIMITED)
        .resolved_from(updated.resolved_from);
    create::print(&answer, is_json)
}

impl From<&UpdateArgs> for EditRequest {
    fn from(args: &UpdateArgs) -> Self {
        Self {
            is_new: false,
            name: args.name.clone(),
            company: args.company.clone(),
            emails: args.add_email.clone(),
            remove_emails: args.remove_email.clone(),
            phones: args.add_phone.clone(),
            remove_phones: args.remove_phone.clone(),
            user_ids: args.add_user_id.clone(),
            remove_user_ids: args.remove_user_id.clone(),
            primary_email: args.primary_email.clone(),
            primary_phone: args.primary_phone.clone(),
            tags: args.add_tag.clone(),
            remove_tags: args.remove_tag.clone(),
            custom_fields: pair::values(&args.set_field),
            remove_custom_fields: args.remove_field.clone(),
            social_handles: pair::lists(&args.add_social),
            remove_social_handles: pair::lists(&args.remove_social),
            notes: args.notes.clone(),
            append_notes: args.append_notes.clone(),
            clear: args
                .clear
                .iter()
                .filter_map(|field| Clearable::named(field))
                .collect(),
        }
    }
}
