//! Interim.
use super::{Directory, DirectoryError};
use crate::domain::access::Remover;
impl Directory {
    /// Interim.
    pub fn approve_by_client(
        &mut self,
        _: Remover,
        _: &str,
        _: &str,
    ) -> Result<(), DirectoryError> {
        Ok(())
    }
    /// Interim.
    pub fn refuse_by_client(&mut self, _: Remover, _: &str) -> Result<(), DirectoryError> {
        Ok(())
    }
}
