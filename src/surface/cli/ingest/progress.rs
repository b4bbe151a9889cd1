//! Progress for a person at a terminal; nothing in a pipe.

use indicatif::{HumanCount, ProgressBar};

use super::super::bar;
use super::super::input::Input;

/// A bar on stderr, if stderr is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    events: std::cell::Cell<u64>,
}

impl Progress {
    /// Starts a bar over all inputs, or a spinner where some length is not known.
    pub(super) fn start(inputs: &[Input]) -> Self {
        let size: Option<u64> = inputs.iter().map(|input| input.size).sum();
        let bar = match size {
            Some(bytes) => bar::drawn(
                ProgressBar::new(bytes),
                "{bar:32.cyan/dim} {percent:>3}%  {msg}  {eta_left} left",
            ),
            None => bar::drawn(ProgressBar::new_spinner(), "{spinner:.cyan} {msg}"),
        };
        Self {
            bar,
            events: std::cell::Cell::new(0),
        }
    }

    /// Counts bytes and events that were taken in.
    pub(super) fn advance(&self, bytes: u64, events: u64) {
        self.bar.inc(bytes);
        self.events.set(self.events.get() + events);
        let seconds = self.bar.elapsed().as_secs().max(1);
        let (events, rate) = (self.events.get(), self.events.get() / seconds);
        self.bar.set_message(format!(
            "{} events, {}/s",
            HumanCount(events),
            HumanCount(rate)
        ));
    }

    /// Says that the events are in and what only lists need is being built.
    pub(super) fn finishing(&self) {
        self.bar.set_message(format!(
            "{} events, building indexes",
            HumanCount(self.events.get())
        ));
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
