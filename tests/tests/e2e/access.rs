//! Tokens, roles and the audit log, as an administrator and an auditor meet them.

use serde_json::{Value, json};

use crate::http::Server;
use crate::support::{Store, arg};

const ROWS: &str = "local_id,given_names,paternal_surname,sex,birth_date,event_date,event_country,\
                    event_place,protection_hold\n\
                    1,Zyxomar,Quorthiñez,male,1987-06-05,2021-05-05,MX,Vlexpueblo,\n\
                    2,Brumhilda,Quorthiñez,female,2014-02-03,2021-05-05,MX,Vlexpueblo,true\n";

/// A store with a notice and one under protection hold.
fn store() -> Store {
    let store = Store::new();
    store.import_text("notice", "rows.csv", ROWS).ended(0);
    store
}

fn token_command(store: &Store, args: &[&str]) -> crate::support::Ran {
    let mut command = crate::support::vinculo();
    command.arg("token").arg(args[0]).args(["--store", &store.arg()]).args(&args[1..]);
    crate::support::Ran::of(command.output().unwrap())
}

/// The events that `vinculo audit` exports.
fn events(store: &Store, args: &[&str]) -> Vec<Value> {
    let ran = store.run("audit", args).ended(0);
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_server_beyond_this_machine_needs_tokens_and_asks_for_them() {
    let store = store();
    let refused = store.run("serve", ["--listen", "0.0.0.0:0"]).ended(1);
    assert!(refused.err.contains("vinculo token create"), "{}", refused.err);
    let open = Server::start(&store);
    assert!(open.log().contains("no tokens set up (demonstration)"), "{}", open.log());
    open.get("/api/v1/records/notice/ORG/1").has(200);
    // Created beside the running server, which asks for one from then on.
    let secret = store.token(&["--role", "reviewer", "--org", "CNB", "--person", "mlopez"]);
    open.get("/api/v1/records/notice/ORG/1").has(401);
    assert_eq!(open.stop(), Some(0));

    let server = Server::spawn(store.command("serve", ["--listen", "0.0.0.0:0"]));
    server.get("/api/v1/records").has(401);
    server.get("/healthz").has(200);
    let bearer = format!("Bearer {secret}");
    let with = |path: &str, purpose: &str| {
        server.get_headed(path, &[("authorization", &bearer), ("vinculo-purpose", purpose)])
    };
    with("/api/v1/records/notice/ORG/1", "review").has(200);
    with("/api/v1/records/notice/ORG/1", "curiosity").has(400);
    with("/api/v1/records/notice/ORG/2", "review").has(404);
    with("/api/v1/audit", "audit").has(403);
    // Revoked beside the running server: no longer good for the next request.
    token_command(&store, &["revoke", "1"]).ended(0);
    with("/api/v1/records/notice/ORG/1", "review").has(401);
    assert!(!server.log().contains(secret.rsplit('_').next().unwrap()));
}

#[test]
fn child_protection_finds_reads_and_releases_a_held_record_and_nobody_else() {
    let store = store();
    let protection = store.token(&["--role", "child-protection", "--org", "DIF", "--person", "p"]);
    let authority =
        store.token(&["--role", "authority", "--org", "FGE", "--person", "a", "--country", "MX"]);
    let server = Server::start(&store);
    let as_one = |secret: &str, path: &str| {
        let bearer = format!("Bearer {secret}");
        server.get_headed(path, &[("authorization", &bearer), ("vinculo-purpose", "protection")])
    };
    let held = "/api/v1/protection/records/notice/ORG/2";
    let list = as_one(&protection, "/api/v1/protection/records").has(200).json();
    assert_eq!(list["records"][0]["local_id"], "2", "{list}");
    let record = as_one(&protection, held).has(200).json();
    assert_eq!(record["columns"]["given_names"], "Brumhilda");
    as_one(&protection, "/api/v1/records/notice/ORG/2").has(404);
    for path in ["/api/v1/protection/records", held] {
        as_one(&authority, path).has(403);
    }
    as_one(&authority, "/api/v1/records/notice/ORG/2").has(404);
    let bearer = format!("Bearer {protection}");
    let headers = [("authorization", bearer.as_str()), ("vinculo-purpose", "protection")];
    let found = server.post_headed(
        "/api/v1/protection/search",
        &json!({"text": "brumilda quortines"}),
        &headers,
    );
    assert_eq!(found.has(200).json()["total"], 1);
    let released = server.put_headed(held, &json!({"hold": false}), &headers).has(200).json();
    assert!(released["columns"]["protection_hold"].is_null(), "{released}");
    as_one(&authority, "/api/v1/records/notice/ORG/2").has(200);
    as_one(&protection, held).has(404);
}

#[test]
fn commands_leave_events_that_are_chained_and_name_nobody() {
    let store = store();
    store.run("search", ["--purpose", "family", "Zyxomar Quorthiñez"]).ended(0);
    store.run("explain", ["notice:ORG/1", "notice:ORG/2"]).ended(1);
    let out = store.beside("out.csv");
    store.run("export", ["--kind", "notice", "--format", "csv", "--out", arg(&out)]).ended(0);
    let file = store.beside("audit.ndjson");
    store.run("audit", ["--purpose", "audit", "--out", arg(&file)]).ended(0);
    let text = std::fs::read_to_string(&file).unwrap();
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |n: usize| &all[n]["event"];
    let actions: Vec<&str> = all.iter().map(|e| e["event"]["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["import", "search", "export", "read_audit"]);
    assert_eq!((&of(1)["purpose"], &of(2)["purpose"]), (&json!("family"), &json!("unstated")));
    assert!(of(1)["who"].as_str().unwrap().starts_with("system:"), "{text}");
    assert_eq!(of(1)["records"].as_array().unwrap().len(), 1, "the held one is not shown");
    assert_eq!(of(2)["kinds"], json!(["notice"]));
    let folded = text.to_lowercase();
    for word in ["zyxomar", "quorthi", "brumhilda", "1987", "rows.csv", "vlexpueblo"] {
        assert!(!folded.contains(word), "{word}: {text}");
    }
    let about = events(&store, &["--record", "notice:ORG/1"]);
    let actions: Vec<&str> = about.iter().map(|e| e["event"]["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["import", "search", "export"], "its batch, itself, its whole kind");
    assert_eq!(store.run("audit", ["--record", "notice:ORG/2"]).code, Some(1), "it is held");

    let verified = store.run("verify", [""; 0]).ended(0);
    let head = verified.out.lines().find_map(|line| line.split("head ").nth(1)).unwrap().to_owned();
    store.run("verify", ["--audit-head", &head]).ended(0);
    let connection = rusqlite::Connection::open(store.dir().join("access.db")).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER events_are_never_changed;
             UPDATE events SET event = replace(event, 'family', 'review') WHERE seq = 2;",
        )
        .unwrap();
    drop(connection);
    let broken = store.run("verify", [""; 0]).ended(1);
    assert!(broken.out.contains("audit_broken: 2"), "{}", broken.out);
}

#[test]
fn a_token_is_created_listed_and_never_shown_again() {
    let store = Store::new();
    let secret = store.token(&[
        "--role",
        "search",
        "--role",
        "reviewer",
        "--org",
        "CNB",
        "--machine",
        "lector",
    ]);
    let list = token_command(&store, &["list", "--json"]).ended(0);
    let listed = list.json();
    assert_eq!(listed[0]["who"], "machine:lector");
    assert_eq!(listed[0]["roles"], json!(["search", "reviewer"]));
    assert_eq!(listed[0]["state"], "valid");
    assert!(!list.out.contains(secret.rsplit('_').next().unwrap()));
    for args in [
        vec!["create", "--role", "consular", "--org", "C", "--person", "x"],
        vec!["create", "--role", "admin", "--role", "search", "--org", "C", "--person", "x"],
        vec![
            "create",
            "--role",
            "search",
            "--org",
            "C",
            "--person",
            "x",
            "--expires",
            "2020-01-01",
        ],
        vec!["create", "--role", "search", "--org", "C", "--person", "Juan Pérez"],
        vec!["create", "--role", "root", "--org", "C", "--person", "x"],
        vec!["create", "--role", "search", "--org", "C"],
    ] {
        token_command(&store, &args).ended(2);
    }
    token_command(&store, &["revoke", "9"]).ended(1);
}

#[test]
fn the_readme_shows_the_table_of_the_code() {
    let readme = include_str!("../../../README.md");
    let shown = readme.split("<!-- roles -->\n").nth(1).unwrap().split("<!-- /roles -->").next();
    assert_eq!(shown, Some(vinculo_access::table_markdown().as_str()));
}
