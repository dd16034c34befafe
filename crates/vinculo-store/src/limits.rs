//! The numbers of this crate, in one place.
//!
//! | Constant | Value | Unit | Meaning | Source |
//! | --- | --- | --- | --- | --- |
//! | `APPLICATION_ID` | 0x76696E63 | – | marks our databases (`vinc` in ASCII) | judgement |
//! | `ACCESS_APPLICATION_ID` | 0x76696E61 | – | marks databases of tokens and audit (`vina`) | judgement |
//! | `FEED_APPLICATION_ID` | 0x76696E66 | – | marks databases of what was published (`vinf`) | judgement |
//! | `BUSY_TIMEOUT` | 5 | s | wait for a lock of the database before giving up: a checkpoint or a recovery takes less | judgement |
//! | `IDLE_READERS` | 8 | connections | kept open for the next reader | judgement |
//! | `STATEMENT_CACHE` | 64 | statements | kept prepared on a connection: more than this crate has | count of statements |
//! | `JOURNAL_SIZE_LIMIT` | 64 MiB | bytes | what is left of the write-ahead log after a checkpoint | judgement |
//! | `MAX_PAGE` | 10 000 | rows | most that one page of a list, a log or a batch returns | judgement |
//! | `SETTLE_ROWS` | 1 000 | rows | of an ended batch settled in one transaction: writers wait for a moment only | judgement |
//! | `MAX_SHAPE_CHARS` | 60 | characters | longest shape of a cell that is kept | judgement |
//! | `KEEP_UPLOAD_KEYS` | 8 | days | an idempotency key is remembered: a week, and a day for the hour at which it is asked again | interfaces: ≥ 7 days |
//! | `MAX_PERSON_CHARS` | 200 | characters | longest name of somebody who orders something | judgement |
//! | `MAX_EXTENSION_CHARS` | 8 | characters | longest file extension that is kept: `parquet` has 7 | judgement |

use std::time::Duration;

pub(crate) const APPLICATION_ID: i32 = 0x7669_6E63;
pub(crate) const ACCESS_APPLICATION_ID: i32 = 0x7669_6E61;
pub(crate) const FEED_APPLICATION_ID: i32 = 0x7669_6E66;
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
pub(crate) const IDLE_READERS: usize = 8;
pub(crate) const STATEMENT_CACHE: usize = 64;
pub(crate) const JOURNAL_SIZE_LIMIT: i64 = 64 * 1024 * 1024;
pub(crate) const MAX_PAGE: usize = 10_000;
pub(crate) const SETTLE_ROWS: u32 = 1_000;
pub(crate) const MAX_SHAPE_CHARS: usize = 60;
pub(crate) const KEEP_UPLOAD_KEYS: Duration = Duration::from_secs(8 * 24 * 60 * 60);
pub(crate) const MAX_PERSON_CHARS: usize = 200;
pub(crate) const MAX_EXTENSION_CHARS: usize = 8;
