//! The console: pages for search teams and partners. Every page asks the same handlers as the
//! API, at the desk of who signed in, and writes what they answer.

mod pages;
mod queue;
mod session;
mod sign_in;
mod view;

pub(crate) use pages::*;
pub(crate) use queue::*;
pub(crate) use session::{Session, Sessions, is_from_here};
pub(crate) use sign_in::*;

/// Where the console is.
pub(crate) const CONSOLE: &str = "/console";
