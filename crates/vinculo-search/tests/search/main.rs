//! The search as its callers see it, over synthetic people.

mod filters;
mod lifecycle;
mod names;
mod narrative;
mod people;
mod properties;
