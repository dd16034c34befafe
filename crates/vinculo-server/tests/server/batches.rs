use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use vinculo_store::{RecordStore, Store};

use crate::world::{Answer, World};

const CSV: &str = "local_id,given_names,paternal_surname,sex,event_date\n\
                   1,Wilmer,Xiloj,male,2023-03-02\n\
                   ,Marta,Juárez,female,2023-03-03\n\
                   3,Yoselin,Caal,female,31/02/2023\n";

async fn upload(world: &World, query: &str, media_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(format!("/api/v1/batches?{query}"))
        .header("content-type", media_type)
        .body(body.into())
        .unwrap();
    world.send(request).await
}

fn form(parts: &[(&str, &str)]) -> (String, String) {
    let mut body = String::new();
    for (name, value) in parts {
        let file = if *name == "file" { "; filename=\"Pérez familia.csv\"" } else { "" };
        body += &format!(
            "--b0\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        );
    }
    ("multipart/form-data; boundary=b0".to_owned(), body + "--b0--\r\n")
}

/// Begins a batch and leaves it, as a process does that is killed.
fn begin(dir: &tempfile::TempDir, id: &str) {
    let store = Store::open_writer(dir.path().join("store"), "test").unwrap();
    store.start_batch(id.parse().unwrap()).unwrap();
}

/// The files that are kept for batches.
fn kept(world: &World) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(world.dir.path().join("store/uploads")) else {
        return Vec::new();
    };
    let mut names: Vec<_> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_sheet_is_received_read_and_told_row_by_row() {
    let world = World::new();
    let background = world.start();
    let (media_type, body) = form(&[("kind", "notice"), ("source", "COMITE"), ("file", CSV)]);
    let received = upload(&world, "", &media_type, body).await;
    assert_eq!(received.status, StatusCode::ACCEPTED, "{}", received.text);
    let id = received.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(received.header("location"), format!("/api/v1/batches/{id}"));

    let batch = world.ended(&id).await;
    assert_eq!(batch["state"], "succeeded", "{batch}");
    assert_eq!(batch["counts"]["rows_seen"], 3);
    assert_eq!(batch["counts"]["created"], 2);
    assert_eq!(batch["counts"]["rejected"], 1);
    assert_eq!(batch["counts"]["doubtful"], 1);

    let rows = async |query: &str| world.get(&format!("/api/v1/batches/{id}/rows?{query}")).await;
    let rejected = rows("filter=rejected").await;
    assert_eq!(rejected.json()["rows"].as_array().unwrap().len(), 1);
    let row = &rejected.json()["rows"][0];
    assert_eq!(
        (&row["row"], &row["line"], &row["status"]),
        (&json!(2), &json!(3), &json!("rejected"))
    );
    assert!(!row["problems"][0]["reason"].as_str().unwrap().is_empty(), "{row}");
    let doubtful = rows("filter=doubtful").await.json();
    let problem = &doubtful["rows"][0]["problems"][0];
    assert_eq!(
        (&problem["column"], &problem["shape"]),
        (&json!("event_date"), &json!("99/99/9999"))
    );
    let page = rows("limit=2").await.json();
    assert_eq!(page["next"], 2);
    assert_eq!(rows("limit=2&after=2").await.json()["rows"][0]["row"], 3);
    let all = rows("").await;
    for secret in ["Wilmer", "Marta", "31/02", "Pérez"] {
        assert!(!all.text.contains(secret), "{secret}");
    }
    rows("filter=bad").await.is_problem(422, "invalid");

    let found = world.post("/api/v1/search", json!({"text": "Xiloj"})).await.json();
    assert_eq!(found["total"], 1);
    world.until("the file is removed", async |w| kept(w).is_empty()).await;
    background.stop().await;
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let world = World::new();
    let background = world.start();
    for created in [2, 0] {
        let answer = upload(&world, "kind=notice&source=COMITE", "text/csv", CSV).await;
        let batch = world.ended(answer.json()["id"].as_str().unwrap()).await;
        assert_eq!(batch["counts"]["created"], created, "{batch}");
    }
    let page = world.get("/api/v1/batches?limit=1").await.json();
    assert_eq!(page["batches"][0]["counts"]["unchanged"], 2);
    let older = format!("/api/v1/batches?limit=1&before={}", page["next"].as_str().unwrap());
    let older = world.get(&older).await.json();
    assert_eq!(older["batches"][0]["counts"]["created"], 2);
    assert!(older["next"].is_null());
    background.stop().await;
}

#[tokio::test]
async fn a_mapping_comes_with_its_file() {
    let world = World::new();
    let background = world.start();
    let mapping =
        "format = 1\nkind = \"notice\"\nid = \"Folio\"\n[columns]\n\"Nombre\" = \"given_names\"\n";
    let sheet = "Folio,Nombre\nF-7,Adonías\n";
    let send = async |mapping: &str| {
        let parts =
            [("kind", "notice"), ("source", "COMITE"), ("mapping", mapping), ("file", sheet)];
        let (media_type, body) = form(&parts);
        upload(&world, "", &media_type, body).await
    };
    send("esto no es = = toml").await.is_problem(422, "bad_mapping");
    assert!(kept(&world).is_empty(), "nothing is left of what was refused");
    let received = send(mapping).await;
    assert_eq!(received.status, StatusCode::ACCEPTED, "{}", received.text);
    let batch = world.ended(received.json()["id"].as_str().unwrap()).await;
    assert_eq!(batch["counts"]["created"], 1, "{batch}");
    let read = world.get("/api/v1/records/notice/COMITE/F-7").await.json();
    assert_eq!(read["columns"]["given_names"], "Adonías");
    background.stop().await;
}

#[tokio::test]
async fn a_small_batch_does_not_wait_for_a_large_one() {
    let world = World::new();
    let background = world.start();
    let row = |n: usize| format!("L{n},Wilmer,Xiloj,male,2023-03-02\n");
    let head = "local_id,given_names,paternal_surname,sex,event_date\n";
    let large: String = std::iter::once(head.to_owned()).chain((0..25_000).map(row)).collect();
    let query = "kind=notice&source=COMITE";
    let large = upload(&world, query, "text/csv", large).await.json();
    let small = upload(&world, query, "text/csv", CSV).await.json();
    assert_eq!(world.ended(small["id"].as_str().unwrap()).await["counts"]["created"], 2);
    let path = format!("/api/v1/batches/{}", large["id"].as_str().unwrap());
    let between = world.get(&path).await.json();
    assert_eq!(between["finished"], false, "{between}");
    assert_eq!(world.delete(&path).await.json()["state"], "canceled");
    background.stop().await;
}

#[tokio::test]
async fn a_mapping_is_chosen_by_its_name() {
    let world = World::new();
    let background = world.start();
    assert_eq!(world.get("/api/v1/mappings").await.json(), json!({"mappings": []}));
    let folder = world.dir.path().join("store/mappings");
    std::fs::create_dir(&folder).unwrap();
    let mapping =
        "format = 1\nkind = \"notice\"\nid = \"Folio\"\n[columns]\n\"Nombre\" = \"given_names\"\n";
    std::fs::write(folder.join("fge-chiapas.toml"), mapping).unwrap();
    assert_eq!(world.get("/api/v1/mappings").await.json(), json!({"mappings": ["fge-chiapas"]}));
    let sheet = "Folio,Nombre\nF-7,Adonías\n";
    let query = "kind=notice&source=COMITE&use_mapping=";
    for none in ["gone", "..%2Ffge-chiapas"] {
        let answer = upload(&world, &format!("{query}{none}"), "text/csv", sheet).await;
        answer.is_problem(422, "invalid");
    }
    let both =
        [("kind", "notice"), ("mapping", mapping), ("use_mapping", "fge-chiapas"), ("file", sheet)];
    let (media_type, body) = form(&both);
    upload(&world, "", &media_type, body).await.is_problem(422, "invalid");
    let answer = upload(&world, &format!("{query}fge-chiapas"), "text/csv", sheet).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
    let batch = world.ended(answer.json()["id"].as_str().unwrap()).await;
    assert_eq!(batch["counts"]["created"], 1, "{batch}");
    let read = world.get("/api/v1/records/notice/COMITE/F-7").await.json();
    assert_eq!(read["columns"]["given_names"], "Adonías");
    assert!(world.get("/console/batches").await.text.contains("value=\"fge-chiapas\""));
    background.stop().await;
}

#[tokio::test]
async fn a_trial_run_tells_everything_and_stores_nothing() {
    let world = World::new();
    let answer = upload(&world, "kind=notice&source=COMITE&dry_run=true", "text/csv", CSV).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let tried = answer.json();
    assert_eq!((&tried["counts"]["created"], &tried["counts"]["rejected"]), (&json!(2), &json!(1)));
    let problems = tried["problems"].as_array().unwrap();
    assert!(problems.iter().any(|p| p["column"] == "event_date" && p["line"] == 4), "{tried}");
    assert!(!answer.text.contains("Wilmer"));
    assert_eq!(world.get("/api/v1/records").await.json()["records"], json!([]));
    assert_eq!(world.get("/api/v1/batches").await.json()["batches"], json!([]));
    assert!(kept(&world).is_empty());
}

#[tokio::test]
async fn what_was_received_survives_a_restart() {
    let world = World::new();
    // No worker yet: as if the process had ended right after its answer.
    let answer = upload(&world, "kind=notice&source=COMITE", "text/csv", CSV).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(kept(&world), [format!("{id}.csv"), format!("{id}.job")]);
    let again = upload(&world, "kind=notice&source=COMITE", "text/csv", CSV).await;
    assert_eq!(again.json()["id"], id, "an upload that waits is not taken twice");
    assert_eq!(kept(&world).len(), 2);

    let dir = world.close();

    begin(&dir, &id);
    let world = World::at(dir);
    let background = world.start();
    let batch = world.ended(&id).await;
    assert_eq!((&batch["state"], &batch["counts"]["created"]), (&json!("succeeded"), &json!(2)));
    world.until("the files are removed", async |w| kept(w).is_empty()).await;
    background.stop().await;
}

#[tokio::test]
async fn what_never_arrived_whole_is_swept_at_the_start() {
    let world = World::new();
    upload(&world, "kind=notice&source=COMITE", "text/csv", CSV).await;
    let dir = world.dir.path().join("store/uploads");
    let job = kept(&world).into_iter().find(|name| name.ends_with(".job")).unwrap();
    let id = job.trim_end_matches(".job").to_owned();
    std::fs::remove_file(dir.join(job)).unwrap();
    std::fs::create_dir(dir.join("incoming-x")).unwrap();
    std::fs::write(dir.join("incoming-x/upload.csv"), CSV).unwrap();

    let world = world.reopen();
    let background = world.start();
    assert_eq!(world.ended(&id).await["state"], "failed");
    background.stop().await;
    let world = world.reopen();
    let background = world.start();
    assert!(kept(&world).is_empty(), "{:?}", kept(&world));
    background.stop().await;
}

#[tokio::test]
async fn a_batch_that_waits_can_be_stopped() {
    let world = World::new();
    let answer = upload(&world, "kind=notice&source=COMITE", "text/csv", CSV).await;
    let path = answer.header("location").to_owned();
    assert_eq!(world.delete(&path).await.json()["state"], "canceled");
    world.delete(&path).await.is_problem(409, "batch_closed");
    let background = world.start();
    world.until("the files are removed", async |w| kept(w).is_empty()).await;
    assert_eq!(world.get(&path).await.json()["counts"]["rows_seen"], 0);
    background.stop().await;
}

#[tokio::test]
async fn files_that_cannot_be_read_are_refused_at_once() {
    let world = World::with_upload_limit(1_000);
    let csv = "text/csv";
    let query = "kind=notice&source=COMITE";
    upload(&world, query, csv, "").await.is_problem(422, "unreadable_file");
    upload(&world, query, csv, "%PDF-1.7 Yoselin").await.is_problem(422, "unreadable_file");
    upload(&world, query, csv, "local_id,sex,sex\n1,a,b\n")
        .await
        .is_problem(422, "unreadable_file");
    let no_header = upload(&world, query, csv, "Yoselin,Caal,1990\nAna,Xol,1991\n").await;
    no_header.is_problem(422, "unreadable_file");
    assert!(
        !no_header.text.contains("Yoselin") && !no_header.text.contains("Caal"),
        "{}",
        no_header.text
    );
    upload(&world, query, csv, "x".repeat(1_001)).await.is_problem(413, "too_large");
    upload(&world, "kind=body", csv, CSV).await.is_problem(422, "invalid");
    upload(&world, "source=COMITE", csv, CSV).await.is_problem(422, "invalid");
    upload(&world, "kind=notice&source=A%20B", csv, CSV).await.is_problem(422, "invalid");
    upload(&world, query, "image/png", CSV).await.is_problem(415, "wrong_media_type");
    let (media_type, body) = form(&[("kind", "notice")]);
    upload(&world, "", &media_type, body).await.is_problem(422, "invalid");
    assert!(kept(&world).is_empty(), "{:?}", kept(&world));
    for path in ["/api/v1/batches/x", "/api/v1/batches/0190a5b8-0000-7000-8000-000000000000"] {
        world.get(path).await.is_problem(404, "batch_not_found");
        world.get(&format!("{path}/rows")).await.is_problem(404, "batch_not_found");
        world.delete(path).await.is_problem(404, "batch_not_found");
    }
}

async fn upload_with_key(world: &World, key: &str, query: &str, body: &str) -> Answer {
    let request = Request::post(format!("/api/v1/batches?{query}"))
        .header("content-type", "text/csv")
        .header("idempotency-key", key)
        .body(Body::from(body.to_owned()))
        .unwrap();
    world.send(request).await
}

#[tokio::test]
async fn a_key_is_one_request() {
    let world = World::new();
    let background = world.start();
    let query = "kind=notice&source=COMITE";
    let first = upload_with_key(&world, "a-1", query, CSV).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.text);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    world.ended(&id).await;
    // Without the key this would be a second batch; and it outlives the process.
    background.stop().await;
    let world = world.reopen();
    let background = world.start();
    let again = upload_with_key(&world, "a-1", query, CSV).await;
    assert_eq!(again.status, StatusCode::ACCEPTED, "{}", again.text);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.json()["counts"]["created"], 2);
    let other = format!("{CSV}9,Ana,Xol,female,2023\n");
    upload_with_key(&world, "a-1", query, &other).await.is_problem(422, "key_reused");
    upload_with_key(&world, "a-1", "kind=shelter&source=COMITE", CSV)
        .await
        .is_problem(422, "key_reused");
    let second = upload_with_key(&world, "a-2", query, &other).await;
    assert_eq!(second.status, StatusCode::ACCEPTED);
    assert_ne!(second.header("location"), first.header("location"));
    for key in ["", " ", &"x".repeat(201), "ñ"] {
        upload_with_key(&world, key, query, CSV).await.is_problem(422, "invalid");
    }
    background.stop().await;
}

#[tokio::test]
async fn a_key_whose_request_still_runs_is_a_conflict() {
    let world = World::new();
    let (mut sender, receiver) = tokio::io::duplex(16);
    let body = Body::from_stream(tokio_util::io::ReaderStream::new(receiver));
    let request = Request::post("/api/v1/batches?kind=notice&source=COMITE")
        .header("content-type", "text/csv")
        .header("idempotency-key", "slow")
        .body(body)
        .unwrap();
    let slow = async {
        let answer = world.send(request).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
    };
    let fast = async {
        sender.write_all(CSV.as_bytes()).await.unwrap();
        let meanwhile = upload_with_key(&world, "slow", "kind=notice&source=COMITE", CSV).await;
        meanwhile.is_problem(409, "key_in_use");
        assert!(!meanwhile.header("retry-after").is_empty());
        drop(sender);
    };
    tokio::join!(slow, fast);
    // Free again.
    let again = upload_with_key(&world, "slow", "kind=notice&source=COMITE", CSV).await;
    assert_eq!(again.status, StatusCode::ACCEPTED, "{}", again.text);
}

#[tokio::test]
async fn rejected_rows_come_as_a_sheet_of_their_own() {
    let world = World::new();
    let background = world.start();
    let answer = upload(&world, "kind=notice&source=COMITE", "text/csv", CSV).await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    world.ended(&id).await;
    let sheet = world.get(&format!("/api/v1/batches/{id}/rejected")).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.header("content-type").starts_with("text/csv"));
    let mut rows = csv::Reader::from_reader(sheet.text.as_bytes());
    assert_eq!(
        rows.headers().unwrap().iter().collect::<Vec<_>>(),
        ["row", "line", "column", "code", "reason", "shape"]
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1, "{}", sheet.text);
    assert_eq!((&rows[0][0], &rows[0][1]), ("2", "3"));
    assert!(!rows[0][4].is_empty() && !sheet.text.contains("Marta"), "{}", sheet.text);
    world.get("/api/v1/batches/nobody/rejected").await.is_problem(404, "batch_not_found");
    background.stop().await;
}

#[tokio::test]
async fn candidates_of_a_batch_come_in_every_format() {
    let world = World::new();
    let background = world.start();
    world.create(crate::world::notice("1")).await;
    world.create(crate::world::shelter("other")).await;
    let sheet = "local_id,given_names,paternal_surname,maternal_surname,sex,birth_date,event_date\n\
                 i1,Wilmer,Xiloj,Tzunun,male,1990-05-17,2023-04-20\n";
    let answer = upload(&world, "kind=shelter&source=ALB", "text/csv", sheet).await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    world.ended(&id).await;
    let ask = async |query: &str| {
        world.post(&format!("/api/v1/batches/{id}/matchings?{query}"), json!({})).await
    };
    let get = async |query: &str| {
        let asked = ask(query).await;
        assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
        let address = asked.header("location").to_owned();
        world
            .until("it is matched", async |w| w.get(&address).await.json()["finished"] == true)
            .await;
        let ended = world.get(&address).await.json();
        assert_eq!([&ended["state"], &ended["done"]], [&json!("succeeded"), &json!(1)]);
        (world.get(ended["file"].as_str().unwrap()).await, address)
    };
    let (csv, address) = get("link=notice-shelter").await;
    assert_eq!(csv.status, StatusCode::OK, "{}", csv.text);
    let mut reader = csv::Reader::from_reader(csv.text.as_bytes());
    let right = reader.headers().unwrap().iter().position(|name| name == "right_id").unwrap();
    let ids: Vec<String> = reader.records().map(|row| row.unwrap()[right].to_owned()).collect();
    assert_eq!(ids, ["i1"], "only pairs with a record of the batch");
    for (format, start) in [("parquet", "PAR1"), ("xlsx", "PK"), ("ndjson", "{")] {
        let (file, _) = get(&format!("link=notice-shelter&format={format}")).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        assert!(file.text.starts_with(start), "{format}");
        assert!(file.header("content-disposition").contains(format));
    }
    let (blind, _) = get("link=notice-shelter&evidence_first=true").await;
    assert!(!blind.text.contains("match_weight") && blind.text.contains("i1"), "{}", blind.text);
    ask("link=notice-remains").await.is_problem(422, "invalid");
    ask("link=notice-shelter&format=pdf").await.is_problem(422, "invalid");
    ask("link=notice-shelter&top=101").await.is_problem(422, "invalid");

    // A record of it is held: what was found is nobody's to read any more.
    let held =
        json!({"kind": "shelter", "source": "ALB", "local_id": "i1", "protection_hold": "true"});
    assert!(world.post("/api/v1/records", held).await.status.is_success());
    let file = format!("{address}/candidates");
    world.get(&file).await.is_problem(409, "matching_outdated");
    world.get(&file).await.is_problem(404, "matching_not_found");
    // Asked for again, it is not in it.
    let (again, address) = {
        let asked = ask("link=notice-shelter").await;
        let address = asked.header("location").to_owned();
        world
            .until("it is matched", async |w| w.get(&address).await.json()["finished"] == true)
            .await;
        (world.get(&format!("{address}/candidates")).await, address)
    };
    assert_eq!(again.text.lines().count(), 1, "{}", again.text);
    assert_eq!(world.delete(&address).await.status, StatusCode::NO_CONTENT);
    world.get(&address).await.is_problem(404, "matching_not_found");
    background.stop().await;
}
