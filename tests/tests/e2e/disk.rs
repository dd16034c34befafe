//! A disk that is full or has changed what was written: a clear
//! error, nothing lost that was acknowledged, and on it goes when there is room.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::{Value, json};

use crate::http::Server;
use crate::support::{Dice, Store, wait_until};

/// Blocks of 512 bytes that a file of the limited process may have: the empty store has
/// fewer, and some hundreds of the records more.
const BLOCKS: u32 = 3_000;

fn record(id: usize) -> Value {
    // Words that do not pack well.
    let mut dice = Dice::new(id as u64);
    let words: Vec<String> = (0..900).map(|_| format!("w{:x}", dice.below(1 << 30))).collect();
    json!({"kind": "notice", "source": "ORG", "local_id": id.to_string(),
           "circumstances": words.join(" "), "given_names": format!("Ana {id}")})
}

/// A server whose files may not grow beyond a limit, as on a disk that is nearly full.
fn limited(store: &Store) -> Server {
    let served = store.command("serve", ["--listen", "127.0.0.1:0"]);
    let mut command = Command::new("sh");
    // A file that would grow beyond it is refused, and not the process killed.
    command.arg("-c").arg(format!("trap '' XFSZ; ulimit -S -f {BLOCKS}; exec \"$0\" \"$@\""));
    command.arg(served.get_program()).args(served.get_args());
    for (name, value) in served.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Server::spawn(command)
}

/// Makes room.
fn unlimited(server: &Server) -> bool {
    let pid = server.process().to_string();
    let raised = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status();
    raised.is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_refuses_and_loses_nothing_and_goes_on_when_there_is_room() {
    let store = Store::new();
    let server = limited(&store);
    let mut acknowledged = Vec::new();
    let mut refused = 0;
    for id in 0..400 {
        let answer = server.post("/api/v1/records", &record(id));
        match answer.status {
            201 => acknowledged.push(id),
            507 | 500 | 503 => {
                assert!(answer.header("content-type").contains("problem+json"));
                refused += 1;
            }
            other => panic!("{other}: {}", answer.text),
        }
        if refused > 20 {
            break;
        }
    }
    assert!(refused > 20 && acknowledged.len() > 10, "{refused}, {}", acknowledged.len());
    let full = server.post("/api/v1/records", &record(1000));
    assert_eq!((full.status, &full.json()["code"]), (507, &json!("disk_full")), "{}", full.text);
    // A sheet is refused as well, or waits: never half of it.
    let sheet = (0..3000).map(|i| format!("{{\"local_id\":\"b{i}\",\"given_names\":\"Rosa\"}}\n"));
    let sheet: String = sheet.collect();
    let upload =
        server.send("/api/v1/batches?kind=shelter&source=ORG", "application/x-ndjson", &sheet);
    assert!(matches!(upload.status, 202 | 507), "{}", upload.text);
    for id in &acknowledged {
        server.get(&format!("/api/v1/records/notice/ORG/{id}")).has(200);
    }
    if !unlimited(&server) {
        eprintln!("no prlimit here: that it goes on is seen after a new start alone");
    } else {
        for id in 2000..2005 {
            server.post("/api/v1/records", &record(id)).has(201);
            acknowledged.push(id);
        }
        wait_until("the search finds what came after", || {
            let found = server.post("/api/v1/search", &json!({"text": "Ana 2004"}));
            found.text.contains("\"2004\"").then_some(())
        });
    }
    assert_eq!(server.stop(), Some(0));
    // What waits is finished by a process that has room.
    let server = Server::start(&store);
    for id in &acknowledged {
        server.get(&format!("/api/v1/records/notice/ORG/{id}")).has(200);
    }
    if upload.status == 202 {
        let batch = server.batch_done(upload.header("location"));
        assert_eq!(
            (&batch["state"], &batch["counts"]["created"]),
            (&json!("succeeded"), &json!(3000))
        );
    }
    server.ready();
    assert_eq!(server.stop(), Some(0));
    store.sound_records();
}

#[test]
fn a_flipped_bit_is_found_and_told_without_content() {
    let store = Store::new();
    let sheet: String = (0..300)
        .map(|i| format!("{i},Zyxomar Quorthiñez,texto largo que ocupa su lugar {i}\n"))
        .collect();
    let sheet = format!("local_id,full_name,circumstances\n{sheet}");
    store.import_text("notice", "a.csv", &sheet).ended(0);
    let database = store.dir().join("store.db");
    let whole = fs::read(&database).unwrap();
    let in_records = |place: &usize| whole[*place..].starts_with(b"Quorthi");
    let places: Vec<usize> = (0..whole.len()).filter(in_records).collect();
    let mut dice = Dice::new(5);
    let mut found = 0;
    for _ in 0..12 {
        let mut flipped = whole.clone();
        // A byte of a record: what is unused, or a comment, may be anything.
        let place = places[dice.below(places.len())] + dice.below(7);
        flipped[place] ^= 0x10;
        fs::write(&database, &flipped).unwrap();
        let ran = store.run("verify", [""; 0]);
        assert!(!ran.out.contains("Zyxomar") && !ran.err.contains("Zyxomar"));
        found += usize::from(ran.code == Some(1));
    }
    assert_eq!(found, 12, "each is found");
    // A tail that was cut off is a clear error, and the whole file is good again.
    fs::write(&database, &whole[..whole.len() - 3000]).unwrap();
    let ran = store.run("verify", [""; 0]).ended(1);
    assert!((ran.out + &ran.err).contains("damage"));
    fs::write(&database, &whole).unwrap();
    assert_eq!(store.sound_records(), 300);
    // The index is made anew from the log.
    let index = store.dir().join("index");
    let segment = fs::read_dir(&index).unwrap().flatten().map(|entry| entry.path());
    let segment = { segment }.find(|path| path.extension().is_some_and(|e| e == "store"));
    let segment = segment.expect("a segment");
    fs::set_permissions(&segment, fs::Permissions::from_mode(0o644)).unwrap();
    let mut bytes = fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let ran = store.run("verify", [""; 0]);
    assert_eq!(ran.code, Some(1));
    assert!((ran.out + &ran.err).contains("reindex"));
    store.run("reindex", [""; 0]).ended(0);
    assert_eq!(store.sound_records(), 300);
}
