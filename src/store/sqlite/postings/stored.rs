//! The postings of one block as they are stored, to be changed one by one.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, params};

use super::super::super::StoreError;
use super::collection::Collection;
use super::lookup::words_beginning;
use super::member_list::MemberList;

/// The postings of a block.
pub(super) struct StoredBlock<'c> {
    block: i64,
    read: CachedStatement<'c>,
    read_range: CachedStatement<'c>,
    insert: CachedStatement<'c>,
    update: CachedStatement<'c>,
    delete: CachedStatement<'c>,
}

impl<'c> StoredBlock<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        collection: &Collection,
        block: i64,
    ) -> Result<Self, StoreError> {
        let table = collection.postings;
        let prepare = |sql: &str| connection.prepare_cached(&sql.replace("{table}", table));
        Ok(Self {
            block,
            read: prepare("SELECT members FROM {table} WHERE block = ?1 AND key = ?2")?,
            read_range: prepare(
                "SELECT members FROM {table} WHERE block = ?1 AND key BETWEEN ?2 AND ?3",
            )?,
            insert: prepare(
                "INSERT INTO {table} (block, key, member_count, members) VALUES (?1, ?2, ?3, ?4)",
            )?,
            update: prepare(
                "UPDATE {table} SET member_count = ?3, members = ?4 WHERE block = ?1 AND key = ?2",
            )?,
            delete: prepare("DELETE FROM {table} WHERE block = ?1 AND key = ?2")?,
        })
    }

    /// The members of a key, where it has any.
    pub(super) fn members(&mut self, key: &str) -> Result<Option<MemberList>, StoreError> {
        let read = |row: &rusqlite::Row<'_>| {
            let mut members = MemberList::none();
            members.add_stored(row.get_ref(0)?.as_blob()?);
            Ok(members)
        };
        Ok(self
            .read
            .query_row(params![self.block, key], read)
            .optional()?)
    }

    /// The members of all words with a beginning, and how many words they are.
    pub(super) fn members_beginning(
        &mut self,
        beginning: &str,
    ) -> Result<(MemberList, usize), StoreError> {
        let (first, last) = words_beginning(beginning);
        let mut rows = self.read_range.query(params![self.block, first, last])?;
        let (mut members, mut words) = (MemberList::none(), 0);
        while let Some(row) = rows.next()? {
            members.add_stored(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
            words += 1;
        }
        Ok((members, words))
    }

    /// Gives a key its members; one without any is none.
    pub(super) fn write(
        &mut self,
        key: &str,
        is_known: bool,
        members: &MemberList,
    ) -> Result<(), StoreError> {
        let (block, count) = (self.block, members.count());
        match (is_known, count) {
            (false, 0) => 0,
            (true, 0) => self.delete.execute(params![block, key])?,
            (true, _) => self
                .update
                .execute(params![block, key, count, members.stored()])?,
            (false, _) => self
                .insert
                .execute(params![block, key, count, members.stored()])?,
        };
        Ok(())
    }
}
