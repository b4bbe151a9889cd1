//! Building all postings from the rows: after a first import, and where the rules have changed.
//!
//! A block is read and written in transactions of its own, so that neither memory nor the
//! write-ahead log grows with the directory. Rows that others
//! change once their block was read wait among the unposted ones.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::super::super::StoreError;
use super::super::tallies;
use super::arrange::{Posting, arrange};
use super::collection::{CUSTOMERS, Collection, FEEDBACK};
use super::keys::POSTING_RULES;
use super::members::id_at;
use super::rows::BlockRows;
use super::{found, labels, zones};

/// What is known of the postings as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum State {
    /// There are none, and nobody notes what changes.
    Missing,
    /// They are being built.
    Unfinished,
    /// They say what the rows say, but for the unposted ones.
    Built,
}

/// How many blocks are arranged at the same time; each takes some 30 MB.
const ARRANGED_AT_ONCE: usize = 2;

/// The tally of the rules by which the postings were written.
const RULES: &str = "posting_rules";

/// Tells whether the postings can be used.
pub(in super::super) fn state(connection: &Connection) -> Result<State, StoreError> {
    Ok(match rules(connection)? {
        POSTING_RULES => State::Built,
        mark if mark < 0 => State::Unfinished,
        _ => State::Missing,
    })
}

/// By which rules the postings were written; a negative number is the mark of who writes them.
fn rules(connection: &Connection) -> Result<i64, StoreError> {
    tallies::count(connection, RULES)
}

/// Says that postings are to be built later, when all rows are there.
pub(in super::super) fn put_off(connection: &Connection) -> Result<(), StoreError> {
    set_rules(connection, 0)
}

fn set_rules(connection: &Connection, rules: i64) -> Result<(), StoreError> {
    tallies::set(connection, RULES, rules)
}

/// Builds all postings, unless another process begins to do so later, or has done so.
pub(in super::super) fn build(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = begin(connection)?;
    if state(&transaction)? == State::Built {
        return Ok(());
    }
    let mark = -1 - i64::from(std::process::id());
    set_rules(&transaction, mark)?;
    transaction.commit()?;
    for collection in [&CUSTOMERS, &FEEDBACK] {
        let is_ours = match build_blocks(connection, collection, mark)? {
            Some(end) => finish_collection(connection, collection, end, mark)?,
            None => false,
        };
        if !is_ours {
            return Ok(());
        }
    }
    let transaction = begin(connection)?;
    if rules(&transaction)? == mark {
        count_labels(&transaction)?;
        set_rules(&transaction, POSTING_RULES)?;
    }
    Ok(transaction.commit()?)
}

/// Builds all postings in the transaction that is open.
pub(in super::super) fn rebuild(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    for collection in [&CUSTOMERS, &FEEDBACK] {
        for table in [collection.postings, collection.unposted] {
            transaction.execute(&format!("DELETE FROM {table}"), [])?;
        }
        for block in 0..=found::last_block(transaction, collection)? {
            let rows = BlockRows::read(transaction, collection, block)?;
            insert(
                transaction,
                collection,
                block,
                &arrange(rows.into_keys(), collection),
            )?;
        }
        zones::draw(transaction, collection, zones::ZONE_SIZE)?;
    }
    count_labels(transaction)?;
    set_rules(transaction, POSTING_RULES)
}

/// Builds the postings of each block, and answers the first block that is none any more; nothing
/// where somebody else has begun to build.
///
/// To arrange a block takes twice as long as to read and to write one, so two are arranged on threads
/// of their own while others are read and written.
fn build_blocks(
    connection: &mut Connection,
    collection: &'static Collection,
    mark: i64,
) -> Result<Option<i64>, StoreError> {
    std::thread::scope(|scope| {
        let mut arranging = VecDeque::with_capacity(ARRANGED_AT_ONCE);
        let arrange = |rows: BlockRows| scope.spawn(|| arrange(rows.into_keys(), collection));
        let (mut following, mut written) = (Some(0), 0);
        loop {
            while arranging.len() < ARRANGED_AT_ONCE
                && let Some(block) = following
            {
                following = match read(connection, collection, block, mark)? {
                    Read::Rows(rows) => {
                        arranging.push_back(arrange(rows));
                        Some(block + 1)
                    }
                    Read::End => None,
                    Read::NotOurs => return Ok(None),
                };
            }
            let Some(arranged) = arranging.pop_front() else {
                return Ok(Some(written));
            };
            // A thread that broke down must not look like the end of the blocks.
            let postings = arranged.join();
            let postings = postings.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            if !write(connection, collection, written, &postings, mark)? {
                return Ok(None);
            }
            written += 1;
        }
    })
}

fn begin(connection: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Begins, unless somebody else has begun to build since this mark was set, or has built.
fn begin_ours(
    connection: &mut Connection,
    mark: i64,
) -> Result<Option<Transaction<'_>>, StoreError> {
    let transaction = begin(connection)?;
    let is_ours = rules(&transaction)? == mark;
    Ok(is_ours.then_some(transaction))
}

/// What reading a block finds.
enum Read {
    /// The rows of the block.
    Rows(BlockRows),
    /// There is no such block.
    End,
    /// Somebody else has begun to build, or has built.
    NotOurs,
}

/// Reads a block's rows. Rows that change from here on wait among the unposted ones.
///
/// Those that wait so far are forgotten, because they are read: were they another's to post, who has
/// built everything meanwhile, they would never be found.
fn read(
    connection: &mut Connection,
    collection: &Collection,
    block: i64,
    mark: i64,
) -> Result<Read, StoreError> {
    let Some(transaction) = begin_ours(connection, mark)? else {
        return Ok(Read::NotOurs);
    };
    if block > found::last_block(&transaction, collection)? {
        return Ok(Read::End);
    }
    let rows = BlockRows::read(&transaction, collection, block)?;
    let sql = format!(
        "DELETE FROM {} WHERE id BETWEEN ?1 AND ?2",
        collection.unposted
    );
    transaction.execute(&sql, [id_at(block, 0), id_at(block, u16::MAX)])?;
    transaction.commit()?;
    Ok(Read::Rows(rows))
}

/// Writes the postings of a block; says whether they are still ours to write.
fn write(
    connection: &mut Connection,
    collection: &Collection,
    block: i64,
    postings: &[Posting],
    mark: i64,
) -> Result<bool, StoreError> {
    let Some(transaction) = begin_ours(connection, mark)? else {
        return Ok(false);
    };
    let sql = format!("DELETE FROM {} WHERE block = ?1", collection.postings);
    transaction.execute(&sql, [block])?;
    insert(&transaction, collection, block, postings)?;
    transaction.commit()?;
    Ok(true)
}

fn insert(
    connection: &Connection,
    collection: &Collection,
    block: i64,
    postings: &[Posting],
) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(&format!(
        "INSERT INTO {} (block, key, member_count, members) VALUES (?1, ?2, ?3, ?4)",
        collection.postings
    ))?;
    for posting in postings {
        let (count, members) = (posting.member_count, &posting.members);
        insert.execute(params![block, posting.key, count, members])?;
    }
    Ok(())
}

/// Takes away what stands after the last block, and draws the zones; says whether that is still
/// ours to do.
fn finish_collection(
    connection: &mut Connection,
    collection: &Collection,
    end: i64,
    mark: i64,
) -> Result<bool, StoreError> {
    let Some(transaction) = begin_ours(connection, mark)? else {
        return Ok(false);
    };
    let sql = format!("DELETE FROM {} WHERE block >= ?1", collection.postings);
    transaction.execute(&sql, [end])?;
    // Who was posted there is gone: waiting on, they would be taken off once more.
    let sql = format!(
        "DELETE FROM {} WHERE id >= ?1 AND posted <> ''",
        collection.unposted
    );
    transaction.execute(&sql, [id_at(end, 0)])?;
    zones::draw(&transaction, collection, zones::ZONE_SIZE)?;
    transaction.commit()?;
    Ok(true)
}

/// Counts the members of each label over all blocks.
fn count_labels(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM label_counts", [])?;
    let sql = "SELECT key, member_count FROM customer_postings WHERE block = ?1 AND key >= 'a' AND key < 'w'";
    let mut statement = connection.prepare(sql)?;
    for block in 0..=found::last_block(connection, &CUSTOMERS)? {
        let mut counted = statement.query([block])?;
        while let Some(row) = counted.next()? {
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if labels::is_counted(key) {
                labels::add_members(connection, key, row.get(1)?)?;
            }
        }
    }
    Ok(())
}
