//! The service: what is written is found and matched; what is held does not exist.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::http::Server;
use crate::support::{Store, arg, csv_rows, fixture, wait_until};

fn notice(id: &str) -> Value {
    json!({
        "kind": "notice", "source": "FAM", "local_id": id,
        "given_names": "Wenceslao Tiburcio", "paternal_surname": "Chiroy", "maternal_surname": "Sicajau",
        "sex": "male", "age_min": "24", "age_max": "24", "nationality": ["GT"],
        "event_date": "2022-03-10", "event_country": "MX", "event_admin1": "Chiapas",
        "event_place": "Tapachula", "stature_cm_min": "168", "stature_cm_max": "172",
    })
}

fn intake(id: &str) -> Value {
    json!({
        "kind": "shelter", "source": "ALB", "local_id": id, "full_name": "Wenceslao Chiroy Sicajau",
        "sex": "male", "age_min": "24", "age_max": "25", "nationality": ["GT"],
        "event_date": "2022-03-20", "event_country": "MX", "event_place": "Tapachula",
    })
}

#[test]
fn a_new_record_is_searchable_and_matched_without_a_restart() {
    let store = Store::new();
    let server = Server::start(&store);
    server.ready();
    let written = server.post("/api/v1/records", &notice("1")).has(201);
    assert_eq!(written.header("location"), "/api/v1/records/notice/FAM/1");
    server.post("/api/v1/records", &intake("1")).has(201);
    server.post("/api/v1/records", &intake("1")).has(200);
    // As a client sees it: asking again until the index has followed.
    let search = json!({"text": "Chiroi Sicajau", "kind": "notice"});
    let found = wait_until("the record is found", || {
        let page = server.post("/api/v1/search", &search).has(200).json();
        (page["total"] == 1).then_some(page)
    });
    assert_eq!(found["hits"][0]["record"]["local_id"], "1");
    let lists = server.get("/api/v1/records/notice/FAM/1/candidates").has(200).json();
    let shelter = list(&lists, "notice-shelter");
    assert_eq!(shelter["candidates"][0]["record"]["source"], "ALB");
    assert!(shelter["candidates"][0]["match_weight"].as_f64().unwrap() > 10.0, "{lists}");
    // A changed record is another version, and the old one stays readable.
    let mut changed = notice("1");
    changed["paternal_surname"] = json!("Xiquitá");
    server.post("/api/v1/records", &changed).has(200);
    wait_until("the change is found", || {
        let page = server.post("/api/v1/search", &json!({"text": "xiquita"})).has(200).json();
        (page["total"] == 1).then_some(())
    });
    let versions = server.get("/api/v1/records/notice/FAM/1/versions").has(200).json();
    assert_eq!(versions["versions"].as_array().unwrap().len(), 2);
    let first = server.get("/api/v1/records/notice/FAM/1/versions/1").has(200).json();
    assert_eq!(first["columns"]["paternal_surname"], "Chiroy");
    let now = server.get("/api/v1/records/notice/FAM/1").has(200);
    assert_eq!(now.json()["columns"]["paternal_surname"], "Xiquitá");
    let again =
        server.get_with("/api/v1/records/notice/FAM/1", ("if-none-match", now.header("etag")));
    assert_eq!(again.status, 304);
    assert_eq!(server.stop(), Some(0));
    assert_eq!(store.sound_records(), 2);
}

#[track_caller]
fn list<'a>(lists: &'a Value, link: &str) -> &'a Value {
    let all = lists["links"].as_array().unwrap();
    all.iter().find(|list| list["link"] == link).unwrap_or_else(|| panic!("{link}: {lists}"))
}

#[test]
fn an_uploaded_file_becomes_a_batch_with_its_rows() {
    let store = Store::new();
    let server = Server::start(&store);
    let sheet = "local_id,full_name,event_date\n1,Persona Inventada,2021-02-30\n2,Otra,2021\n2,Distinta,2021\n";
    let upload = server.send("/api/v1/batches?kind=remains&source=FGE", "text/csv", sheet).has(202);
    let address = upload.header("location").to_owned();
    assert_eq!(address, format!("/api/v1/batches/{}", upload.json()["id"].as_str().unwrap()));
    let batch = server.batch_done(&address);
    assert_eq!(batch["state"], "succeeded", "{batch}");
    let counts = &batch["counts"];
    let counted =
        ["rows_seen", "created", "rejected", "doubtful"].map(|c| counts[c].as_u64().unwrap());
    assert_eq!(counted, [3, 2, 1, 1], "{batch}");
    let rows = server.get(&format!("{address}/rows")).has(200).json();
    let status: Vec<&str> = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["status"].as_str().unwrap())
        .collect();
    assert_eq!(status, ["created", "created", "rejected"]);
    let problem = &rows["rows"][0]["problems"][0];
    assert_eq!(
        (&problem["column"], &problem["code"]),
        (&json!("event_date"), &json!("date_impossible"))
    );
    assert_eq!(rows["rows"][2]["line"], 4);
    // Its records are there, and matched.
    let record = server.get("/api/v1/records/remains/FGE/1").has(200).json();
    assert!(record["columns"].get("event_date").is_none(), "{record}");
    server.get("/api/v1/records/remains/FGE/1/candidates").has(200);
    // The same file again changes nothing.
    let again = server.send("/api/v1/batches?kind=remains&source=FGE", "text/csv", sheet).has(202);
    let batch = server.batch_done(again.header("location"));
    assert_eq!(batch["counts"]["created"], 0, "{batch}");
}

#[test]
fn the_region_is_served_as_the_command_line_shows_it() {
    let store = Store::new();
    let server = Server::start(&store);
    for (kind, sheet) in [("notice", "notices"), ("remains", "remains"), ("shelter", "shelter")] {
        let text = std::fs::read_to_string(fixture(&format!("region/{sheet}.csv"))).unwrap();
        let upload =
            server.send(&format!("/api/v1/batches?kind={kind}"), "text/csv", &text).has(202);
        let batch = server.batch_done(upload.header("location"));
        assert_eq!(
            (&batch["state"], &batch["counts"]["rejected"]),
            (&json!("succeeded"), &json!(0))
        );
    }
    check_explanation(&store, &server);
    check_descriptions(&server);
    check_public(&server);
    check_held(&server);
}

/// The explanation is the command's.
fn check_explanation(store: &Store, server: &Server) {
    let pair = ["COMITE-PROGRESO/D1104140226", "ALB-PALENQUE/I2681338903"];
    let told =
        server.post("/api/v1/explain", &json!({"left": pair[0], "right": pair[1]})).has(200).json();
    let said = store.run("explain", ["--json", pair[0], pair[1]]).ended(0).json();
    let waterfall = &told["waterfall"];
    for part in ["match_weight", "posterior_odds_bits", "probability", "log10_lr"] {
        assert_eq!(waterfall[part].as_f64(), said[part].as_f64(), "{part}");
    }
    assert_eq!(told["account"], said["account"]);
    assert!(!told["account"]["next"].as_array().unwrap().is_empty());
    assert_eq!(waterfall["rows"].as_array().unwrap().len(), said["rows"].as_array().unwrap().len());
    let lists = server
        .get("/api/v1/records/notice/COMITE-PROGRESO/D1104140226/candidates?link=notice-shelter");
    let candidates = &lists.has(200).json()["links"][0]["candidates"];
    let of_pair =
        candidates.as_array().unwrap().iter().find(|c| c["record"]["local_id"] == "I2681338903");
    assert_eq!(of_pair.expect("the true pair")["match_weight"], waterfall["match_weight"]);
    let nobody =
        server.post("/api/v1/explain", &json!({"left": pair[0], "right": "ALB-PALENQUE/nobody"}));
    assert_eq!(nobody.has(404).header("content-type"), "application/problem+json");
}

/// Three named descriptions, each answered by its name and in order.
fn check_descriptions(server: &Server) {
    let descriptions = json!({"top": 3, "descriptions": [
        {"name": "niño de la estación", "kind": "shelter", "full_name": "Diego Ramírez López", "sex": "male",
         "declared_age": "9", "nationality": ["MX"], "event_date": "2019-06"},
        {"name": "cuerpo 17", "kind": "remains", "sex": "female", "age_min": "20", "age_max": "30",
         "event_date": "2020-01-05", "event_country": "MX"},
        {"name": "aviso", "kind": "notice", "given_names": "Ana", "paternal_surname": "Xol"},
    ]});
    let answers = server.post("/api/v1/match", &descriptions).has(200).json();
    let answers = answers["answers"].as_array().unwrap();
    let names: Vec<&str> = answers.iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["niño de la estación", "cuerpo 17", "aviso"]);
    for answer in answers {
        assert!(answer.get("errors").is_none(), "{answer}");
        for list in answer["links"].as_array().unwrap() {
            let candidates = list["candidates"].as_array().unwrap();
            let not_excluded = candidates.iter().filter(|c| c["excluded"] == false).count();
            assert!((1..=3).contains(&not_excluded), "{list}");
            let weights = candidates.iter().filter(|c| c["excluded"] == false);
            let weights: Vec<f64> = weights.map(|c| c["match_weight"].as_f64().unwrap()).collect();
            assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
        }
    }
    let best = &list(&answers[0], "notice-shelter")["candidates"][0];
    assert_eq!(best["record"]["local_id"], "D0175144423", "{best}");
    // They are forgotten.
    let found =
        server.post("/api/v1/search", &json!({"text": "Diego Ramírez López", "kind": "shelter"}));
    assert!(!found.has(200).text.contains("estación"));
}

/// Everything that may stand in a public notice.
const PUBLIC: [&str; 27] = [
    "id",
    "page",
    "updated",
    "source",
    "searcher",
    "sought",
    "searcher_only",
    "minor",
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "full_name",
    "sex",
    "age_min",
    "age_max",
    "nationality",
    "event_date",
    "event_country",
    "event_admin1",
    "event_place",
    "stature_cm_min",
    "stature_cm_max",
    "build",
    "hair_colour",
    "eye_colour",
    "skin_tone",
    "marks",
];
const PUBLIC_TOO: [&str; 3] = ["clothing", "contact", "public_until"];

fn check_public(server: &Server) {
    let notices = pages(server, "/public/v1/notices?limit=5", "notices");
    let sheet = csv_rows(&fixture("region/notices.csv"));
    let allowed: BTreeSet<&str> = PUBLIC.into_iter().chain(PUBLIC_TOO).collect();
    assert!(!notices.is_empty());
    // Whom the sheet says may be published: marked, with consent, running, open, not held.
    let may = |row: &&BTreeMap<String, String>| {
        row["public"] == "true"
            && !row["consent_by"].is_empty()
            && !row["consent_date"].is_empty()
            && row["public_until"].as_str() > "2026-01-01"
            && ["", "open"].contains(&row["status"].as_str())
            && row["protection_hold"] != "true"
    };
    let may: Vec<_> = sheet.iter().filter(may).collect();
    assert_eq!(notices.len(), may.len());
    let of_person = [
        "given_names",
        "paternal_surname",
        "maternal_surname",
        "full_name",
        "sex",
        "event_date",
        "event_place",
    ];
    for notice in &notices {
        let keys = notice.as_object().unwrap().keys().map(String::as_str);
        assert!(keys.into_iter().all(|key| allowed.contains(key)), "{notice}");
        let id = notice["id"].as_str().unwrap();
        let shown: Vec<&str> =
            of_person.into_iter().filter(|field| notice.get(field).is_some()).collect();
        assert!(shown.is_empty() || notice["searcher_only"] == false, "{id}: {shown:?}");
        // Some row that may be published says the same, and its family agreed to each field.
        let agrees = |row: &&&BTreeMap<String, String>| {
            let agreed: BTreeSet<&str> = row["public_fields"].split(';').collect();
            row["source"] == notice["source"].as_str().unwrap()
                && shown.iter().all(|f| agreed.contains(f) && row[*f] == notice[*f])
        };
        assert!(may.iter().any(|row| agrees(&row)), "{notice}");
        assert!(!(notice["minor"] == true && notice.get("event_place").is_some()), "{id}");
        let alone = server.get(&format!("/public/v1/notices/{id}"));
        assert_eq!(alone.has(200).json(), *notice);
    }
    let shown: BTreeSet<&str> = notices.iter().map(|n| n["id"].as_str().unwrap()).collect();
    assert_eq!(shown.len(), notices.len(), "no notice twice");
    // The organisation's own id of a case stands nowhere.
    let feed = server.get("/public/v1/feed.pfif?limit=200").has(200).text;
    for row in &sheet {
        assert!(!feed.contains(row["local_id"].as_str()), "{}", row["local_id"]);
    }
}

/// All items of a paged list.
fn pages(server: &Server, first: &str, items: &str) -> Vec<Value> {
    let (mut all, mut address) = (Vec::new(), first.to_owned());
    loop {
        let page = server.get(&address).has(200).json();
        all.extend(page[items].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => address = format!("{first}&cursor={next}"),
            None => return all,
        }
    }
}

/// A held record is answered as one that never was.
fn check_held(server: &Server) {
    let mut held = 0;
    for (kind, sheet) in [("notice", "notices"), ("shelter", "shelter")] {
        let rows = csv_rows(&fixture(&format!("region/{sheet}.csv")));
        let listed = pages(server, &format!("/api/v1/records?kind={kind}&limit=100"), "records");
        let visible = rows.iter().filter(|row| row["protection_hold"] != "true").count();
        assert_eq!(listed.len(), visible);
        for row in rows.iter().filter(|row| row["protection_hold"] == "true") {
            held += 1;
            let (source, id) = (&row["source"], &row["local_id"]);
            assert!(listed.iter().all(|record| record["local_id"] != id.as_str()), "{id}");
            let nobody = server.get(&format!("/api/v1/records/{kind}/{source}/nobody")).has(404);
            for rest in ["", "/versions", "/versions/1", "/candidates"] {
                let answer = server.get(&format!("/api/v1/records/{kind}/{source}/{id}{rest}"));
                let answer = answer.has(404).json();
                for part in ["type", "title", "status", "detail"] {
                    assert_eq!(answer[part], nobody.json()[part], "{kind} {rest}");
                }
            }
            let pair =
                json!({"left": format!("{source}/{id}"), "right": "COMITE-PROGRESO/D1104140226"});
            server.post("/api/v1/explain", &pair).has(404);
            let found = server.post("/api/v1/search", &json!({"text": id})).has(200);
            assert!(!found.text.contains(id.as_str()), "{id}");
        }
    }
    assert!(held >= 2, "the region holds such records");
}

#[test]
fn a_record_that_comes_under_hold_vanishes() {
    let store = Store::new();
    let server = Server::start(&store);
    server.post("/api/v1/records", &notice("1")).has(201);
    server.post("/api/v1/records", &intake("1")).has(201);
    let mut held = intake("1");
    held["protection_hold"] = json!("true");
    held["hold_reason"] = json!("asylum");
    server.post("/api/v1/records", &held).has(202);
    server.get("/api/v1/records/shelter/ALB/1").has(404);
    server.get("/api/v1/records/shelter/ALB/1/versions/1").has(404);
    wait_until("the search forgets it", || {
        let page = server.post("/api/v1/search", &json!({"text": "Chiroy"})).has(200).json();
        (page["total"] == 1 && page["facets"]["kind"].as_array().unwrap().len() == 1).then_some(())
    });
    let lists = server.get("/api/v1/records/notice/FAM/1/candidates").has(200).json();
    assert!(list(&lists, "notice-shelter")["candidates"].as_array().unwrap().is_empty(), "{lists}");
    assert_eq!(server.stop(), Some(0));
    assert!(!store.exported("shelter").contains("Chiroy"));
}

#[test]
fn it_listens_on_this_machine_alone() {
    let store = Store::new();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let ran = store.run("serve", ["--listen", address]);
        assert!(matches!(ran.code, Some(1 | 2)), "{address}: {:?}", ran.code);
        assert!(ran.err.contains("loopback") || ran.err.contains("127.0.0.1"), "{}", ran.err);
    }
    let server = Server::start(&store);
    // A page of another site that makes a name point here is refused.
    let answer = server.get_with("/api/v1/records", ("host", "evil.example"));
    assert!((400..500).contains(&answer.status), "{}", answer.status);
}

#[test]
fn the_documents_are_open_api_and_load_nothing_from_elsewhere() {
    let store = Store::new();
    let server = Server::start(&store);
    let document = server.get("/api/v1/openapi.json").has(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    for path in [
        "/api/v1/records",
        "/api/v1/batches",
        "/api/v1/search",
        "/api/v1/match",
        "/public/v1/notices",
    ] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    check_no_names_in_addresses(&document);
    let page = server.get("/api/v1/docs/").has(200);
    let assets: Vec<String> = page
        .text
        .split(['"', '\''])
        .filter(|part| [".js", ".css", ".png"].iter().any(|end| part.ends_with(end)))
        .map(str::to_owned)
        .collect();
    assert!(!assets.is_empty(), "{}", page.text);
    for asset in &assets {
        assert!(!asset.contains("//"), "{asset} is of another host");
        let path = asset.trim_start_matches("./");
        let path =
            if path.starts_with('/') { path.to_owned() } else { format!("/api/v1/docs/{path}") };
        server.get(&path).has(200);
    }
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'self'") || policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(server.get("/healthz").status, 200);
    assert!(server.get("/metrics").has(200).text.contains("# TYPE"));
}

/// Names never stand in an address.
fn check_no_names_in_addresses(document: &Value) {
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let is_personal = ["name", "surname", "text", "birth", "document"]
                    .iter()
                    .any(|p| name.contains(p));
                assert!(!is_personal, "{path}: {name}");
            }
        }
    }
}

#[test]
fn demo_serves_what_it_printed() {
    let store = Store::new();
    let dir = store.beside("demo");
    let mut command = crate::support::vinculo();
    command.args(["demo", "--listen", "127.0.0.1:0", "--store", arg(&dir)]);
    let server = Server::spawn(command);
    let page =
        server.post("/api/v1/search", &json!({"text": "Diego Ramires Lopez"})).has(200).json();
    assert_eq!(page["hits"][0]["record"]["local_id"], "D0175144423");
    assert_eq!(server.stop(), Some(0));
}
