//! Behaviour of `vinculo-image`, through its public interface only.

mod bad_input;
mod codes;
mod decoding;
mod index;
mod recognition;
mod samples;
mod stored_form;
