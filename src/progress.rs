//! A progress bar on standard error, on a terminal only. Says nothing about findings.

use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};
use pilotage_scanner::Progress;

/// One bar, for one input after the other.
pub(crate) struct Bar {
    bar: Option<Mutex<ProgressBar>>,
}

impl Bar {
    /// Draws only when `visible`.
    pub(crate) fn new(visible: bool) -> Self {
        Bar { bar: visible.then(|| Mutex::new(ProgressBar::hidden())) }
    }

    fn with(&self, act: impl FnOnce(&mut ProgressBar)) {
        if let Some(bar) = &self.bar {
            act(&mut bar.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl Progress for Bar {
    fn start(&self, input: &str, total: usize) {
        self.with(|bar| {
            bar.finish_and_clear();
            let template = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {wide_msg}");
            let style = template.unwrap_or_else(|_| ProgressStyle::default_bar());
            *bar = ProgressBar::new(total as u64).with_style(style).with_prefix(input.to_owned());
        });
    }

    fn step(&self, path: &str) {
        self.with(|bar| {
            bar.set_message(path.to_owned());
            bar.inc(1);
        });
    }

    fn finish(&self) {
        self.with(|bar| bar.finish_and_clear());
    }
}
