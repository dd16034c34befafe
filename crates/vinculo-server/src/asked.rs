//! Who asks, as the gate found out, for the handlers.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use vinculo_access::Caller;
use vinculo_engine::Trail;

use crate::problem::{Code, Problem};

/// Who asks, and what was read and written for it so far.
#[derive(Clone)]
pub(crate) struct Asked {
    pub caller: Arc<Caller>,
    pub trail: Arc<Trail>,
}

impl Asked {
    pub(crate) fn new(caller: Caller) -> Self {
        Self { caller: Arc::new(caller), trail: Arc::default() }
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // Only a route that needs nothing comes here without one: it has nobody to ask for.
        parts.extensions.get::<Asked>().cloned().ok_or(Problem::new(Code::Forbidden))
    }
}
