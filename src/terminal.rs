//! Colours, width and messages on standard error. Findings never go through here.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

/// Columns where standard output is no terminal.
const DEFAULT_WIDTH: usize = 120;

/// When to write colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Tells every stream of this process.
pub(crate) fn set_color(color: Color) {
    let choice = match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Standard output takes colours.
pub(crate) fn stdout_has_color() -> bool {
    let choice = anstream::AutoStream::choice(&io::stdout());
    !matches!(choice, anstream::ColorChoice::Never)
}

/// Standard error is a terminal: progress may be drawn.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Columns of the terminal.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0).max(60))
}

/// One line on standard error; that it is closed is no reason to stop.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// An error, on standard error.
pub(crate) fn error(message: &str) {
    note(&format!("\u{1b}[1;31merror\u{1b}[0m: {message}"));
}

/// Something that was not done, on standard error.
pub(crate) fn warning(message: &str) {
    note(&format!("\u{1b}[1;33mwarning\u{1b}[0m: {message}"));
}
