//! The one path of every change: the key is looked at again, its limits are held, the change is
//! made and what it did goes into the audit, all in one transaction.

use jiff::{SignedDuration, Timestamp};

use super::DirectoryError;
use super::audit::{self, Trail};
use crate::domain::access::{Act, Actor, ChangeProof, Grant, Scope, Standing};
use crate::store::{ReadRecords, Store, WriteRecords};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Makes a change. `action` is the tool or command as the audit names it.
///
/// Work that leaves no trail has changed nothing: it counts against no limit.
pub(super) fn change<P: ChangeProof, T>(
    store: &mut Store,
    proof: P,
    action: &str,
    work: impl FnOnce(&mut dyn WriteRecords, &mut Trail, &Act) -> Result<T, DirectoryError>,
) -> Result<T, DirectoryError> {
    let act = proof.act().clone();
    store.write(proof, |records| {
        let standing = match &act.actor {
            Actor::Operator => None,
            Actor::Key(grant) => Some(admit_again(records, grant, P::SCOPE, act.at)?),
        };
        let mut trail = Trail::new(
            audit::hasher(records)?,
            action,
            P::SCOPE == Some(Scope::Delete),
        );
        let done = work(records, &mut trail, &act)?;
        if trail.is_empty() {
            return Ok(done);
        }
        if let (Some(standing), Actor::Key(grant)) = (standing, &act.actor) {
            hold_limits(records, grant, P::SCOPE, act.at)?;
            let last_use = standing
                .used_at
                .map(|used| used.duration_until(act.at).abs());
            // To the minute: each change would write a page more.
            if last_use.is_none_or(|while_ago| while_ago >= MINUTE) {
                records.note_key_use(&grant.key, act.at)?;
            }
        }
        trail.write(records, &act)?;
        Ok(done)
    })
}

/// A key may have been taken back since the server started.
fn admit_again(
    records: &dyn ReadRecords,
    grant: &Grant,
    scope: Option<Scope>,
    now: Timestamp,
) -> Result<Standing, DirectoryError> {
    let ended = |why: &str| DirectoryError::KeyEnded {
        name: grant.name.clone(),
        why: why.to_owned(),
    };
    let Some(standing) = records.key(&grant.key)? else {
        return Err(ended("is not known any more"));
    };
    if let Some(why) = standing.why_ended(now) {
        return Err(ended(&why));
    }
    match scope {
        Some(scope) if standing.grant.scopes.has(scope) => Ok(standing),
        Some(scope) => Err(ended(&format!("has no scope `{}`", scope.as_str()))),
        None => Err(ended("is no administrator's")),
    }
}

/// Refuses a change that would be one too many.
fn hold_limits(
    records: &dyn ReadRecords,
    grant: &Grant,
    scope: Option<Scope>,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let limits = grant.limits;
    hold_limit(
        records,
        grant,
        (limits.changes_a_minute, MINUTE, "changes a minute"),
        now,
    )?;
    if scope == Some(Scope::Delete) {
        let limit = (
            limits.removals_an_hour,
            HOUR,
            "merges and deletions an hour",
        );
        hold_limit(records, grant, limit, now)?;
    }
    Ok(())
}

fn hold_limit(
    records: &dyn ReadRecords,
    grant: &Grant,
    (most, window, what): (u32, SignedDuration, &'static str),
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let reached = |wait: SignedDuration| DirectoryError::LimitReached {
        name: grant.name.clone(),
        most,
        what,
        // Rounded up: who waits for it is let through.
        wait_seconds: u64::try_from(wait.as_secs()).unwrap_or(0) + 1,
    };
    let Some(earlier) = most.checked_sub(1) else {
        return Err(reached(window));
    };
    let first = if window == HOUR {
        records.earlier_removal(&grant.key, earlier)?
    } else {
        let after = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        records.earlier_change(&grant.key, earlier, after)?
    };
    match first.map(|first| first.duration_until(now)) {
        // A clock that was set back must not lock a key out for longer than the window.
        Some(age) if age < window => Err(reached((window - age).min(window))),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::super::ingest::tests::{directory, event};
    use super::super::{AuditQuery, Directory, DirectoryError, KeyRequest};
    use crate::domain::access::{Access, Confirm, Key, Limits, Operator, Scopes};

    fn start() -> Timestamp {
        "2026-11-03T10:15:00Z".parse().unwrap()
    }

    fn granted(directory: &mut Directory, scopes: Scopes, limits: Limits) -> Access {
        granted_to("support", 0, directory, scopes, limits)
    }

    fn granted_to(
        name: &str,
        first_byte: u8,
        directory: &mut Directory,
        scopes: Scopes,
        limits: Limits,
    ) -> Access {
        let key = Key::from_random(&(first_byte..128).collect::<Vec<u8>>()).unwrap();
        let request = KeyRequest {
            name: name.to_owned(),
            scopes,
            confirm: Confirm::Plan,
            limits,
            expires_at: Some(start() + SignedDuration::from_hours(2)),
        };
        directory
            .create_key(Operator.administrator(start()), &key, &request)
            .unwrap();
        directory.admit(&key, start()).unwrap()
    }

    /// Takes in one event as the caller, so many seconds after the start.
    fn write(
        directory: &mut Directory,
        access: &Access,
        id: &str,
        seconds: i64,
    ) -> Result<(), DirectoryError> {
        let now = start() + SignedDuration::from_secs(seconds);
        let writer = access.writer(now).unwrap();
        directory
            .ingest(writer, [vec![event(id, 1, &[])]])
            .map(|_receipts| ())
    }

    #[test]
    fn a_key_that_was_taken_back_writes_nothing_more() {
        let mut directory = directory(50);
        let access = granted(&mut directory, "write".parse().unwrap(), Limits::default());
        write(&mut directory, &access, "1", 0).unwrap();
        let administrator = Operator.administrator(start());
        directory.revoke_key(administrator, "support").unwrap();
        let error = write(&mut directory, &access, "2", 1).unwrap_err();
        assert!(matches!(error, DirectoryError::KeyEnded { .. }), "{error}");
        assert!(
            error
                .to_string()
                .contains("was revoked at 2026-11-03T10:15:00Z")
        );
        let rows = directory
            .audit(Operator.reader(), &AuditQuery::default())
            .unwrap();
        let actors: Vec<&str> = rows.iter().map(|row| row.actor.as_str()).collect();
        assert_eq!(actors, ["operator", "support", "operator"]);
    }

    #[test]
    fn a_key_that_expires_while_a_server_runs_writes_nothing_more() {
        let mut directory = directory(50);
        let access = granted(&mut directory, "write".parse().unwrap(), Limits::default());
        write(&mut directory, &access, "1", 7_199).unwrap();
        let error = write(&mut directory, &access, "2", 7_200).unwrap_err();
        assert!(error.to_string().contains("expired at"), "{error}");
    }

    #[test]
    fn a_change_too_many_is_refused_with_the_time_to_wait_and_repeats_are_free() {
        let mut directory = directory(50);
        let limits = Limits {
            changes_a_minute: 3,
            removals_an_hour: 0,
        };
        let access = granted(&mut directory, "write".parse().unwrap(), limits);
        for (id, second) in [("1", 0), ("2", 10), ("3", 20)] {
            write(&mut directory, &access, id, second).unwrap();
        }
        write(&mut directory, &access, "3", 21).unwrap();
        let error = write(&mut directory, &access, "4", 30).unwrap_err();
        let DirectoryError::LimitReached {
            wait_seconds, most, ..
        } = error
        else {
            panic!("{error}");
        };
        assert_eq!((wait_seconds, most), (31, 3));
        assert!(write(&mut directory, &access, "4", 59).is_err());
        write(&mut directory, &access, "4", 60).unwrap();
        // The clock is set back: nobody waits longer than the window.
        let error = write(&mut directory, &access, "5", -4_000).unwrap_err();
        let DirectoryError::LimitReached { wait_seconds, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(wait_seconds, 61);
    }

    #[test]
    fn what_others_change_counts_against_no_key() {
        let mut directory = directory(50);
        let limits = Limits {
            changes_a_minute: 2,
            removals_an_hour: 0,
        };
        let scopes = || "write".parse().unwrap();
        let support = granted_to("support", 0, &mut directory, scopes(), limits);
        let sales = granted_to("sales", 1, &mut directory, scopes(), limits);
        write(&mut directory, &support, "1", 0).unwrap();
        write(&mut directory, &sales, "2", 10).unwrap();
        write(&mut directory, &sales, "3", 20).unwrap();
        write(&mut directory, &support, "4", 30).unwrap();
        let error = write(&mut directory, &support, "5", 40).unwrap_err();
        let DirectoryError::LimitReached { wait_seconds, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(wait_seconds, 21);
        assert!(write(&mut directory, &sales, "6", 69).is_err());
        write(&mut directory, &sales, "6", 70).unwrap();
    }
}
