//! The numbers of this crate, in one place.
//!
//! | Constant | Value | Unit | Meaning | Source |
//! | --- | --- | --- | --- | --- |
//! | `BODY_BYTES` | 1 MiB | bytes | a JSON body: a record's longest cells together are below it | judgement |
//! | `MATCH_BODY_BYTES` | 8 MiB | bytes | a hundred descriptions | judgement |
//! | `PICTURE_BODY_BYTES` | 33 MiB | bytes | a picture to look for, and the form around it: the importer takes photos of 32 MiB | the importer's own limit |
//! | `THUMBNAIL_SIDE` / `MAX_THUMBNAIL_SIDE` | 256 / 768 | pixels | longer side of a thumbnail where none is asked for / at most | judgement |
//! | `UPLOAD_BYTES` | 2 GiB | bytes | an uploaded file, where options do not say less | the importer's own limit |
//! | `MAPPING_BYTES` | 1 MiB | bytes | a mapping file: real ones have a few kilobytes | judgement |
//! | `FIELD_BYTES` | 1 KiB | bytes | a short field of an upload form | judgement |
//! | `REQUEST_TIME` | 30 | s | until a request is given up; the work it began ends by itself | judgement |
//! | `UPLOAD_TIME` | 30 | min | the same for an upload (2 GiB at 10 Mbit/s) | arithmetic |
//! | `NOT_FOUND_BEAT` | 25 | ms | "not there" is said at whole numbers of it: several times what looking a record up and noting it takes, and nobody minds | judgement; `benches --bin held` measures what is left |
//! | `LANE_WAIT` | 10 | s | wait for a free thread before answering that the server is busy | judgement |
//! | `RETRY_AFTER` | 2 | s | after which a client shall ask again | judgement |
//! | `PAGE` / `MAX_PAGE` | 50 / 200 | entries | on a page where none is asked for / at most | interfaces: page ≤ 200 |
//! | `MAX_OFFSET` | 10 000 | hits | a search passes over at most: nobody reads further | judgement |
//! | `MATCH_TOP` / `MAX_TOP` | 10 / 100 | candidates | of a description where none is asked for / of any list at most | judgement |
//! | `MAX_NAME_CHARS` | 200 | characters | of the name of a description | judgement |
//! | `MAX_REASON_CHARS` | 500 | characters | of the reason of a hold | judgement |
//! | `MAX_KEY_CHARS` | 200 | characters | of an idempotency key: clients send a UUID | judgement |
//! | `BATCH_WORKERS` | 2 | batches | that are read at a time | judgement: the second partner does not wait for the first |
//! | `MAX_WAITING` | 100 | batches | that wait before uploads are refused | judgement |
//! | `MAX_MATCHINGS` | 50 | matchings | that wait or are kept before others are refused | judgement |
//! | `KEEP_MATCHING` | 1 | h | that the candidates of a batch are kept | judgement |
//! | `RENEW_LEADS` | 10 | min | that the queue of leads may be older than the last change before it is made again | judgement |
//! | `MAX_VIEWS` | 50 | queues | one for all who see the same, kept at a time; past it the one that was asked for longest ago ends | judgement |
//! | `YIELD_AT_MOST` / `YIELD_STEP` | 500 / 2 | ms | that a matching waits before each record while requests are answered / between looks | judgement |
//! | `FOLLOW_EVERY` | 300 | ms | between looks at the change log: a change is found within a second | the rule |
//! | `RETENTION_EVERY` | 1 | h | between looks for records whose `retain_until` has passed: it is a day | judgement |
//! | `RETRY_BATCH` | 30 | s | until a batch that the machine interrupted (full disk) is tried again | judgement |
//! | `STOP_WAIT` | 10 | s | for running requests and the running batch to end at a stop | judgement |
//! | `NOTICE_AGE` | 300 | s | that a copy of a public notice may be kept: a withdrawal must be seen in five minutes | interfaces §1 |
//! | `RENDERED_PAGES` | 64 | pages | of the feed kept as they were written: a thousand notices in all formats and two languages, some 15 MB | judgement |
//! | `EMBED_AGE` | 31 536 000 | s | that a file may be kept whose name is its content's: a year | RFC 9111 names no limit; a year is what caches take |
//! | `HEX_ETAG_BYTES` | 16 | bytes | of SHA-256 in the ETag of a public answer | judgement |
//! | `TOKEN_PER_SECOND` / `TOKEN_BURST` | 20 / 100 | requests | of one token in a second over time / at once: a person at a console needs a tenth | judgement |
//! | `ADDRESS_PER_SECOND` / `ADDRESS_BURST` | 50 / 300 | requests | of one address: an office behind one | judgement |
//! | `FAILURES_PER_MINUTE` | 10 | requests | with a token that is none, of one address | judgement |
//! | `SESSION_TIME` / `SESSION_IDLE` | 8 h / 30 min | – | that a session of the console lasts at most / without a request: a working day, and a desk that was left | judgement |
//! | `MAX_SESSIONS` | 10 000 | sessions | kept at a time; past it the one that was idle longest ends | judgement |
//! | `CASE_FILES` | 1 000 | records | different ones that a token may open in a day: a reviewer who gives each half a minute opens as many | judgement |
//! | `RECORDS_SHOWN` | 20 000 | records | different ones that a token may see as lines of lists in a day | judgement |
//! | `LOOK_BACK` | 24 | h | that those are counted for | judgement |
//! | `DRY_RUN_ROWS` | 1 000 | doubts | that a trial run lists; the counts are complete | judgement |

use std::num::NonZeroU32;
use std::time::Duration;

pub(crate) const BODY_BYTES: usize = 1 << 20;
pub(crate) const MATCH_BODY_BYTES: usize = 8 << 20;
pub(crate) const PICTURE_BODY_BYTES: usize = 33 << 20;
pub(crate) const THUMBNAIL_SIDE: u32 = 256;
pub(crate) const MAX_THUMBNAIL_SIDE: usize = 768;
pub(crate) const UPLOAD_BYTES: u64 = 2 << 30;
pub(crate) const MAPPING_BYTES: u64 = 1 << 20;
pub(crate) const FIELD_BYTES: u64 = 1 << 10;
pub(crate) const REQUEST_TIME: Duration = Duration::from_secs(30);
pub(crate) const UPLOAD_TIME: Duration = Duration::from_secs(30 * 60);
pub(crate) const NOT_FOUND_BEAT: Duration = Duration::from_millis(25);
pub(crate) const LANE_WAIT: Duration = Duration::from_secs(10);
pub(crate) const RETRY_AFTER: u32 = 2;
pub(crate) const PAGE: usize = 50;
pub(crate) const MAX_PAGE: usize = 200;
pub(crate) const MAX_OFFSET: usize = 10_000;
pub(crate) const MATCH_TOP: usize = 10;
pub(crate) const MAX_TOP: usize = 100;
pub(crate) const MAX_NAME_CHARS: usize = 200;
pub(crate) const MAX_REASON_CHARS: usize = 500;
pub(crate) const MAX_KEY_CHARS: usize = 200;
pub(crate) const BATCH_WORKERS: usize = 2;
pub(crate) const MAX_WAITING: usize = 100;
pub(crate) const MAX_MATCHINGS: usize = 50;
pub(crate) const KEEP_MATCHING: Duration = Duration::from_secs(60 * 60);
pub(crate) const RENEW_LEADS: Duration = Duration::from_secs(10 * 60);
pub(crate) const MAX_VIEWS: usize = 50;
pub(crate) const YIELD_AT_MOST: Duration = Duration::from_millis(500);
pub(crate) const YIELD_STEP: Duration = Duration::from_millis(2);
pub(crate) const FOLLOW_EVERY: Duration = Duration::from_millis(300);
pub(crate) const RETENTION_EVERY: Duration = Duration::from_secs(60 * 60);
pub(crate) const RETRY_BATCH: Duration = Duration::from_secs(30);
pub(crate) const STOP_WAIT: Duration = Duration::from_secs(10);
pub(crate) const NOTICE_AGE: u32 = 300;
pub(crate) const RENDERED_PAGES: usize = 64;
pub(crate) const EMBED_AGE: u32 = 31_536_000;
pub(crate) const HEX_ETAG_BYTES: usize = 16;
pub(crate) const TOKEN_PER_SECOND: NonZeroU32 = NonZeroU32::new(20).unwrap();
pub(crate) const TOKEN_BURST: NonZeroU32 = NonZeroU32::new(100).unwrap();
pub(crate) const ADDRESS_PER_SECOND: NonZeroU32 = NonZeroU32::new(50).unwrap();
pub(crate) const ADDRESS_BURST: NonZeroU32 = NonZeroU32::new(300).unwrap();
pub(crate) const FAILURES_PER_MINUTE: usize = 10;
pub(crate) const SESSION_TIME: Duration = Duration::from_secs(8 * 60 * 60);
pub(crate) const SESSION_IDLE: Duration = Duration::from_secs(30 * 60);
pub(crate) const MAX_SESSIONS: usize = 10_000;
pub(crate) const CASE_FILES: usize = 1_000;
pub(crate) const RECORDS_SHOWN: usize = 20_000;
pub(crate) const LOOK_BACK: Duration = Duration::from_secs(24 * 60 * 60);
pub(crate) const DRY_RUN_ROWS: usize = 1_000;
