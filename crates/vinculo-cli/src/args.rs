//! The arguments of every command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use vinculo_access::{Purpose, Role};
use vinculo_engine::store::{AuditHead, ErasureReason};
use vinculo_engine::{DEFAULT_TOP, MATCHED_PROBABILITY, OVERDUE_HOURS};
use vinculo_record::vocab::{Country, DecisionReason, DecisionState};
use vinculo_record::{Kind, Lang, Link, RecordKey, RecordRef};

use crate::command::token::Expiry;
use crate::config::LogFormat;

/// Search for missing migrants: compares notices with remains and shelter records,
/// ranks candidates and explains each. It never identifies anyone.
#[derive(Parser)]
#[command(name = "vinculo", version, propagate_version = true)]
pub struct Arguments {
    /// Language of reasons and messages: es or en (default from the environment, else es)
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    pub lang: Option<Lang>,
    /// Why, for the audit log: search, family, review, forensic, identification, protection,
    /// consular, intake, publication, correction, audit, administration, evaluation, demonstration
    #[arg(long, global = true, value_name = "WORD", env = "VINCULO_PURPOSE")]
    pub purpose: Option<Purpose>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Load the bundled synthetic region, match it, print the best candidates and serve
    Demo(Demo),
    /// Create a store
    Init(StoreOnly),
    /// Import sheets (CSV, XLSX, NDJSON, Parquet) and PFIF, through a mapping file where needed
    Import(Import),
    /// Mapping files for partners' sheets
    Mapping {
        /// What to do.
        #[command(subcommand)]
        command: MappingCommand,
    },
    /// Find records by names, numbers or words
    Search(Search),
    /// Compare all pairs of a link and write the candidates
    Match(Match),
    /// Show the evidence for and against a pair
    Explain(Explain),
    /// Make one comparison by itself
    Compare {
        /// Which.
        #[command(subcommand)]
        command: CompareCommand,
    },
    /// Publish a notice with what the family agreed to, in place of what was agreed before
    Publish(Publish),
    /// Take a notice down: every page, feed and photo shows PFIF's placeholder from then on
    Withdraw(Withdraw),
    /// Decide on a pair: possible, unsure, ruled_out, referred, identified, premature,
    /// same_person, located, released or reopened
    Decide(Decide),
    /// What was decided: lists, histories, conflicts; pairs ruled out elsewhere
    Decisions {
        /// What to do.
        #[command(subcommand)]
        command: DecisionsCommand,
    },
    /// What consulates are told of children
    Notifications {
        /// What to do.
        #[command(subcommand)]
        command: NotificationsCommand,
    },
    /// The same picture, wherever it turns up: never the same person
    Image {
        /// What to do.
        #[command(subcommand)]
        command: ImageCommand,
    },
    /// Learn a link's model from the store's own records, without labels
    Train(Train),
    /// Hold candidates against known truth
    Evaluate(Evaluate),
    /// Write a synthetic population with known truth
    Synth(Synth),
    /// Serve HTTP
    Serve(Serve),
    /// Rebuild the search index from the change log
    Reindex(StoreOnly),
    /// Write records to a file
    Export(Export),
    /// Check the store, its log, the audit log and that every projection agrees with the log
    Verify(Verify),
    /// Tokens for people and machines that use the server
    Token {
        /// What to do.
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Export the audit log: who read or wrote what, when and why
    Audit(Audit),
    /// Erase records: all their versions, index entries and pictures
    Erase(Erase),
    /// Write an encrypted backup, beside a running server if there is one
    Backup(Backup),
    /// Make a store of a backup, without what was erased since
    Restore(Restore),
}

/// A store alone.
#[derive(Args)]
pub struct StoreOnly {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
}

/// `verify`
#[derive(Args)]
pub struct Verify {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// End of the audit log as an earlier check printed it, noted elsewhere
    #[arg(long, value_name = "NUMBER:HASH", value_parser = audit_head)]
    pub audit_head: Option<AuditHead>,
}

/// `token …`
#[derive(Subcommand)]
pub enum TokenCommand {
    /// Create a token; its secret is printed once, to standard output
    Create(TokenCreate),
    /// List tokens, the ended ones too
    List {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token at once, also beside a running server
    Revoke {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// The token's number
        id: i64,
    },
}

/// `token create`
#[derive(Args)]
pub struct TokenCreate {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Role: search, reviewer, forensic, authority, consular, intake, publisher,
    /// child-protection, auditor or admin; several are given one by one
    #[arg(long, required = true, value_name = "ROLE")]
    pub role: Vec<Role>,
    /// Organisation: the source of its own records
    #[arg(long, value_name = "ORG", value_parser = organisation)]
    pub org: String,
    /// Code of the person that it is for
    #[arg(
        long,
        value_name = "CODE",
        conflicts_with = "machine",
        required_unless_present = "machine"
    )]
    pub person: Option<String>,
    /// Code of the machine that it is for
    #[arg(long, value_name = "CODE")]
    pub machine: Option<String>,
    /// Country that a consulate or an authority acts for (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: Option<Country>,
    /// Last day, as 2027-01-31, or a number of days, as 90d; at most 366 days
    #[arg(long, value_name = "WHEN", default_value = "90d")]
    pub expires: Expiry,
}

/// `audit`
#[derive(Args)]
pub struct Audit {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Only events about this record: [kind:]SOURCE/LOCAL_ID, or its number in events
    #[arg(long, value_name = "RECORD")]
    pub record: Option<String>,
    /// Only events after this number
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub after: i64,
    /// Where to write, one event with its hash in each line; else standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `demo`
#[derive(Args)]
pub struct Demo {
    /// Folder of the store; made if it does not exist
    #[arg(long, value_name = "DIR", default_value = "vinculo-demo")]
    pub store: PathBuf,
    /// Address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// End after printing the candidates
    #[arg(long)]
    pub no_serve: bool,
}

/// `import`
#[derive(Args)]
pub struct Import {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Kind of the records: notice, remains or shelter
    #[arg(long)]
    pub kind: Kind,
    /// Organisation of rows that name none
    #[arg(long, value_name = "ORG")]
    pub source: Option<String>,
    /// Mapping file; without one the headers must be the canonical columns
    #[arg(long, value_name = "FILE.toml")]
    pub mapping: Option<PathBuf>,
    /// Where to write rejected rows and doubtful cells
    #[arg(long, value_name = "FILE.csv")]
    pub report: Option<PathBuf>,
    /// Read and judge everything, store nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The sheets
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// `mapping …`
#[derive(Subcommand)]
pub enum MappingCommand {
    /// Propose a mapping from a sheet, with what is unsure marked
    Draft {
        /// The sheet
        file: PathBuf,
        /// Kind of its records
        #[arg(long)]
        kind: Option<Kind>,
        /// Where to write the mapping; else standard output
        #[arg(long, value_name = "FILE.toml")]
        out: Option<PathBuf>,
    },
}

/// `search`
#[derive(Args)]
pub struct Search {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Only this kind
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Only events in this country (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Only people whose age interval at the event overlaps this one, in years
    #[arg(long, value_name = "MIN-MAX", value_parser = age_range)]
    pub age: Option<(f64, f64)>,
    /// Only minors: the age interval reaches below 18 at the event or today
    #[arg(long)]
    pub minors: bool,
    /// Only this sex
    #[arg(long, value_parser = sex)]
    pub sex: Option<String>,
    /// Only events that may lie on or after this day
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// Only events that may lie on or before this day
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// Most hits
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// Names in any order, words of the description, numbers or ids
    #[arg(default_value = "")]
    pub text: String,
}

/// `match`
#[derive(Args)]
pub struct Match {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Link: notice-remains, notice-shelter, notice-notice, remains-remains or shelter-shelter
    #[arg(long)]
    pub link: Link,
    /// Places of each record's list that are written
    #[arg(long, value_name = "K", default_value_t = DEFAULT_TOP)]
    pub top: usize,
    /// Least match weight, in bits
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    pub min_weight: Option<f64>,
    /// Another model than the built-in one
    #[arg(long, value_name = "FILE.toml")]
    pub model: Option<PathBuf>,
    /// Only pairs with a record of this batch
    #[arg(long, value_name = "ID")]
    pub batch: Option<String>,
    /// List pairs that were ruled out, too, with what was decided
    #[arg(long)]
    pub include_ruled_out: bool,
    /// Leave out scores, weights and ranks: evidence first
    #[arg(long)]
    pub evidence_first: bool,
    /// Threads (default: one per core); the result does not depend on it
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Where to write: .parquet, .csv or .ndjson
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `explain`
#[derive(Args)]
pub struct Explain {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Another model than the built-in one
    #[arg(long, value_name = "FILE.toml")]
    pub model: Option<PathBuf>,
    /// JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// Examine kinship between two living people instead of one identity
    #[arg(long, conflicts_with = "model")]
    pub kinship: bool,
    /// A record: [kind:]SOURCE/LOCAL_ID
    pub left: RecordRef,
    /// Another record
    pub right: RecordRef,
}

/// `decide`
#[derive(Args)]
pub struct Decide {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// A record: [kind:]SOURCE/LOCAL_ID
    pub left: RecordRef,
    /// Another record
    pub right: RecordRef,
    /// What the pair shall be
    #[arg(value_parser = state)]
    pub state: DecisionState,
    /// Code of the person who decides
    #[arg(long, value_name = "PERSON")]
    pub by: String,
    /// Why; needed for ruled_out, identified, premature, located and reopened
    #[arg(long, value_name = "CODE", value_parser = reason)]
    pub reason: Option<DecisionReason>,
    /// A note; it is kept apart and can be erased
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Of an identification: the record that the signature is for, notice or remains
    #[arg(long = "for", value_name = "KIND")]
    pub signed_for: Option<Kind>,
    /// Only if the pair's last decision has this version (0: there is none)
    #[arg(long, value_name = "N")]
    pub expect: Option<u32>,
    /// The score was not visible when the evidence was read
    #[arg(long)]
    pub score_hidden: bool,
}

/// `publish`
#[derive(Args)]
pub struct Publish {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// The notice: SOURCE/LOCAL_ID
    pub record: RecordRef,
    /// Code of the person who publishes it
    #[arg(long, value_name = "PERSON")]
    pub by: String,
    /// Columns that the family releases, with commas between them; none with --searcher-only
    #[arg(
        long,
        value_name = "COLUMNS",
        value_delimiter = ',',
        required_unless_present = "searcher_only"
    )]
    pub fields: Vec<String>,
    /// Publish only that somebody searches
    #[arg(long)]
    pub searcher_only: bool,
    /// The last day of publication
    #[arg(long, value_name = "DAY")]
    pub until: jiff::civil::Date,
    /// Who consented: mother, guardian … or a name, which is never published
    #[arg(long, value_name = "WHO")]
    pub consent_by: String,
    /// When they consented
    #[arg(long, value_name = "DAY")]
    pub consent_date: jiff::civil::Date,
    /// The authority that authorised it: without one a child's notice is the search alone
    #[arg(long, value_name = "AUTHORITY")]
    pub authority: Option<String>,
    /// The institution to write or call to; never a relative
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,
}

/// `withdraw`
#[derive(Args)]
pub struct Withdraw {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// The notice: SOURCE/LOCAL_ID
    pub record: RecordRef,
    /// Code of the person who takes it down
    #[arg(long, value_name = "PERSON")]
    pub by: String,
}

/// `decisions …`
#[derive(Subcommand)]
pub enum DecisionsCommand {
    /// List the last decision of each pair
    List {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Only pairs in this state; several are given one by one
        #[arg(long, value_name = "STATE", value_parser = state)]
        state: Vec<DecisionState>,
        /// Only pairs with this record
        #[arg(long, value_name = "RECORD", conflicts_with = "state")]
        record: Option<RecordRef>,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Show all decisions on a pair
    History {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// A record: [kind:]SOURCE/LOCAL_ID
        left: RecordRef,
        /// Another record
        right: RecordRef,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Show decisions that contradict each other
    Conflicts {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Bring in pairs that were ruled out elsewhere: columns left_source, left_id, right_source,
    /// right_id, reason
    Import {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Code of the person who brings them in
        #[arg(long, value_name = "PERSON")]
        by: String,
        /// The table
        file: PathBuf,
    },
    /// Write every decision, without notes
    Export {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Where to write: .parquet, .csv or .ndjson
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// `notifications …`
#[derive(Subcommand)]
pub enum NotificationsCommand {
    /// List what consulates are told
    List {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Only to the consulate of this country (ISO 3166-1 alpha-2)
        #[arg(long, value_name = "CC")]
        country: Option<String>,
        /// About adults instead of children
        #[arg(long)]
        adults: bool,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// List what no consulate has acknowledged for some hours
    Overdue {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Hours
        #[arg(long, value_name = "N", default_value_t = OVERDUE_HOURS)]
        hours: u32,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Note that a consulate has acknowledged a notification by another way
    Acknowledge {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Code of the person who says so
        #[arg(long, value_name = "PERSON")]
        by: String,
        /// The notification's id
        id: String,
    },
    /// Compare what has changed, and tell of children who match a notice; a server does so by
    /// itself
    Match {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Probability from which a match is told
        #[arg(long, value_name = "P", default_value_t = MATCHED_PROBABILITY)]
        threshold: f64,
    },
}

/// `compare …`
#[derive(Subcommand)]
pub enum CompareCommand {
    /// Two full names, or all pairs of a file
    Names {
        /// JSON on standard output
        #[arg(long)]
        json: bool,
        /// CSV with columns left and right; the same comes out with level, weight and reason
        #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["left", "right", "json"])]
        pairs: Option<PathBuf>,
        /// A name
        #[arg(required_unless_present = "pairs")]
        left: Option<String>,
        /// Another name
        #[arg(required_unless_present = "pairs")]
        right: Option<String>,
    },
    /// Two birth dates (EDTF)
    Dates(Two),
    /// Two places
    Places(Two),
    /// Two marks or lists of marks
    Marks(Two),
}

/// Two values to compare.
#[derive(Args)]
pub struct Two {
    /// JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// A value
    pub left: String,
    /// Another value
    pub right: String,
}

/// `image …`
#[derive(Subcommand)]
pub enum ImageCommand {
    /// Find the records that show a picture
    Search {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Most records
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
        /// The picture's code instead of the picture
        #[arg(long, value_name = "CODE", conflicts_with = "file")]
        code: Option<String>,
        /// The picture
        #[arg(required_unless_present = "code")]
        file: Option<PathBuf>,
    },
    /// Write every pair of files of two folders that is the same picture
    Pairs {
        /// A folder of pictures
        #[arg(long, value_name = "DIR")]
        left: PathBuf,
        /// Another folder, or the same
        #[arg(long, value_name = "DIR")]
        right: PathBuf,
        /// Where to write: left, right, tier, distance, inliers
        #[arg(long, value_name = "FILE.csv")]
        out: PathBuf,
    },
    /// List the same pictures that several organisations' records show
    Dups {
        /// Folder of the store
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// Those within one organisation too
        #[arg(long)]
        all: bool,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Write codes in place of photos: a sheet of a store's records, or a line for each file
    Codes {
        /// Folder of the store
        #[arg(long, value_name = "DIR", requires_all = ["kind", "out"], conflicts_with = "files")]
        store: Option<PathBuf>,
        /// Kind of the records
        #[arg(long)]
        kind: Option<Kind>,
        /// The sheet to write: .parquet, .csv or .ndjson
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Pictures
        #[arg(required_unless_present = "store", value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// `train`
#[derive(Args)]
pub struct Train {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Link whose section is learnt
    #[arg(long, value_name = "LINK")]
    pub link: Link,
    /// Seed of the random pairs
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Model whose values are the priors; the embedded one by default
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Threads (default: one per core); the result does not depend on it
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Model file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `evaluate`
#[derive(Args)]
pub struct Evaluate {
    /// Candidate files, as `match` writes them
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    pub candidates: Vec<PathBuf>,
    /// True pairs: left_source, left_id, right_source, right_id
    #[arg(long, value_name = "FILE.csv")]
    pub truth: PathBuf,
    /// Store of the records: pairs of different people are weighed too, and groups told apart
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Model that made the candidates, if it was not the built-in one
    #[arg(long, value_name = "FILE.toml", requires = "store")]
    pub model: Option<PathBuf>,
    /// Folder for Tippett plot, reliability diagram and DET curve of each link (SVG, PNG, CSV)
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
    /// JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// `synth`
#[derive(Args)]
pub struct Synth {
    /// Seed: the same gives the same files
    #[arg(long, value_name = "N")]
    pub seed: u64,
    /// How many people
    #[arg(long, value_name = "N")]
    pub people: u32,
    /// Folder for notices, remains, shelter and truth
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How much the records are spoilt
    #[arg(long, default_value = "medium")]
    pub corruption: Corruption,
}

/// How much synthetic records are spoilt.
#[derive(Clone, Copy, ValueEnum)]
pub enum Corruption {
    /// Little
    Low,
    /// As real records are
    Medium,
    /// Much
    High,
}

/// `serve`
#[derive(Args)]
pub struct Serve {
    /// Folder of the store
    #[arg(long, value_name = "DIR", env = "VINCULO_STORE")]
    pub store: Option<PathBuf>,
    /// Address to listen on, beyond the loopback only with tokens set up
    /// [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "VINCULO_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// A proxy in front sets X-Forwarded-For: limits count the addresses that it saw
    #[arg(long, env = "VINCULO_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Where the public pages are reached (https://notices.example.org), for the addresses and
    /// ids in feeds [default: the address that is listened on]
    #[arg(long, value_name = "URL", env = "VINCULO_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Configuration file; what is named here or in the environment goes before it
    #[arg(long, value_name = "FILE.toml", env = "VINCULO_CONFIG")]
    pub config: Option<PathBuf>,
    /// How log lines are written [default: text]
    #[arg(long, value_name = "FORMAT", env = "VINCULO_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// `export`
#[derive(Args)]
pub struct Export {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Kind of the records; of pfif, atom and jsonfeed always notice
    #[arg(long, required_unless_present = "public")]
    pub kind: Option<Kind>,
    /// Format
    #[arg(long, required_unless_present = "public")]
    pub format: Option<ExportFormat>,
    /// Where to write
    #[arg(long, value_name = "FILE", required_unless_present = "public")]
    pub out: Option<PathBuf>,
    /// Write the public notices as files to serve: pages, feeds and the widget
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["kind", "format", "out"])]
    pub public: Option<PathBuf>,
    /// Where the public pages are reached, for the addresses and ids in feeds
    #[arg(
        long,
        value_name = "URL",
        env = "VINCULO_PUBLIC_URL",
        default_value = "http://localhost"
    )]
    pub public_url: String,
    /// Search engines may keep the pages
    #[arg(long, requires = "public")]
    pub index: bool,
}

/// The formats of `export`.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// Text with commas
    Csv,
    /// One JSON object in each line
    Ndjson,
    /// Apache Parquet
    Parquet,
    /// Office Open XML workbook
    Xlsx,
    /// Public notices as PFIF 1.4
    Pfif,
    /// Public notices as Atom with PFIF
    Atom,
    /// Public notices as JSON Feed 1.1
    Jsonfeed,
}

/// `erase`
#[derive(Args)]
pub struct Erase {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Who orders it
    #[arg(long, value_name = "PERSON")]
    pub by: String,
    /// Why: consent_withdrawn, person_request, retention_ended, legal_order, entered_in_error or
    /// protection
    #[arg(long, value_name = "CODE", required_unless_present = "expired")]
    pub reason: Option<ErasureReason>,
    /// Erase every record whose retain_until has passed
    #[arg(long, conflicts_with_all = ["records", "reason"])]
    pub expired: bool,
    /// The records: [kind:]SOURCE/LOCAL_ID
    #[arg(required_unless_present = "expired", value_name = "RECORD")]
    pub records: Vec<RecordRef>,
}

/// `backup`
#[derive(Args)]
pub struct Backup {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// A file that does not exist yet
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Who can open it.
    #[command(flatten)]
    pub lock: BackupLock,
}

/// Who can open a backup: exactly one of these.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct BackupLock {
    /// Encrypt for a recipient of age (age1…); may be given several times
    #[arg(long, value_name = "age1…", env = "VINCULO_BACKUP_RECIPIENT", value_delimiter = ',')]
    pub recipient: Vec<String>,
    /// Encrypt with the passphrase in the first line of this file
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Do not encrypt: whoever has the file can read it
    #[arg(long)]
    pub plaintext: bool,
}

/// `restore`
#[derive(Args)]
pub struct Restore {
    /// Folder that does not exist yet
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// File with the identity of a recipient (AGE-SECRET-KEY-1…)
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    pub identity: Option<PathBuf>,
    /// File with the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// The list of erasures, if it does not lie beside the backup
    #[arg(long, value_name = "FILE")]
    pub erasures: Option<PathBuf>,
    /// Bring back what was erased since the backup
    #[arg(long, conflicts_with = "erasures")]
    pub without_erasures: bool,
    /// The backup
    pub file: PathBuf,
}

fn state(text: &str) -> Result<DecisionState, String> {
    DecisionState::parse(text).ok_or_else(|| {
        let codes: Vec<&str> = DecisionState::ALL.iter().map(|state| state.code()).collect();
        format!("must be one of {}", codes.join(", "))
    })
}

fn reason(text: &str) -> Result<DecisionReason, String> {
    DecisionReason::parse(text).ok_or_else(|| {
        let codes: Vec<&str> = DecisionReason::ALL.iter().map(|reason| reason.code()).collect();
        format!("must be one of {}", codes.join(", "))
    })
}

fn audit_head(text: &str) -> Result<AuditHead, &'static str> {
    text.parse()
}

fn country(text: &str) -> Result<Country, String> {
    Country::parse(text).ok_or_else(|| "must be a code of ISO 3166-1, as HN".to_owned())
}

/// A code that can be the source of records.
fn organisation(text: &str) -> Result<String, String> {
    let key = RecordKey::new(Kind::Notice, text, "1").map_err(|error| error.to_string())?;
    Ok(key.source)
}

fn language(text: &str) -> Result<Lang, String> {
    text.parse()
}

fn sex(text: &str) -> Result<String, String> {
    let sex = vinculo_record::vocab::Sex::parse(text);
    sex.map(|sex| sex.code().to_owned()).ok_or_else(|| "must be male, female …".to_owned())
}

/// `5-12`, or one age.
fn age_range(text: &str) -> Result<(f64, f64), String> {
    let (min, max) = text.split_once('-').unwrap_or((text, text));
    let years =
        |text: &str| text.trim().parse::<f64>().ok().filter(|years| (0.0..=120.0).contains(years));
    match (years(min), years(max)) {
        (Some(min), Some(max)) if min <= max => Ok((min, max)),
        _ => Err("ages are years from 0 to 120, as 5-12".to_owned()),
    }
}
