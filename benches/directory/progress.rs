//! Progress for a person at a terminal; nothing in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on stderr over so many steps.
pub(crate) fn bar(what: &str, steps: u64) -> ProgressBar {
    started(
        ProgressBar::new(steps),
        "{msg:28} {bar:32.cyan/dim} {percent:>3}%  {eta} left",
        what,
    )
}

/// A spinner on stderr for something of which nobody knows how far it is.
pub(crate) fn spinner(what: &str) -> ProgressBar {
    started(
        ProgressBar::new_spinner(),
        "{msg:28} {spinner:.cyan} {elapsed}",
        what,
    )
}

fn started(bar: ProgressBar, template: &str, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_invalid| ProgressStyle::default_bar());
    let bar = bar.with_style(style).with_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
