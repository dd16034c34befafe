//! What is erased is nowhere any more, and comes back with no backup.

use std::fs;
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use serde_json::json;

use crate::http::Server;
use crate::support::{Store, arg, run, wait_until};

const MARKER: &str = "Xquicmarca";

fn row(id: &str, marker: &str) -> String {
    format!(
        "{id},{marker},López,\"vista por última vez con {marker}\",tattoo@arm_upper/left:{marker},\
         {marker},CURP:{marker}01,2021-02-03\n"
    )
}

const HEAD: &str = "local_id,given_names,paternal_surname,circumstances,marks,contact,document_numbers,event_date\n";

/// Files under a folder that hold the marker, in whatever case and folding.
fn holding(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path));
            continue;
        }
        let bytes = fs::read(&path).unwrap_or_default().to_ascii_lowercase();
        let marker = MARKER.to_ascii_lowercase();
        if bytes.windows(marker.len()).any(|window| window == marker.as_bytes()) {
            found.push(path);
        }
    }
    found
}

fn erase(store: &Store, records: &[&str]) -> crate::support::Ran {
    let order = ["--by", "A. Pérez", "--reason", "consent_withdrawn"];
    store.run("erase", order.into_iter().chain(records.iter().copied()))
}

#[test]
fn an_erased_record_is_in_no_byte_of_the_store() {
    let store = Store::new();
    let filler: String = (10..90).map(|i| row(&i.to_string(), "Rosa")).collect();
    let sheet = format!("{HEAD}{}{filler}{}", row("1", MARKER), row("2", "Ana"));
    store.import_text("notice", "a.csv", &sheet).ended(0);
    store.import_text("notice", "b.csv", &format!("{HEAD}{}", row("1", &format!("{MARKER} Ana"))));
    assert!(holding(&store.dir()).len() >= 2);
    let usage = store.run("erase", ["--by", "A. Pérez", "--reason", "because", "ORG/1"]).ended(2);
    assert!(usage.err.contains("consent_withdrawn"), "{}", usage.err);
    erase(&store, &["ORG/1", "ORG/nobody"]).ended(1);
    assert!(store.exported("notice").contains(MARKER), "nothing goes if one is not there");

    let ran = erase(&store, &["ORG/1"]).ended(0);
    assert!(ran.err.contains("nothing is left"), "{}", ran.err);
    assert_eq!(holding(&store.dir()), Vec::<PathBuf>::new());
    assert_eq!(store.sound_records(), 81);
    assert!(!store.exported("notice").contains(MARKER));
    // The sheet that held it does not bring it back.
    let again = store.import_text("notice", "a.csv", &sheet).ended(3);
    assert!(
        again.err.contains("unchanged 81") && again.err.contains("rejected 1"),
        "{}",
        again.err
    );
    assert!(again.err.contains("erased_record"), "{}", again.err);
    assert_eq!(holding(&store.dir()), Vec::<PathBuf>::new());
    store.run("reindex", [""; 0]).ended(0);
    assert_eq!(store.sound_records(), 81);
}

#[test]
fn records_expire_and_a_server_sees_to_it() {
    let store = Store::new();
    let sheet = "local_id,full_name,retain_until,event_date\n1,Xquicmarca Uno,2022-01-01,2021\n\
                 2,Otra Persona,2999-01-01,2021\n3,Xquicmarca Tres,2023-01-01,2021\n";
    store.import_text("notice", "a.csv", sheet).ended(0);
    let server = Server::start(&store);
    wait_until("what has expired is gone", || holding(&store.dir()).is_empty().then_some(()));
    server.get("/api/v1/records/notice/ORG/2").has(200);
    assert_eq!(server.stop(), Some(0));
    assert_eq!(store.sound_records(), 1);
    let ran = store.run("erase", ["--expired", "--by", "A. Pérez"]).ended(0);
    assert!(ran.err.contains("nothing to erase"), "{}", ran.err);
}

fn post(server: &Server, id: &str, name: &str) {
    let row = json!({"kind": "notice", "source": "ORG", "local_id": id, "given_names": name});
    server.post("/api/v1/records", &row).has(201);
}

#[test]
fn a_backup_beside_a_server_is_encrypted_and_brings_nothing_erased_back() {
    let store = Store::new();
    let server = Server::start(&store);
    for id in ["1", "2", "3"] {
        post(&server, id, &format!("{MARKER} {id}"));
    }
    let (backups, phrase) = (store.beside("backups"), store.beside("phrase"));
    fs::create_dir(&backups).unwrap();
    fs::write(&phrase, "una frase larga de prueba\n").unwrap();
    let backup = backups.join("monday.age");
    let missing = store.run("backup", ["--out", arg(&backup)]).ended(2);
    assert!(missing.err.contains("--plaintext"), "{}", missing.err);
    store.run("backup", ["--passphrase-file", arg(&phrase), "--out", arg(&backup)]).ended(0);
    assert!(fs::read(&backup).unwrap().starts_with(b"age-encryption.org/v1"));
    assert_eq!(holding(&backups), Vec::<PathBuf>::new());
    // After the backup one more comes and two go, one of which is in the backup.
    post(&server, "4", MARKER);
    let body = |id: &str| json!({"record": format!("ORG/{id}"), "by": "A. Pérez", "reason": "legal_order"});
    let bad = json!({"record": "ORG/1", "by": "A. Pérez", "reason": "because"});
    server.post("/api/v1/erasures", &bad).has(422);
    for id in ["1", "4"] {
        let left = server.post("/api/v1/erasures", &body(id)).has(200);
        assert!(!left.text.contains(MARKER) && left.json()["versions"] == 1, "{}", left.text);
        server.get(&format!("/api/v1/records/notice/ORG/{id}")).has(404);
    }
    let row = json!({"kind": "notice", "source": "ORG", "local_id": "1", "given_names": "Ana"});
    assert_eq!(server.post("/api/v1/records", &row).has(410).json()["code"], "erased");
    let list = backups.join("vinculo-erasures.txt");
    wait_until("the erasures stand beside the backup", || {
        (fs::read_to_string(&list).unwrap().lines().count() == 2).then_some(())
    });
    assert!(!fs::read_to_string(&list).unwrap().contains("ORG"));
    assert_eq!(server.stop(), Some(0));

    check_refusals(&store, &backup, &phrase);
    let dir = store.beside("restored");
    let restore =
        ["restore", "--store", arg(&dir), "--passphrase-file", arg(&phrase), arg(&backup)];
    let ran = run(restore).ended(0);
    assert!(ran.err.contains("records 2") && ran.err.contains("erased again 1"), "{}", ran.err);
    let verified = run(["verify", "--store", arg(&dir)]).ended(0);
    assert!(verified.out.starts_with("records 2,"), "{}", verified.out);
    let erased = format!("{MARKER} 1");
    for path in holding(&dir) {
        let text = fs::read(path).unwrap();
        assert!(!text.windows(erased.len()).any(|window| window == erased.as_bytes()));
    }
    // Neither what was in the backup nor what came later is stored again.
    for id in ["1", "4"] {
        let sheet = store.beside("again.csv");
        fs::write(&sheet, format!("{HEAD}{}", row_of(id))).unwrap();
        let args = ["import", "--store", arg(&dir), "--kind", "notice", "--source", "ORG"];
        let ran = run(args.into_iter().chain([arg(&sheet)])).ended(3);
        assert!(ran.err.contains("erased_record"), "{}", ran.err);
    }
    run(restore).ended(1);
}

fn row_of(id: &str) -> String {
    row(id, "Ana")
}

/// A wrong key, a damaged file and a missing list of erasures put nothing in place.
fn check_refusals(store: &Store, backup: &Path, phrase: &Path) {
    let dir = store.beside("refused");
    let restore = |file: &Path, more: &[&str]| {
        let args = ["restore", "--store", arg(&dir)].into_iter().chain(more.iter().copied());
        let ran = run(args.chain([arg(file)])).ended(1);
        assert!(!ran.err.contains(MARKER), "{}", ran.err);
        assert!(!dir.exists(), "{}", ran.err);
        ran.err
    };
    let with = ["--passphrase-file", arg(phrase)];
    assert!(restore(backup, &[]).contains("encrypted"));
    let wrong = store.beside("wrong");
    fs::write(&wrong, "otra frase\n").unwrap();
    assert!(restore(backup, &["--passphrase-file", arg(&wrong)]).contains("not encrypted for"));
    let bytes = fs::read(backup).unwrap();
    let damaged = backup.with_file_name("damaged.age");
    for place in [0, 30, bytes.len() / 2, bytes.len() - 1] {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1;
        fs::write(&damaged, flipped).unwrap();
        restore(&damaged, &with);
    }
    for length in [0, 10, 300, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&damaged, &bytes[..length]).unwrap();
        restore(&damaged, &with);
    }
    fs::remove_file(&damaged).unwrap();
    let elsewhere = store.beside("copied.age");
    fs::copy(backup, &elsewhere).unwrap();
    assert!(restore(&elsewhere, &with).contains("list of erasures"));
    let leftovers = fs::read_dir(dir.parent().unwrap()).unwrap().flatten();
    let names = leftovers.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert!(names.into_iter().all(|name| !name.contains("restoring")));
}

#[test]
fn a_recipient_alone_opens_a_backup_and_it_is_the_store_again() {
    let whole = crate::support::region();
    let place = Store::new();
    let identity = age::x25519::Identity::generate();
    let key = place.beside("key.txt");
    fs::write(&key, identity.to_string().expose_secret()).unwrap();
    let out = place.beside("copy.age");
    let to = ["--recipient", &identity.to_public().to_string()];
    whole.run("backup", to.into_iter().chain(["--out", arg(&out)])).ended(0);
    let again = whole.run("backup", to.into_iter().chain(["--out", arg(&out)])).ended(1);
    assert!(again.err.contains("exists already"), "{}", again.err);
    let bad = place.beside("bad.age");
    let ran = whole.run("backup", ["--recipient", "age1nobody", "--out", arg(&bad)]).ended(1);
    assert!(ran.err.contains("recipient number 1") && !bad.exists(), "{}", ran.err);
    let plain = place.beside("plain.backup");
    let ran = whole.run("backup", ["--plaintext", "--out", arg(&plain)]).ended(0);
    assert!(ran.err.contains("not encrypted"), "{}", ran.err);
    for (file, how) in [(&out, &["--identity", arg(&key)][..]), (&plain, &[])] {
        let restored = Store::new();
        fs::remove_dir_all(restored.dir()).unwrap();
        restored.run("restore", how.iter().copied().chain([arg(file)])).ended(0);
        assert_eq!(restored.sound_records(), 490);
        assert_eq!(restored.exported("notice"), whole.exported("notice"));
    }
}
