//! Keys: giving them out, taking them back, and what a caller with one may do.

use jiff::Timestamp;

use super::audit::Trail;
use super::{Directory, DirectoryError};
use crate::domain::access::{
    Access, Administrator, Confirm, Grant, Key, Limits, Reader, Scopes, Standing,
};
use crate::domain::label;
use crate::store::{ReadRecords, WriteRecords};

/// A key that shall be made.
#[derive(Debug, Clone)]
pub struct KeyRequest {
    /// Its name: who or what will use it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// How a person's yes is asked for.
    pub confirm: Confirm,
    /// How much it may do in a while.
    pub limits: Limits,
    /// When it ends, UTC.
    pub expires_at: Option<Timestamp>,
}

impl Directory {
    /// What a caller with a key may do at this moment.
    pub fn admit(&self, key: &Key, now: Timestamp) -> Result<Access, DirectoryError> {
        self.store.read(|records| admit(records, key, now))
    }

    /// Notes that a server started with a key.
    pub fn note_start(&mut self, grant: &Grant, now: Timestamp) -> Result<(), DirectoryError> {
        let Some(holder) = Access::Granted(grant.clone()).holder(now) else {
            return Ok(());
        };
        self.store
            .write(holder, |records| Ok(records.note_key_use(&grant.key, now)?))
    }

    /// Keeps a new key.
    pub fn create_key(
        &mut self,
        administrator: Administrator,
        key: &Key,
        request: &KeyRequest,
    ) -> Result<Standing, DirectoryError> {
        self.change(administrator, "key create", |records, trail, act| {
            create(records, trail, key, request, act.at)
        })
    }

    /// Takes a key back, by its name or its id.
    pub fn revoke_key(
        &mut self,
        administrator: Administrator,
        asked: &str,
    ) -> Result<Standing, DirectoryError> {
        self.change(administrator, "key revoke", |records, trail, act| {
            revoke(records, trail, asked, act.at)
        })
    }

    /// Every key, in the order in which they were made.
    pub fn keys(&self, _: Reader) -> Result<Vec<Standing>, DirectoryError> {
        self.store.read(|records| Ok(records.keys()?))
    }
}

/// Keeps a new key.
fn create(
    records: &mut dyn WriteRecords,
    trail: &mut Trail,
    key: &Key,
    request: &KeyRequest,
    now: Timestamp,
) -> Result<Standing, DirectoryError> {
    let unusable = |problem: String| DirectoryError::Unusable {
        field: "key".to_owned(),
        problem,
    };
    let name = label::bounded(&request.name).map_err(|error| unusable(error.to_string()))?;
    if records.keys()?.iter().any(|known| known.grant.name == name) {
        let problem = format!("there is a key `{name}` already; choose another name");
        return Err(unusable(problem));
    }
    let standing = Standing {
        grant: Grant {
            key: key.id(),
            name,
            scopes: request.scopes,
            confirm: request.confirm,
            limits: request.limits,
        },
        digest: key.digest(),
        created_at: now,
        expires_at: request.expires_at,
        revoked_at: None,
        used_at: None,
    };
    records.insert_key(&standing)?;
    note(trail, &standing);
    Ok(standing)
}

/// Takes a key back, by its name or its id. One that was taken back stays as it is.
fn revoke(
    records: &mut dyn WriteRecords,
    trail: &mut Trail,
    asked: &str,
    now: Timestamp,
) -> Result<Standing, DirectoryError> {
    let is_meant =
        |known: &Standing| known.grant.name == asked || known.grant.key.as_str() == asked;
    let Some(mut standing) = records.keys()?.into_iter().find(is_meant) else {
        return Err(DirectoryError::Unusable {
            field: "key".to_owned(),
            problem: format!("there is no key `{asked}`; `key list` shows them all"),
        });
    };
    if standing.revoked_at.is_none() {
        records.revoke_key(&standing.grant.key, now)?;
        standing.revoked_at = Some(now);
        note(trail, &standing);
    }
    Ok(standing)
}

/// The name of a key is no personal data, but the audit keeps values as hashes alone.
fn note(trail: &mut Trail, standing: &Standing) {
    let details = [
        trail.field("key", None, Some(standing.grant.key.as_str())),
        trail.field("scopes", None, Some(&standing.grant.scopes.to_string())),
    ];
    trail.add(None, None, details.into_iter().flatten().collect());
}

/// What a caller with a key may do. Never more than the key gives, and nothing where it is not good.
fn admit(records: &dyn ReadRecords, key: &Key, now: Timestamp) -> Result<Access, DirectoryError> {
    let standing = records.key(&key.id())?;
    // A key that is not known and one with another secret are answered alike.
    let Some(standing) = standing.filter(|standing| key.has_digest(&standing.digest)) else {
        let why =
            "the key is not known to this directory; make one with `customer-directory key create`";
        return Ok(Access::Barred(why.to_owned()));
    };
    Ok(match standing.why_ended(now) {
        Some(why) => Access::Barred(format!(
            "the key `{}` {why}; make another with `customer-directory key create`",
            standing.grant.name
        )),
        None => Access::Granted(standing.grant),
    })
}
