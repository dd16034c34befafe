//! Ids that stand in the file before.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

/// Remembers ids and contents by digest: 48 bytes a row, no personal data.
#[derive(Default)]
pub struct Seen(HashMap<[u8; 16], (u64, [u8; 16])>);

/// What is known of an id.
#[derive(Debug, PartialEq, Eq)]
pub enum Before {
    /// Not seen.
    New,
    /// Seen at that line with the same content.
    Same(u64),
    /// Seen at that line with other content.
    Other(u64),
}

impl Seen {
    /// Looks an id up, and remembers it if it is new.
    pub fn look(&mut self, id: &str, content: &str, line: u64) -> Before {
        let content = digest(content);
        match self.0.entry(digest(id)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert((line, content));
                Before::New
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let (first, known) = *entry.get();
                if known == content { Before::Same(first) } else { Before::Other(first) }
            }
        }
    }
}

fn digest(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    short
}
