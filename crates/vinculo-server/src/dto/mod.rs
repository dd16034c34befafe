//! What goes over the wire: types of their own, converted explicitly. They hold
//! personal data and do not print themselves.

pub(crate) mod administration;
pub(crate) mod batch;
pub(crate) mod candidate;
pub(crate) mod decision;
pub(crate) mod erasure;
pub(crate) mod explanation;
pub(crate) mod health;
pub(crate) mod kinship;
pub(crate) mod lead;
pub(crate) mod matching;
pub(crate) mod notice;
pub(crate) mod notification;
pub(crate) mod picture;
pub(crate) mod protection;
pub(crate) mod publication;
pub(crate) mod record;
pub(crate) mod row;
pub(crate) mod search;
