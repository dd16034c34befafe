//! The `Idempotency-Key` of an upload: the same key with the same request is the same
//! batch, with another request an error, and while the first one runs a conflict.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use vinculo_engine::ImportRequest;
use vinculo_exchange::Input;
use vinculo_store::Digest;

use crate::limits::{MAX_KEY_CHARS, RETRY_AFTER};
use crate::problem::{Code, Problem, Words};
use crate::problem_of::internal;

const HEADER: &str = "idempotency-key";

/// The keys of uploads that are being received.
#[derive(Clone, Default)]
pub(crate) struct RunningKeys(Arc<Mutex<BTreeSet<Digest>>>);

/// A key whose request is being answered; free again when dropped.
pub(crate) struct UploadKey {
    digest: Digest,
    running: RunningKeys,
}

impl UploadKey {
    /// The key of a request of an organisation, if it has one: another's key is another.
    pub(crate) fn of(
        headers: &HeaderMap,
        organisation: &str,
        running: &RunningKeys,
    ) -> Result<Option<Self>, Problem> {
        let Some(value) = headers.get(HEADER) else { return Ok(None) };
        let text = value.to_str().map(str::trim).unwrap_or_default();
        if text.is_empty() || text.len() > MAX_KEY_CHARS {
            let rule = Words::new(
                format!("de 1 a {MAX_KEY_CHARS} caracteres ASCII visibles"),
                format!("1 to {MAX_KEY_CHARS} visible ASCII characters"),
            );
            return Err(Problem::invalid(HEADER, "length", rule));
        }
        let digest = Digest::of_parts(&[organisation.as_bytes(), text.as_bytes()]);
        if !running.0.lock().unwrap_or_else(PoisonError::into_inner).insert(digest) {
            return Err(Problem::new(Code::KeyInUse).retry_after(RETRY_AFTER));
        }
        Ok(Some(Self { digest, running: running.clone() }))
    }

    /// The digest under which the store knows it.
    pub(crate) fn digest(&self) -> &Digest {
        &self.digest
    }
}

impl Drop for UploadKey {
    fn drop(&mut self) {
        let mut running = self.running.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.digest);
    }
}

/// The digest of all that was sent.
pub(crate) fn request_digest(input: &Input, request: &ImportRequest) -> Result<Digest, Problem> {
    let file = input.digest().map_err(|error| internal(&error))?;
    let mapping = request.mapping.as_ref().map_or("", |(_, text)| text);
    Ok(Digest::of_parts(&[
        request.kind.as_str().as_bytes(),
        request.source.as_deref().unwrap_or_default().as_bytes(),
        mapping.as_bytes(),
        file.as_bytes(),
    ]))
}
