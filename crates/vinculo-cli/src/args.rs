//! The arguments of every command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use vinculo_engine::DEFAULT_TOP;
use vinculo_record::{Kind, Lang, Link, RecordRef};

/// Search for missing migrants: compares notices with remains and shelter records,
/// ranks candidates and explains each. It never identifies anyone.
#[derive(Parser)]
#[command(name = "vinculo", version, propagate_version = true)]
pub struct Arguments {
    /// Language of reasons and messages: es or en (default from the environment, else es)
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    pub lang: Option<Lang>,
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
    /// Import sheets (CSV, XLSX, NDJSON, Parquet), through a mapping file where needed
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
    /// Check the store, its log and that every projection agrees with it
    Verify(StoreOnly),
    /// Write a copy of the store's database
    Backup(Backup),
}

/// A store alone.
#[derive(Args)]
pub struct StoreOnly {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
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
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Address to listen on: loopback only
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

/// `export`
#[derive(Args)]
pub struct Export {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Kind of the records
    #[arg(long)]
    pub kind: Kind,
    /// Format
    #[arg(long)]
    pub format: ExportFormat,
    /// Where to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
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
