//! What can be wrong with a model for this program.

use vinculo_model::ModelError;

/// Why pairs cannot be scored.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The model was made for other comparisons.
    #[error("the model does not fit this program: {0}")]
    Model(#[from] ModelError),
    /// The model lacks levels of a comparison.
    #[error("the model lacks the comparison {0} or one of its levels")]
    Incomplete(&'static str),
}
