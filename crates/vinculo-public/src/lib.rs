//! The public notice: one allow-listed type, and everything it is rendered into.
//!
//! [`PublicNotice::of`] is the only way from a record to the public: it fills, field by
//! field, what the family opted in for. The type has no private field, so no renderer can
//! leak one. An [`Entry`] is a notice in the feed, or the placeholder of one that is no
//! longer published; [`pfif`], [`atom`], [`json_feed`] and [`page`] write entries in their
//! formats. [`Directory`] holds the institutions that help, by country.
//!
//! Nothing here does I/O, reads a clock or knows a store: the same entries give the same
//! bytes.

pub mod atom;
mod clean;
mod describe;
mod directory;
pub mod embed;
mod entry;
pub mod json_feed;
mod lang;
mod notice;
pub mod page;
pub mod pfif;
mod site;
mod words;

pub use clean::{MAX_ITEMS, MAX_NAME_CHARS, MAX_TEXT_CHARS, clean};
pub use describe::{Line, describe, read_line, title};
pub use directory::{Directory, DirectoryError, HelpKind, HelpLink};
pub use entry::{Entry, timestamp};
pub use lang::{NotALanguage, PublicLang};
pub use notice::{NotPublic, PublicId, PublicNotice};
pub use site::{BadSite, Paths, PhotoSize, Site, is_registry};
pub use words::Word;
