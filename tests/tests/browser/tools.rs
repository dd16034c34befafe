//! What `tests/browser/set-up.sh` installed: axe-core and readers of feeds.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use crate::support::Ran;

/// The source of axe-core.
pub static AXE: LazyLock<String> = LazyLock::new(|| {
    let versions = std::fs::read_dir(installed().join("lib")).expect(MISSING).flatten();
    let in_version = |folder: std::fs::DirEntry| {
        let file = folder.path().join("site-packages/axe_playwright_python/axe.min.js");
        std::fs::read_to_string(file).ok()
    };
    versions.filter(|entry| entry.path().is_dir()).find_map(in_version).expect(MISSING)
});

const MISSING: &str = "tests/browser/set-up.sh has been run";

/// `target/browser`.
fn installed() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target").join("browser")
}

/// Runs a script of `tests/browser/` on a text.
#[track_caller]
pub fn run(script: &str, input: &str) -> Ran {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser").join(script);
    let mut command = Command::new(installed().join("bin/python"));
    command.arg(path).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect(MISSING);
    child.stdin.take().unwrap().write_all(input.as_bytes()).expect("it reads");
    Ran::of(child.wait_with_output().unwrap())
}
