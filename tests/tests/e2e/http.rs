//! A running server, and requests to it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::support::{PATIENCE, Store, wait_until};

/// `vinculo serve` on a free port; killed when dropped.
pub struct Server {
    child: Child,
    base: String,
    log: Arc<Mutex<String>>,
    agent: ureq::Agent,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The same, if it has this status.
    #[track_caller]
    pub fn has(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Server {
    pub fn start(store: &Store) -> Self {
        Self::spawn(store.command("serve", ["--listen", "127.0.0.1:0"]))
    }

    /// Starts a command that serves, and waits until it says where.
    pub fn spawn(command: Command) -> Self {
        Self::try_spawn(command, || false).expect("it was waited for")
    }

    /// The same, until there is nothing to wait for any more: then it is killed.
    pub fn try_spawn(mut command: Command, given_up: impl Fn() -> bool) -> Option<Self> {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, written) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in lines.lines() {
                let line = line.expect("UTF-8") + "\n";
                written.lock().unwrap().push_str(&line);
            }
        });
        let base = wait_until("the server says where it listens", || {
            if given_up() {
                return Some(None);
            }
            let log = log.lock().unwrap();
            assert!(child.try_wait().unwrap().is_none(), "the server ended: {log}");
            let (_, rest) = log.split_once("http://")?;
            let (address, _) = rest.split_once("/api/v1/docs")?;
            Some(Some(format!("http://{address}")))
        });
        let Some(base) = base else {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        };
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(PATIENCE));
        Some(Self { child, base, log, agent: config.build().into() })
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to standard error so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Ends it as a crash does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits for it; gives its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.unwrap().success());
        let child = &mut self.child;
        wait_until("the server ends", || child.try_wait().unwrap()).code()
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        answer(self.agent.get(self.url(path)).call())
    }

    #[track_caller]
    pub fn get_with(&self, path: &str, header: (&str, &str)) -> Answer {
        answer(self.agent.get(self.url(path)).header(header.0, header.1).call())
    }

    #[track_caller]
    pub fn get_headed(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.agent.get(self.url(path));
        answer(headers.iter().fold(request, |r, (name, value)| r.header(*name, *value)).call())
    }

    #[track_caller]
    pub fn post_headed(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let request = self.agent.post(self.url(path)).content_type("application/json");
        let request = headers.iter().fold(request, |r, (name, value)| r.header(*name, *value));
        answer(request.send(&body.to_string()))
    }

    #[track_caller]
    pub fn put_headed(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let request = self.agent.put(self.url(path)).content_type("application/json");
        let request = headers.iter().fold(request, |r, (name, value)| r.header(*name, *value));
        answer(request.send(&body.to_string()))
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(path, "application/json", body.to_string())
    }

    #[track_caller]
    pub fn send(&self, path: &str, media_type: &str, body: impl AsRef<[u8]>) -> Answer {
        answer(self.agent.post(self.url(path)).content_type(media_type).send(body.as_ref()))
    }

    /// The body of an answer that is no text.
    #[track_caller]
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let mut response = self.agent.get(self.url(path)).call().expect("an answer");
        assert_eq!(response.status().as_u16(), 200);
        response.body_mut().read_to_vec().expect("a body")
    }

    /// Waits until index and profiles hold everything.
    #[track_caller]
    pub fn ready(&self) {
        wait_until("index and profiles hold everything", || {
            (self.get("/readyz").status == 200).then_some(())
        });
    }

    /// Waits until a batch has ended.
    #[track_caller]
    pub fn batch_done(&self, address: &str) -> Value {
        wait_until("the batch ends", || {
            let batch = self.get(address).has(200).json();
            (batch["finished"] == true).then_some(batch)
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = result.expect("an answer");
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: String::from_utf8_lossy(&response.body_mut().read_to_vec().expect("a body"))
            .into_owned(),
    }
}
