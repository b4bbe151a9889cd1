//! Bars that show a person at a terminal how far something is; nothing in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that is drawn by a template, and goes on moving while nothing is told.
pub(super) fn drawn(bar: ProgressBar, template: &str) -> ProgressBar {
    let left = |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
        // A bar that cannot be drawn is not worth a failure.
        let _undrawn = write!(out, "{}", indicatif::HumanDuration(state.eta()));
    };
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_invalid| ProgressStyle::default_bar())
        .with_key("eta_left", left);
    let bar = bar.with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
