//! How much is done for one page.

/// Units of work for one page, each about one look-up in an index: about five microseconds.
pub(super) const A_PAGE: usize = 15_000;

/// What is left of the work that a page may take.
#[derive(Debug)]
pub(super) struct Effort {
    left: usize,
    is_cut: bool,
}

impl Effort {
    /// So many units.
    pub(super) fn of(units: usize) -> Self {
        Self {
            left: units,
            is_cut: false,
        }
    }

    /// Takes note of work that was done.
    pub(super) fn spend(&mut self, units: usize) {
        self.left = self.left.saturating_sub(units);
    }

    /// Whether a page has taken all the work that it may.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Takes note that not everything of one customer was looked at.
    pub(super) fn cut(&mut self) {
        self.is_cut = true;
    }

    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }
}
