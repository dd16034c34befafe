//! All that is wrong with a mapping file, at once.

use std::fmt;

/// All that is wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingProblems {
    /// Name of the mapping file.
    pub file: String,
    /// Each problem with its place in the file.
    pub problems: Vec<String>,
}

impl fmt::Display for MappingProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the mapping cannot be used:", self.file)?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for MappingProblems {}
