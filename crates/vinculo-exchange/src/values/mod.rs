//! Values as partners write them, read under a declared style: dates, measures,
//! coordinates, descriptions of marks.

pub mod coordinate;
pub mod date;
pub mod loose;
pub mod marks;
pub mod measure;

pub use loose::loose;
