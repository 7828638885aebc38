//! A progress bar on a terminal; silence elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::messages::tell;
use crate::site::{Observer, Step};

/// A bar that has not begun. None is shown where nobody looks, or if `quiet`.
pub fn bar(template: &str, quiet: bool) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() && !quiet {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// The bar of a build or check: it names the step and counts its parts.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that has not begun.
    pub fn new(quiet: bool) -> Bar {
        Bar(bar("{msg:10} {bar:40} {pos}/{len}", quiet))
    }

    /// Clears it.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Bar {
    fn begin(&self, step: Step, total: usize) {
        self.0.reset();
        self.0.set_length(total as u64);
        self.0.set_message(match step {
            Step::Read => tell!("progress-read"),
            Step::Index => tell!("progress-index"),
            Step::Render => tell!("progress-render"),
            Step::List => tell!("progress-list"),
            Step::Search => tell!("progress-search"),
            Step::Archive => tell!("progress-archive"),
        });
    }

    fn advance(&self) {
        self.0.inc(1);
    }
}
