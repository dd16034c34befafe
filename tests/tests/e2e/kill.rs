//! Killed under a mixed load of writes, at named places and at random, a store has all
//! that was acknowledged, and its projections agree with it.
//!
//! Named places need the feature `faults` (`tests/run.sh` has it). `VINCULO_KILLS` says
//! how often to kill: `tests/kill.sh` does it 200 times.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http::Server;
use crate::support::{Dice, Store, wait_until};

/// Kills where the environment does not say how many.
const KILLS: usize = 20;
/// Kills of one store, before its files are looked through and another one is begun.
const KILLS_OF_A_STORE: usize = 10;
/// Rows of an uploaded file: several transactions.
const ROWS: usize = 1_200;
/// A server that does not reach its place is killed all the same.
const LOAD_TIME: Duration = Duration::from_secs(20);
/// Processes with an order turned round, of which one must be seen to lose something.
#[cfg(feature = "faults")]
const TRIES: usize = 10;
/// Stands in every record that is erased.
const MARKER: &str = "Xquicmarca";

/// The named places, with the most times that one is passed before the kill.
const PLACES: [(&str, usize); 16] = [
    ("write.before_commit", 30),
    ("write.after_commit", 30),
    ("index.before_commit", 15),
    ("index.after_commit", 15),
    ("erase.before_files", 3),
    ("purge.before_rewriting", 3),
    ("purge.before_truncating", 3),
    ("erase.after_files", 3),
    ("upload.before_keeping", 2),
    ("upload.half_kept", 2),
    ("upload.kept", 2),
    ("batch.between_chunks", 2),
    ("batch.before_end", 1),
    ("batch.before_settling", 1),
    ("batch.within_settling", 2),
    ("batch.after_end", 1),
];

/// What was last acknowledged of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Absent,
    /// Stored with this number as its age.
    Stored(u64),
    Held,
    Erased,
}

/// A record's state, and what was asked for and not answered.
#[derive(Clone, Copy, Debug)]
struct Known {
    acknowledged: State,
    asked: Option<State>,
}

/// What the load knows.
#[derive(Default)]
struct Book {
    records: Mutex<BTreeMap<String, Known>>,
    /// Addresses of acknowledged batches, with the prefix of their ids.
    batches: Mutex<Vec<(String, String)>>,
    stop: AtomicBool,
}

impl Book {
    /// Asks for a change of a record; keeps what was answered. False when there was
    /// no answer: the server is dead.
    fn change(&self, id: &str, to: State, ask: impl FnOnce() -> Option<u16>) -> bool {
        let mut records = self.records.lock().unwrap();
        let new = Known { acknowledged: State::Absent, asked: None };
        records.entry(id.to_owned()).or_insert(new).asked = Some(to);
        drop(records);
        let Some(status) = ask() else { return false };
        assert!(matches!(status, 200..300 | 503), "{id} to {to:?}: {status}");
        let mut records = self.records.lock().unwrap();
        let known = records.get_mut(id).expect("it was asked for");
        if status < 300 {
            *known = Known { acknowledged: to, asked: None };
        }
        true
    }
}

fn row(id: &str, age: u64, held: bool) -> Value {
    json!({
        "kind": "shelter", "source": "ORG", "local_id": id, "age_min": age.to_string(),
        "given_names": format!("{MARKER} {id}"), "event_date": "2021-02-03",
        "protection_hold": if held { "true" } else { "" },
    })
}

/// Writes, changes, holds and erases records until the server is gone.
fn write_records(book: &Book, server: &Client, round: usize, thread: usize) {
    let mut dice = Dice::new((round * 10 + thread) as u64);
    for number in 0.. {
        let id = format!("r{round}-{thread}-{number}");
        let put = |age, held, to| {
            book.change(&id, to, || server.post("/api/v1/records", &row(&id, age, held)))
        };
        let erase = || {
            let order = json!({"record": format!("ORG/{id}"), "by": "A", "reason": "legal_order"});
            book.change(&id, State::Erased, || server.post("/api/v1/erasures", &order))
        };
        let age = dice.below(80) as u64;
        let done = put(age, false, State::Stored(age))
            && match dice.below(6) {
                0 | 1 => put(age + 1, false, State::Stored(age + 1)),
                2 => put(age, true, State::Held),
                3 => erase(),
                _ => true,
            };
        if !done || book.stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Uploads sheets until the server is gone.
fn upload_sheets(book: &Book, server: &Client, round: usize) {
    for number in 0..2 {
        let prefix = format!("b{round}-{number}");
        let sheet: String = (0..ROWS)
            .map(|i| format!("{{\"local_id\":\"{prefix}-{i}\",\"given_names\":\"Ana {i}\",\"event_date\":\"2021\"}}\n"))
            .collect();
        match server.upload("/api/v1/batches?kind=shelter&source=ORG", &sheet) {
            Some(address) => book.batches.lock().unwrap().push((address, prefix)),
            None => return,
        }
    }
}

/// Requests that may find nobody at the other end.
struct Client {
    agent: ureq::Agent,
    base: String,
}

impl Client {
    fn of(server: &Server) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(20)));
        Self { agent: config.build().into(), base: server.url("") }
    }

    /// The status, if there was an answer to its end.
    fn post(&self, path: &str, body: &Value) -> Option<u16> {
        let request = self.agent.post(format!("{}{path}", self.base));
        let mut response = request.content_type("application/json").send(body.to_string()).ok()?;
        response.body_mut().read_to_vec().ok()?;
        Some(response.status().as_u16())
    }

    /// The address of the batch, if it was acknowledged.
    fn upload(&self, path: &str, sheet: &str) -> Option<String> {
        let request = self.agent.post(format!("{}{path}", self.base));
        let response = request.content_type("application/x-ndjson").send(sheet).ok()?;
        assert_eq!(response.status().as_u16(), 202);
        Some(response.headers()["location"].to_str().unwrap().to_owned())
    }
}

/// How a round's server ends.
enum Kill {
    At(&'static str, usize),
    After(Duration),
}

/// Loads a server until it is killed. Gives whether a named place was reached.
fn load_and_kill(
    store: &Store,
    book: &Arc<Book>,
    round: usize,
    kill: &Kill,
    broken: Option<&str>,
) -> bool {
    let reached = store.beside(&format!("reached-{round}"));
    let mut command = store.command("serve", ["--listen", "127.0.0.1:0"]);
    command.env("VINCULO_FAULT_REACHED", &reached);
    if let Kill::At(place, times) = kill {
        command.env("VINCULO_FAULT", format!("{place}:{times}"));
    }
    if let Some(order) = broken {
        command.env("VINCULO_BROKEN_ORDER", order);
    }
    // A place may be reached while it starts.
    let Some(server) = Server::try_spawn(command, || reached.exists()) else { return true };
    book.stop.store(false, Ordering::Relaxed);
    let client = Arc::new(Client::of(&server));
    type Work = Box<dyn FnOnce(&Book, &Client) + Send>;
    let run = |work: Work| {
        let (book, client) = (Arc::clone(book), Arc::clone(&client));
        std::thread::spawn(move || work(&book, &client))
    };
    let mut load = vec![
        run(Box::new(move |book, client| write_records(book, client, round, 0))),
        run(Box::new(move |book, client| write_records(book, client, round, 1))),
    ];
    if broken != Some("commit") {
        // A batch is written by many writes, and only records are acknowledged by one.
        load.push(run(Box::new(move |book, client| upload_sheets(book, client, round))));
    }
    let start = Instant::now();
    let time = match kill {
        Kill::At(..) => LOAD_TIME,
        Kill::After(time) => *time,
    };
    while start.elapsed() < time && !reached.exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    book.stop.store(true, Ordering::Relaxed);
    let was_reached = reached.exists();
    server.kill();
    for thread in load {
        thread.join().expect("the load was answered as it should be");
    }
    was_reached
}

/// Starts a fresh process on what was left, and holds what is stored against the book.
fn check(store: &Store, book: &Book) -> Result<(), String> {
    // As it was left, before anything is resumed.
    check_whole(&stored(store))?;
    let server = Server::start(store);
    // Those that were never acknowledged, too: a stop does not wait for them for long.
    wait_until("every batch has ended", || {
        let known = server.get("/api/v1/batches").has(200).json();
        let mut batches = known["batches"].as_array().expect("a list").iter();
        batches.all(|batch| batch["finished"] == true).then_some(())
    });
    server.ready();
    let batches: Vec<(String, String)> = book.batches.lock().unwrap().drain(..).collect();
    for (address, _) in &batches {
        let batch = server.batch_done(address);
        if batch["state"] != "succeeded" || batch["counts"]["rows_seen"] != ROWS {
            return Err(format!("half a batch: {batch}"));
        }
    }
    let code = server.stop();
    if code != Some(0) {
        return Err(format!("the server ended with {code:?}"));
    }
    let stored = stored(store);
    for (_, prefix) in &batches {
        let rows = stored.keys().filter(|id| id.starts_with(&format!("{prefix}-"))).count();
        if rows != ROWS {
            return Err(format!("{rows} rows of batch {prefix} are stored"));
        }
    }
    check_whole(&stored)?;
    for (id, known) in book.records.lock().unwrap().iter_mut() {
        let found = stored.get(id).copied().unwrap_or(State::Absent);
        if found != known.acknowledged && Some(found) != known.asked {
            return Err(format!("{id} is {found:?} and should be {known:?}"));
        }
        *known = Known { acknowledged: found, asked: None };
    }
    let ran = store.run("verify", [""; 0]);
    if ran.code == Some(0) { Ok(()) } else { Err(ran.out) }
}

/// Of no batch a part is seen, acknowledged or not.
fn check_whole(stored: &BTreeMap<String, State>) -> Result<(), String> {
    let mut batches: BTreeMap<&str, usize> = BTreeMap::new();
    for id in stored.keys().filter(|id| id.starts_with('b')) {
        let (prefix, _) = id.rsplit_once('-').expect("the prefix of a batch");
        *batches.entry(prefix).or_default() += 1;
    }
    match batches.into_iter().find(|(_, rows)| *rows != ROWS) {
        Some((prefix, rows)) => Err(format!("half a batch: {rows} rows of {prefix} are seen")),
        None => Ok(()),
    }
}

/// The state of every record, read from the database itself.
fn stored(store: &Store) -> BTreeMap<String, State> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = store.dir().join("store.db");
    let database = rusqlite::Connection::open_with_flags(database, flags).unwrap();
    let sql = "SELECT r.local_id, r.erased_seq IS NOT NULL, v.content
               FROM shown_records r JOIN versions v ON v.seq = r.shown_seq";
    let mut statement = database.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let (id, is_erased, content): (String, bool, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        if is_erased {
            return Ok((id, State::Erased));
        }
        let content: Value = serde_json::from_str(&content).expect("JSON");
        let age = content["age_min"].as_str().and_then(|age| age.parse().ok());
        let is_held = content["protection_hold"] == "true";
        Ok((id, if is_held { State::Held } else { State::Stored(age.unwrap_or_default()) }))
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

fn kills() -> usize {
    std::env::var("VINCULO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS)
}

fn kill_of(round: usize, dice: &mut Dice) -> Kill {
    if !cfg!(feature = "faults") || round % 3 == 2 {
        return Kill::After(Duration::from_millis(50 + dice.below(1_500) as u64));
    }
    let (place, most) = PLACES[dice.below(PLACES.len())];
    Kill::At(place, 1 + dice.below(most))
}

/// Files of a store that hold the marker with the id of an erased record.
fn left_of_erased(store: &Store, book: &Book) -> Vec<(PathBuf, String)> {
    let records = book.records.lock().unwrap();
    let erased = records.iter().filter(|(_, known)| known.acknowledged == State::Erased);
    let marks: Vec<String> = erased.map(|(id, _)| format!("{MARKER} {id}\"")).collect();
    let mut left = Vec::new();
    let mut folders = vec![store.dir()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            let found = marks.iter().filter(|mark| text.contains(mark.as_str()));
            left.extend(found.map(|mark| (path.clone(), mark.clone())));
        }
    }
    left
}

#[test]
fn whatever_was_acknowledged_survives_a_kill_at_any_place() {
    // Of its first rounds some let an erasure end.
    let mut dice = Dice::new(163);
    let (mut round, mut reached) = (0, 0);
    while round < kills() {
        let (store, book) = (Store::new(), Arc::new(Book::default()));
        for _ in 0..KILLS_OF_A_STORE.min(kills() - round) {
            let kill = kill_of(round, &mut dice);
            reached += usize::from(load_and_kill(&store, &book, round, &kill, None));
            let said = match kill {
                Kill::At(place, times) => format!("{place}:{times}"),
                Kill::After(time) => format!("after {time:?}"),
            };
            eprintln!("kill {round}: {said}");
            if let Err(wrong) = check(&store, &book) {
                panic!("killed {said} in round {round}: {wrong}");
            }
            round += 1;
        }
        // A writer that opens it finishes what erasures left.
        store.run("reindex", [""; 0]).ended(0);
        assert_eq!(left_of_erased(&store, &book), []);
        let records = book.records.lock().unwrap();
        assert!(records.len() > KILLS_OF_A_STORE, "there was a load");
        for state in [State::Erased, State::Held] {
            assert!(records.values().any(|known| known.acknowledged == state), "{state:?}");
        }
    }
    assert!(!cfg!(feature = "faults") || reached >= kills() / 3, "{reached} places were reached");
}

/// The checks can fail: with an order turned round, they do. Not every write answers
/// somebody, so that one killed process may have lost nothing: some of them have.
#[cfg(feature = "faults")]
#[test]
fn a_broken_order_of_steps_is_found_out() {
    for (order, place, expected) in [
        ("index", "index.number_first", "is missing"),
        ("commit", "write.answered_first", "should be"),
        ("batch", "batch.between_chunks", "half a batch"),
    ] {
        let found = (1..=TRIES).find_map(|times| {
            let (store, book) = (Store::new(), Arc::new(Book::default()));
            let kill = Kill::At(place, times);
            let reached = load_and_kill(&store, &book, times, &kill, Some(order));
            assert!(reached, "the load did not reach {place}:{times}");
            check(&store, &book).err()
        });
        let wrong = found.unwrap_or_else(|| panic!("{order} turned round went unnoticed"));
        assert!(wrong.contains(expected), "{order}: {wrong}");
    }
}
