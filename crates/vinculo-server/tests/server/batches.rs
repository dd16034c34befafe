use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
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
