//! One file per command.

pub mod audit;
pub mod backup;
pub mod compare;
pub mod decide;
pub mod decisions;
pub mod demo;
pub mod erase;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod image;
pub mod import;
pub mod init;
mod kinship;
pub mod mapping;
pub mod match_link;
pub mod notifications;
pub mod publish;
pub mod reindex;
pub mod restore;
pub mod search;
pub mod serve;
pub mod synth;
pub mod token;
pub mod train;
pub mod verify;

use std::process::ExitCode;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All of it is done.
    Whole,
    /// Done, but rows were rejected: the report says which.
    WithRejectedRows,
    /// Done, but something is left that is finished later: it is told.
    Unfinished,
    /// Done, and what was checked is not sound.
    Unsound,
}

impl Done {
    /// The documented exit code.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Done::Whole => ExitCode::SUCCESS,
            Done::Unsound => ExitCode::FAILURE,
            Done::WithRejectedRows | Done::Unfinished => ExitCode::from(3),
        }
    }
}
