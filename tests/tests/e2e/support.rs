//! Running the command, and reading what it wrote.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub use crate::dice::Dice;

/// How long anything may take before a test gives up: only a program that hangs
/// reaches it.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// How often a test looks whether something has come about.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A row of a CSV file: its cells by column.
pub type CsvRow = BTreeMap<String, String>;

/// The command, in English and without the caller's environment of languages and logs.
///
/// It is built by this package from the sources of `vinculo-cli` (see `Cargo.toml`),
/// so it is never stale; `VINCULO_BIN` names another one, such as a release build.
pub fn vinculo() -> Command {
    let built = env!("CARGO_BIN_EXE_vinculo-e2e");
    let mut command = Command::new(std::env::var_os("VINCULO_BIN").unwrap_or_else(|| built.into()));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.env("VINCULO_LANG", "en").stdin(Stdio::null());
    command
}

/// What a command did.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Reads what a process left; it must not have panicked.
    #[track_caller]
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let ran =
            Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!ran.err.contains("panicked at"), "{}", ran.err);
        ran
    }

    /// The same, if it ended with this code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// Standard output as JSON: all of it, and nothing else.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}

/// Runs the command with arguments.
#[track_caller]
pub fn run<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Ran {
    Ran::of(vinculo().args(args).output().expect("the command starts"))
}

/// A store in a folder of its own.
pub struct Store {
    folder: TempDir,
}

impl Store {
    pub fn new() -> Self {
        Store::new_in(tempfile::tempdir())
    }

    fn new_in(folder: std::io::Result<TempDir>) -> Self {
        let store = Store { folder: folder.expect("a folder") };
        run(["init", "--store", &store.arg()]).ended(0);
        store
    }

    /// A store with the region, in a folder of its own.
    pub fn of_region_in(folder: std::io::Result<TempDir>) -> Self {
        let store = Store::new_in(folder);
        for (kind, sheet) in [("notice", "notices"), ("remains", "remains"), ("shelter", "shelter")]
        {
            let sheet = fixture(&format!("region/{sheet}.csv"));
            store.run("import", ["--kind".as_ref(), kind.as_ref(), sheet.as_os_str()]).ended(0);
        }
        store
    }

    /// The folder of the store.
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// A path beside the store, for what commands write.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn arg(&self) -> String {
        self.dir().to_str().expect("UTF-8").to_owned()
    }

    /// A command on this store, not yet run.
    pub fn command<A: AsRef<OsStr>>(
        &self,
        command: &str,
        args: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut started = vinculo();
        started.args([command, "--store", &self.arg()]).args(args);
        started
    }

    /// Runs a command on this store.
    #[track_caller]
    pub fn run<A: AsRef<OsStr>>(&self, command: &str, args: impl IntoIterator<Item = A>) -> Ran {
        Ran::of(self.command(command, args).output().expect("the command starts"))
    }

    /// Creates a token; gives its secret, which stands alone on standard output.
    #[track_caller]
    pub fn token(&self, args: &[&str]) -> String {
        let mut command = vinculo();
        command.args(["token", "create", "--store", &self.arg()]).args(args);
        let ran = Ran::of(command.output().expect("the command starts")).ended(0);
        assert!(ran.err.contains("only time"), "{}", ran.err);
        ran.out.trim().to_owned()
    }

    /// Imports a file that is written for it.
    #[track_caller]
    pub fn import_text(&self, kind: &str, name: &str, text: &str) -> Ran {
        let path = self.beside(name);
        std::fs::write(&path, text).expect("the sheet can be written");
        let path = path.to_str().expect("UTF-8").to_owned();
        self.run("import", ["--kind", kind, "--source", "ORG", &path])
    }

    /// Checks that store and projections agree; gives the number of records.
    #[track_caller]
    pub fn sound_records(&self) -> u64 {
        let ran = self.run("verify", [""; 0]).ended(0);
        assert!(ran.out.contains("everything agrees"), "{}", ran.out);
        count(&ran.out)
    }

    /// The number of records of a store that was interrupted: it is sound, but the
    /// index may be behind until the next writer.
    #[track_caller]
    pub fn sound_records_or_behind(&self) -> u64 {
        let ran = self.run("verify", [""; 0]);
        let is_index =
            |line: &str| line.trim_start().starts_with("index") || !line.starts_with(' ');
        assert!(
            ran.out.lines().filter(|line| !line.starts_with("there are")).all(is_index),
            "{}",
            ran.out
        );
        count(&ran.out)
    }

    /// The records of a kind as the command exports them.
    #[track_caller]
    pub fn exported(&self, kind: &str) -> String {
        let out = self.beside("exported.csv");
        let path = out.to_str().expect("UTF-8").to_owned();
        self.run("export", ["--kind", kind, "--format", "csv", "--out", &path]).ended(0);
        std::fs::read_to_string(out).expect("UTF-8")
    }
}

/// The number of records that `verify` tells.
#[track_caller]
fn count(verified: &str) -> u64 {
    let count = verified.strip_prefix("records ").and_then(|rest| rest.split(',').next());
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{verified}"))
}

/// The region, imported once for the tests that only read.
pub fn region() -> &'static Store {
    static REGION: OnceLock<Store> = OnceLock::new();
    REGION.get_or_init(|| {
        remove_old_regions();
        Store::of_region_in(tempfile::Builder::new().prefix(REGION_PREFIX).tempdir_in(TARGET_TMP))
    })
}

const TARGET_TMP: &str = env!("CARGO_TARGET_TMPDIR");
const REGION_PREFIX: &str = "region-";

/// Nothing is dropped at the end of a test program: the next one removes its folder.
fn remove_old_regions() {
    const OLD: Duration = Duration::from_secs(3600);
    let is_old = |entry: &std::fs::DirEntry| {
        let age = entry.metadata().and_then(|m| m.modified()).map(|time| time.elapsed());
        let ours = entry.file_name().to_string_lossy().starts_with(REGION_PREFIX);
        ours && matches!(age, Ok(Ok(age)) if age > OLD)
    };
    for entry in std::fs::read_dir(TARGET_TMP).into_iter().flatten().flatten().filter(is_old) {
        std::fs::remove_dir_all(entry.path()).expect("an old folder can be removed");
    }
}

/// A file of `data-fixtures/`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data-fixtures").join(name)
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The rows of a CSV file.
#[track_caller]
pub fn csv_rows(path: &Path) -> Vec<CsvRow> {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    let rows: Result<Vec<CsvRow>, _> = reader.deserialize().collect();
    rows.expect("whole rows")
}

/// The columns of a CSV file, in order.
#[track_caller]
pub fn csv_columns(path: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    reader.headers().expect("a header").iter().map(str::to_owned).collect()
}

/// Waits until something has come about.
#[track_caller]
pub fn wait_until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited too long for: {what}");
        std::thread::sleep(LOOK_AGAIN);
    }
}
