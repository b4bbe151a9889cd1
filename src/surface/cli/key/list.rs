//! `key list`: what each key may do, and whether it is good.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::super::table::Table;
use super::super::{CommandError, output};
use crate::domain::access::{Operator, Standing};
use crate::service::Directory;
use crate::surface::clock::now;
use crate::surface::view::clean;

/// How keys are listed.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Print the list as JSON
    #[arg(long)]
    json: bool,
}

/// A key as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct KeyView {
    id: String,
    name: String,
    scopes: String,
    confirm: &'static str,
    changes_a_minute: u32,
    removals_an_hour: u32,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    used_at: Option<String>,
    state: &'static str,
}

impl KeyView {
    pub(super) fn of(standing: &Standing, now: Timestamp) -> Self {
        let grant = &standing.grant;
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let state = match (standing.revoked_at, standing.why_ended(now)) {
            (Some(_), _) => "revoked",
            (None, Some(_)) => "expired",
            (None, None) => "good",
        };
        Self {
            id: grant.key.to_string(),
            name: clean::line(&grant.name).into_owned(),
            scopes: grant.scopes.to_string(),
            confirm: grant.confirm.as_str(),
            changes_a_minute: grant.limits.changes_a_minute,
            removals_an_hour: grant.limits.removals_an_hour,
            created_at: standing.created_at.to_string(),
            expires_at: text(standing.expires_at),
            revoked_at: text(standing.revoked_at),
            used_at: text(standing.used_at),
            state,
        }
    }
}

pub(super) fn list(args: &ListArgs, directory: &Directory) -> Result<(), CommandError> {
    let now = now();
    let keys = directory.keys(Operator.reader())?;
    let keys: Vec<KeyView> = keys.iter().map(|key| KeyView::of(key, now)).collect();
    if args.json {
        return Ok(output::print_json(&json!({ "keys": keys }))?);
    }
    if keys.is_empty() {
        return Ok(output::print(
            "There are no keys: every assistant may read and nothing else. `key create` makes one.\n",
        )?);
    }
    let mut table = Table::new(&[
        "ID",
        "NAME",
        "SCOPES",
        "CONFIRM",
        "STATE",
        "CREATED",
        "EXPIRES",
        "LAST USED",
    ]);
    let day = |at: &Option<String>| {
        let day = at.as_deref().and_then(|at| at.get(..10));
        day.unwrap_or("never").to_owned()
    };
    for key in &keys {
        table.add([
            key.id.clone(),
            key.name.clone(),
            key.scopes.clone(),
            key.confirm.to_owned(),
            key.state.to_owned(),
            day(&Some(key.created_at.clone())),
            day(&key.expires_at),
            day(&key.used_at),
        ]);
    }
    Ok(output::print(&format!("{table}\n"))?)
}
