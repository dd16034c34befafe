//! Headless Chromium through its WebDriver.
//!
//! The protocol is JSON over HTTP, so it is spoken with what the other tests ask servers
//! with. A client as a library (fantoccini, thirtyfour) turns on features of crates that the
//! whole workspace shares, and every one of them is built again.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{PATIENCE, wait_until};

/// The name of an element's reference in WebDriver.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    // The browser ends with the end of its driver, however that comes.
    "--remote-debugging-pipe",
];

/// Keys without a letter.
pub mod key {
    pub const TAB: &str = "\u{e004}";
    pub const ENTER: &str = "\u{e007}";
    pub const SPACE: &str = " ";
    pub const DOWN: &str = "\u{e015}";
}

/// A browser with one window and a profile of its own; ended when dropped.
pub struct Driver {
    process: Child,
    agent: ureq::Agent,
    session: String,
    _profile: TempDir,
}

impl Driver {
    /// Starts a driver on a free port, and its browser.
    #[track_caller]
    pub fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("chromedriver starts: tests/browser/set-up.sh");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        // It must not wait for somebody who reads.
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().expect("a folder");
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(PATIENCE));
        let mut driver = Self {
            process,
            agent: agent.build().into(),
            session: format!("http://127.0.0.1:{}", port.expect("the driver says its port")),
            _profile: profile,
        };
        let folder = format!("--user-data-dir={}", driver._profile.path().display());
        let arguments: Vec<&str> = ARGUMENTS.into_iter().chain([folder.as_str()]).collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "timeouts": {"script": PATIENCE.as_millis(), "pageLoad": PATIENCE.as_millis()},
        }}});
        let made = driver.post("/session", &wanted);
        driver.session += &format!("/session/{}", made["sessionId"].as_str().expect("a session"));
        driver
    }

    /// A command; its answer.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.try_post(path, body).unwrap_or_else(|refused| panic!("{path}: {refused}"))
    }

    /// The same, where it may be refused: with WebDriver's code and words.
    #[track_caller]
    pub fn try_post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let request = self.agent.post(format!("{}{path}", self.session));
        read(request.content_type("application/json").send(&body.to_string()))
    }

    /// A command of the browser's own protocol (CDP).
    #[track_caller]
    pub fn tell(&self, command: &str, parameters: Value) -> Value {
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Opens a page and waits until it is loaded.
    #[track_caller]
    pub fn open(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    /// Runs the body of a function in the page; gives what it returns.
    #[track_caller]
    pub fn run(&self, body: &str) -> Value {
        self.post("/execute/sync", &json!({"script": body, "args": []}))
    }

    /// Runs the body of an asynchronous function; gives what it returns in the end.
    #[track_caller]
    pub fn run_async(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[0]; (async () => {{ {body} }})().then(done, (e) => done('failed: ' + e));"
        );
        self.post("/execute/async", &json!({"script": script, "args": []}))
    }

    /// An expression's value once it is neither null, false nor empty.
    #[track_caller]
    pub fn wait(&self, expression: &str) -> Value {
        let script = json!({"script": format!("return {expression};"), "args": []});
        wait_until(expression, || {
            // Between two pages there is none to ask.
            let value = self.try_post("/execute/sync", &script).ok()?;
            let is_empty = matches!(&value, Value::Null | Value::Bool(false))
                || value.as_array().is_some_and(Vec::is_empty);
            (!is_empty).then_some(value)
        })
    }

    /// The element that an expression gives, once it does.
    #[track_caller]
    fn element(&self, expression: &str) -> String {
        self.wait(expression)[ELEMENT].as_str().expect("an element").to_owned()
    }

    /// Clicks on the element that an expression gives.
    #[track_caller]
    pub fn click(&self, expression: &str) {
        let id = self.element(expression);
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    /// Types into the element that an expression gives; a path into a field of files.
    #[track_caller]
    pub fn fill(&self, expression: &str, text: &str) {
        let id = self.element(expression);
        self.post(&format!("/element/{id}/value"), &json!({"text": text}));
    }

    /// Presses keys one by one, wherever the focus is.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|c| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": c})))
            .collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.post("/actions", &json!({"actions": [keyboard]}));
    }

    /// Goes into the frame that an expression gives; back to the page without one.
    #[track_caller]
    pub fn enter(&self, frame: Option<&str>) {
        let id = frame.map(|expression| json!({ELEMENT: self.element(expression)}));
        self.post("/frame", &json!({"id": id}));
    }

    /// What was logged since it was last asked: `browser` or `performance`.
    #[track_caller]
    pub fn log(&self, kind: &str) -> Vec<Value> {
        self.post("/se/log", &json!({"type": kind})).as_array().cloned().unwrap_or_default()
    }

    /// The window as a PNG file.
    #[track_caller]
    pub fn screenshot(&self) -> Vec<u8> {
        let answer = read(self.agent.get(format!("{}/screenshot", self.session)).call());
        let text = answer.expect("a picture");
        BASE64_STANDARD.decode(text.as_str().unwrap()).expect("base64")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Either may have ended already.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The value of an answer, or what was wrong.
#[track_caller]
fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let mut answer = answer.expect("the driver answers");
    let body = answer.body_mut().with_config().limit(64 << 20).read_to_vec().expect("a body");
    let mut body: Value = serde_json::from_slice(&body).expect("JSON");
    let value = body["value"].take();
    if answer.status().is_success() {
        return Ok(value);
    }
    Err(format!("{}: {}", value["error"], value["message"]))
}
