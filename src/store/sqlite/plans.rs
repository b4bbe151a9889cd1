//! Plans that wait for a yes, or had one.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::{Map, Value, json};

use super::super::StoreError;
use super::codes::time_from;
use crate::domain::access::KeyId;
use crate::domain::customer::CustomerId;
use crate::domain::plan::{Approval, Intent, Plan, PlanCode, Seen};
use jiff::Timestamp;

const COLUMNS: &str =
    "code, key_id, tool, request, basis, made_at, approved_at, approved_by, ended_at, was_refused";

/// The plan with a code.
pub(super) fn plan(connection: &Connection, code: &PlanCode) -> Result<Option<Plan>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM plans WHERE code = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([code.as_str()], |row| Ok(plan_from(row)))
        .optional()?
        .transpose()
}

/// Plans that were neither carried out nor refused and are good beyond a moment, oldest first.
pub(super) fn open(connection: &Connection, now: Timestamp) -> Result<Vec<Plan>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM plans WHERE expires_at > ?1 AND ended_at IS NULL ORDER BY made_at, code"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([now.as_millisecond()])?;
    let mut plans = Vec::new();
    while let Some(row) = rows.next()? {
        plans.push(plan_from(row)?);
    }
    Ok(plans)
}

/// Keeps a new plan. One with the same code is the same plan.
pub(super) fn insert(connection: &Connection, plan: &Plan) -> Result<(), StoreError> {
    let sql =
        "INSERT OR IGNORE INTO plans (code, key_id, tool, request, basis, made_at, expires_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let arguments = plan.intent.arguments().into_iter();
    let request: Map<String, Value> = arguments
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let basis = plan.basis.iter();
    let basis: Value = basis
        .map(|seen| json!([seen.customer.to_string(), seen.version]))
        .collect();
    connection.prepare_cached(sql)?.execute(params![
        plan.code.as_str(),
        plan.key.as_ref().map(KeyId::as_str),
        plan.intent.tool(),
        Value::Object(request).to_string(),
        basis.to_string(),
        plan.made_at.as_millisecond(),
        plan.expires_at().as_millisecond(),
    ])?;
    Ok(())
}

/// Notes the yes to a plan.
pub(super) fn approve(
    connection: &Connection,
    code: &PlanCode,
    approval: &Approval,
) -> Result<(), StoreError> {
    let sql = "UPDATE plans SET approved_at = ?2, approved_by = ?3 WHERE code = ?1";
    connection.prepare_cached(sql)?.execute(params![
        code.as_str(),
        approval.at.as_millisecond(),
        approval.by
    ])?;
    Ok(())
}

/// Notes that a plan was carried out, or refused.
pub(super) fn end(
    connection: &Connection,
    code: &PlanCode,
    at: Timestamp,
    was_refused: bool,
) -> Result<(), StoreError> {
    let sql = "UPDATE plans SET ended_at = ?2, was_refused = ?3 WHERE code = ?1";
    connection.prepare_cached(sql)?.execute(params![
        code.as_str(),
        at.as_millisecond(),
        was_refused
    ])?;
    Ok(())
}

/// Takes away plans that ended before a moment.
pub(super) fn forget(connection: &Connection, before: Timestamp) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM plans WHERE expires_at < ?1")?
        .execute([before.as_millisecond()])?;
    Ok(())
}

fn plan_from(row: &Row<'_>) -> Result<Plan, StoreError> {
    let corrupt = || StoreError::Corrupt {
        table: "plans",
        row: 0,
    };
    let text = |column: &str| -> Result<&str, StoreError> {
        Ok(row
            .get_ref(column)?
            .as_str()
            .map_err(rusqlite::Error::from)?)
    };
    let time = |column: &str| {
        row.get::<_, Option<i64>>(column)?
            .map(|at| time_from(at, "plans", 0))
            .transpose()
    };
    let request: Map<String, Value> =
        serde_json::from_str(text("request")?).map_err(|_other_form| corrupt())?;
    let argument = |name: &str| Some(request.get(name)?.as_str()?.to_owned());
    let basis: Vec<(String, u64)> =
        serde_json::from_str(text("basis")?).map_err(|_other_form| corrupt())?;
    let seen = |(customer, version): (String, u64)| {
        let customer: CustomerId = customer.parse().map_err(|_no_id| corrupt())?;
        Ok::<_, StoreError>(Seen { customer, version })
    };
    let approved_by: Option<String> = row.get("approved_by")?;
    Ok(Plan {
        code: text("code")?.parse().map_err(|_no_code| corrupt())?,
        key: row.get::<_, Option<String>>("key_id")?.map(KeyId::stored),
        intent: Intent::stored(text("tool")?, argument).ok_or_else(corrupt)?,
        basis: basis.into_iter().map(seen).collect::<Result<_, _>>()?,
        made_at: time("made_at")?.ok_or_else(corrupt)?,
        approval: time("approved_at")?
            .zip(approved_by)
            .map(|(at, by)| Approval { at, by }),
        ended_at: time("ended_at")?,
        was_refused: row.get("was_refused")?,
    })
}
