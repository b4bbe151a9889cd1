//! `customer-directory key`: keys for assistants and scripts.

mod create;
mod list;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{CommandError, open, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::Purpose;
use crate::surface::clock::now;

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it, once
    Create(create::CreateArgs),
    /// List all keys: what each may do, until when, and when it was last used
    List(list::ListArgs),
    /// Take a key back; servers that run with it stop writing at once
    Revoke(RevokeArgs),
}

/// Which key is taken back.
#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// The key's name or id, as `key list` shows it
    #[arg(value_name = "KEY")]
    key: String,
    /// Print the key's record as JSON
    #[arg(long)]
    json: bool,
}

/// Does it.
pub fn key(command: &KeyCommand, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    match command {
        KeyCommand::Create(args) => create::create(args, &mut open(global, Purpose::Write)?)?,
        KeyCommand::List(args) => list::list(args, &open(global, Purpose::Read)?)?,
        KeyCommand::Revoke(args) => {
            let mut directory = open(global, Purpose::Write)?;
            let standing = directory.revoke_key(Operator.administrator(now()), &args.key)?;
            if args.json {
                output::print_json(&list::KeyView::of(&standing, now()))?;
            } else {
                let grant = &standing.grant;
                let text = format!("The key `{}` ({}) is revoked.\n", grant.name, grant.key);
                output::print(&text)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
