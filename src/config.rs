//! Flags and environment. Nothing else reads either.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::domain::contact::{ContactPolicy, Region};
use crate::domain::filling::DEFAULT_CONTACT_CEILING;
use crate::service::{Location, Settings};
use crate::surface::cli::{
    ApproveArgs, AuditArgs, BackupArgs, CheckArgs, CompactArgs, CreateArgs, DeleteArgs, DemoArgs,
    DifferentArgs, DuplicatesArgs, EraseArgs, ExportArgs, FeedbackArgs, GetArgs, ImportArgs,
    IngestArgs, KeyCommand, ListArgs, MergeArgs, PendingArgs, RestoreArgs, StatsArgs, SummaryArgs,
    UpdateArgs,
};
use crate::surface::mcp::{KeySource, Secret};

/// The database's name inside the platform's data folder.
const FILE_NAME: &str = "customers.db";

/// A company's customer directory for AI assistants.
///
/// Feed it feedback with `ingest`; it works out who the customers are. Then let an assistant ask
/// through `mcp`, or ask yourself with `list`, `get`, `feedback` and `summary`. `demo` shows it all
/// on sample data.
#[derive(Debug, Parser)]
#[command(
    name = "customer-directory",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Config {
    /// Flags that every command has.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command has.
#[derive(Debug, Clone, Args)]
pub struct GlobalArgs {
    /// The database file [default: customers.db in the platform's data folder]
    #[arg(
        long,
        value_name = "PATH",
        env = "CUSTOMER_DIRECTORY_DB",
        global = true
    )]
    pub db: Option<PathBuf>,
    /// The country whose national phone numbers are understood, such as US or DE
    #[arg(
        long,
        value_name = "COUNTRY",
        env = "CUSTOMER_DIRECTORY_REGION",
        global = true
    )]
    pub default_region: Option<Region>,
    /// How many e-mail addresses, phone numbers and user ids one customer may have, of each
    #[arg(
        long,
        value_name = "COUNT",
        env = "CUSTOMER_DIRECTORY_CONTACT_CEILING",
        default_value_t = DEFAULT_CONTACT_CEILING,
        global = true,
        hide_short_help = true
    )]
    pub contact_ceiling: usize,
    /// Addresses, numbers, user ids or e-mail domains that prove nothing about a person
    #[arg(
        long,
        value_name = "CONTACT",
        value_delimiter = ',',
        env = "CUSTOMER_DIRECTORY_BLOCK",
        global = true,
        hide_short_help = true
    )]
    pub block: Vec<String>,
    /// Addresses, or what stands before their @, that several people share
    #[arg(
        long,
        value_name = "ADDRESS",
        value_delimiter = ',',
        env = "CUSTOMER_DIRECTORY_SHARED",
        global = true,
        hide_short_help = true
    )]
    pub shared: Vec<String>,
    /// Use a database file that other users of this machine can read
    #[arg(long, global = true, hide_short_help = true)]
    pub allow_shared_file: bool,
    /// What is logged to stderr: error, warn, info, debug or trace
    #[arg(
        long,
        value_name = "LEVEL",
        env = "CUSTOMER_DIRECTORY_LOG",
        default_value = "warn",
        global = true,
        hide_short_help = true
    )]
    pub log: String,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve AI assistants over stdin and stdout (Model Context Protocol)
    Mcp(McpArgs),
    /// Take in feedback: JSON Lines, a JSON array, CSV, or the product's webhooks
    Ingest(IngestArgs),
    /// List customers by search, filter and order
    List(ListArgs),
    /// Show one customer's whole profile and latest feedback
    Get(GetArgs),
    /// List what customers said, newest first
    Feedback(FeedbackArgs),
    /// Count customers by tag, channel, company, month and custom field
    Summary(SummaryArgs),
    /// List pairs of customers that may be one person, with the evidence
    Duplicates(DuplicatesArgs),
    /// Say that two customers are two people, or take that back
    Different(DifferentArgs),
    /// Make a customer by hand
    Create(CreateArgs),
    /// Change what is known about one customer
    Update(Box<UpdateArgs>),
    /// Merge one customer into another, after showing what happens
    Merge(MergeArgs),
    /// Erase a customer, after showing what goes
    Delete(DeleteArgs),
    /// Say yes or no to what an assistant wants to merge or delete
    Approve(ApproveArgs),
    /// List what waits for a yes
    Pending(PendingArgs),
    /// Give out keys to assistants, list them and take them back
    #[command(subcommand)]
    Key(KeyCommand),
    /// Show who changed what, and check that this record is whole
    Audit(AuditArgs),
    /// Check that the file is whole and that everything in it fits together
    Check(CheckArgs),
    /// Write a verified copy of the directory
    Backup(BackupArgs),
    /// Put a backup in the directory's place; what was erased since stays erased
    Restore(RestoreArgs),
    /// Write down everything that is known, or everything about one person
    Export(ExportArgs),
    /// Make a directory of an export
    Import(ImportArgs),
    /// Erase a person from every byte of the directory, after showing what goes
    Erase(EraseArgs),
    /// Write the file into as few bytes as it needs
    Compact(CompactArgs),
    /// Show what the directory holds, and what it takes on the disk
    Stats(StatsArgs),
    /// See it work: sample feedback, a real server, and the questions of an assistant
    Demo(DemoArgs),
}

/// How assistants are served.
#[derive(Debug, Args)]
#[command(after_help = "\
Without a key an assistant may read and nothing else. A key from `key create` in CUSTOMER_DIRECTORY_KEY,
or in a file that CUSTOMER_DIRECTORY_KEY_FILE names, lets it do what the key says.")]
pub struct McpArgs {
    /// Serve reading only, whatever the key says
    #[arg(long)]
    pub read_only: bool,
}

/// Where the caller's key is. A key is never a flag: other users of a machine see those.
#[expect(
    clippy::disallowed_methods,
    reason = "the configuration reads the environment"
)]
pub fn key_source() -> KeySource {
    let text = std::env::var_os("CUSTOMER_DIRECTORY_KEY").filter(|text| !text.is_empty());
    let file = std::env::var_os("CUSTOMER_DIRECTORY_KEY_FILE").filter(|path| !path.is_empty());
    match (text, file) {
        (None, None) => KeySource::Nowhere,
        (Some(text), None) => KeySource::Variable(Secret(text.to_string_lossy().into_owned())),
        (None, Some(path)) => KeySource::File(path.into()),
        (Some(_), Some(_)) => KeySource::Both,
    }
}

impl GlobalArgs {
    /// Where the directory is kept, or a sentence that says why no place is known.
    pub fn location(&self) -> Result<Location, String> {
        let path = match &self.db {
            Some(path) => path.clone(),
            None => directories::ProjectDirs::from("", "", "customer-directory")
                .map(|folders| folders.data_dir().join(FILE_NAME))
                .ok_or(
                    "this machine has no data folder for you; name a database file with `--db`",
                )?,
        };
        Ok(Location::File {
            path,
            may_be_shared: self.allow_shared_file,
        })
    }

    /// Which contacts prove something about a person.
    pub fn policy(&self) -> ContactPolicy {
        ContactPolicy::new(self.default_region, &self.block, &self.shared)
    }

    /// What the operator decides about the directory.
    pub fn settings(&self) -> Settings {
        Settings {
            contact_ceiling: self.contact_ceiling,
            policy: self.policy(),
        }
    }
}

/// The person who runs the program: the name in the environment, and the number that the system
/// itself gives.
#[expect(
    clippy::disallowed_methods,
    reason = "the configuration reads the environment"
)]
pub fn person() -> String {
    let uid = rustix::process::getuid().as_raw();
    match std::env::var("USER") {
        Ok(name) if !name.is_empty() => format!("{name} (uid {uid})"),
        Ok(_) | Err(_) => format!("uid {uid}"),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Config::command().debug_assert();
    }
}
