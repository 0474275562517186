//! What the exit code says. The four codes are a promise to scripts.

use std::io;
use std::process::ExitCode;

/// The outcome of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing found that is grave enough.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// Wrong use, or an error of ours.
    Error,
    /// There was nothing in the inputs that could be audited.
    NothingToAudit,
    /// As the command ended that was run.
    Command(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Error => 2,
            Exit::NothingToAudit => 3,
            Exit::Command(code) => code,
        })
    }
}

/// The reader of our output went away (`| head`): no error.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
