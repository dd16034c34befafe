//! What goes over the wire: types of their own, converted explicitly. They hold
//! personal data and do not print themselves.

use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

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

/// The schema of what is flattened into another object and may be absent: no field of it is
/// required there.
fn or_nothing<T: PartialSchema>() -> RefOr<Schema> {
    match T::schema() {
        RefOr::T(Schema::Object(mut object)) => {
            object.required.clear();
            RefOr::T(Schema::Object(object))
        }
        other => other,
    }
}
