//! How errors name a place in a model file.

/// The path of a link's section.
pub(super) fn link(name: &str) -> String {
    format!("links.{name}")
}

/// The path of an item of a list: by its name, or by its number from 1 where it has none.
pub(super) fn item(parent: &str, list: &str, name: &str, index: usize) -> String {
    if name.is_empty() {
        format!("{parent}.{list}.#{}", index + 1)
    } else {
        format!("{parent}.{list}.{name}")
    }
}
