//! The second path: pictures that share local descriptors.

use crate::{Query, Sketch};

/// Local descriptors of all pictures, looked up one by one; pictures are ranked by how many agree.
#[derive(Default)]
pub struct SketchIndex {}

impl SketchIndex {
    /// Builds the index of many pictures at once.
    pub fn build<'a>(pictures: impl IntoIterator<Item = (u32, &'a Sketch)>) -> Self {
        let mut index = Self::default();
        for (picture, sketch) in pictures {
            index.insert(picture, sketch);
        }
        index
    }

    /// Adds a picture.
    pub fn insert(&mut self, _picture: u32, _sketch: &Sketch) {}

    /// Removes a picture. Says whether there was one.
    pub fn remove(&mut self, _picture: u32) -> bool {
        false
    }

    /// The `most` pictures with most votes, and these.
    pub fn search(&self, _query: &Query, _most: usize) -> Vec<(u32, u32)> {
        Vec::new()
    }
}
