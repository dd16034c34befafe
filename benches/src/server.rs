//! The program `vinculo` serving a store, in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

/// Between two looks whether it is ready.
const PAUSE: Duration = Duration::from_millis(100);

/// A server on the loopback; ended when dropped.
pub struct Server {
    child: Child,
    base: String,
    agent: ureq::Agent,
}

impl Server {
    /// Serves a store, and waits until that is ready.
    ///
    /// # Errors
    /// When the program does not start.
    pub fn start(program: &Path, store: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--store"])
            .arg(store)
            .env("RUST_LOG", "warn")
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        let lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
        let mut base = None;
        for line in lines.map_while(Result::ok) {
            if let Some(address) = line.trim().strip_suffix("/readyz") {
                base = Some(address.to_owned());
                break;
            }
        }
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None);
        let base = base.context("the server did not start")?;
        let server = Self { child, base, agent: config.build().into() };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Waits until index and profiles hold all records.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn wait_until_ready(&self) -> Result<()> {
        while self.agent.get(self.url("/readyz")).call()?.status() != 200 {
            sleep(PAUSE);
        }
        Ok(())
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What asks it.
    pub const fn agent(&self) -> &ureq::Agent {
        &self.agent
    }

    /// The memory that it holds now, in MiB, or that the system does not tell.
    pub fn memory_mib(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        let kib = line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok());
        kib.map_or_else(|| "not told".to_owned(), |kib| (kib / 1024).to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
