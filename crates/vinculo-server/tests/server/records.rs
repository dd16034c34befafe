use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::world::{World, json_request, notice, with};

const PATH: &str = "/api/v1/records/notice/COMITE/A%2F1";

#[tokio::test]
async fn a_record_is_created_read_and_changed_by_versions() {
    let world = World::new();
    let created = world.post("/api/v1/records", notice("A/1")).await;
    assert_eq!(created.status, StatusCode::CREATED);
    assert_eq!(created.header("location"), PATH);
    assert_eq!(created.header("etag"), "\"1\"");
    assert_eq!(created.json()["change"], "created");

    let same = world.post("/api/v1/records", notice("A/1")).await;
    assert_eq!((same.status, &same.json()["change"]), (StatusCode::OK, &json!("unchanged")));

    let changed = with(notice("A/1"), json!({"event_place": "Huixtla"}));
    let changed = world.post("/api/v1/records", changed).await;
    assert_eq!((changed.status, &changed.json()["change"]), (StatusCode::OK, &json!("updated")));

    let read = world.get(PATH).await;
    assert_eq!(read.header("etag"), "\"2\"");
    assert_eq!(read.json()["columns"]["event_place"], "Huixtla");
    assert_eq!(read.json()["columns"]["nationality"], json!(["GT"]));

    let versions = world.get(&format!("{PATH}/versions")).await.json();
    let numbers: Vec<_> =
        versions["versions"].as_array().unwrap().iter().map(|v| &v["version"]).collect();
    assert_eq!(numbers, [&json!(1), &json!(2)]);
    assert_eq!(versions["versions"][1]["current"], true);
    let first = world.get(&format!("{PATH}/versions/1")).await.json();
    assert_eq!(first["columns"]["event_place"], "Tapachula");
    world.get(&format!("{PATH}/versions/3")).await.is_problem(404, "record_not_found");
    world.get(&format!("{PATH}/versions/x")).await.is_problem(404, "record_not_found");
    world.get("/api/v1/records/body/COMITE/1").await.is_problem(404, "record_not_found");
}

#[tokio::test]
async fn a_cell_that_cannot_be_read_is_told_without_its_value() {
    let world = World::new();
    let row = with(notice("1"), json!({"event_date": "31/02/2023 Yoselin"}));
    let answer = world.post("/api/v1/records", row).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let problem = &answer.json()["problems"][0];
    assert_eq!(problem["column"], "event_date");
    assert_eq!(problem["code"], "date_form");
    assert!(!answer.text.contains("Yoselin"), "{}", answer.text);
}

#[tokio::test]
async fn a_client_that_has_the_version_is_not_sent_it_again() {
    let world = World::new();
    world.create(notice("A/1")).await;
    let request = Request::get(PATH).header("if-none-match", "\"1\"").body(Body::empty()).unwrap();
    let answer = world.send(request).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[tokio::test]
async fn a_change_of_somebody_else_is_not_overwritten() {
    let world = World::new();
    world.create(notice("A/1")).await;
    let put = async |condition: Option<(&str, &str)>, place: &str| {
        let body = with(notice("A/1"), json!({"event_place": place}));
        let mut request = json_request("PUT", PATH, &body);
        if let Some((name, value)) = condition {
            let name: axum::http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        world.send(request).await
    };
    assert_eq!(put(Some(("if-match", "\"1\"")), "Huixtla").await.status, StatusCode::OK);
    put(Some(("if-match", "\"1\"")), "Mapastepec").await.is_problem(412, "stale");
    put(Some(("if-match", "\"x\"")), "Mapastepec").await.is_problem(412, "stale");
    put(Some(("if-none-match", "*")), "Mapastepec").await.is_problem(412, "stale");
    assert_eq!(world.get(PATH).await.json()["columns"]["event_place"], "Huixtla");
    assert_eq!(put(Some(("if-match", "*")), "Mapastepec").await.status, StatusCode::OK);
    assert_eq!(put(None, "Tonalá").await.header("etag"), "\"4\"");
}

#[tokio::test]
async fn put_takes_the_key_from_the_address_and_no_other() {
    let world = World::new();
    let body = with(notice("x"), json!({"kind": null, "source": null, "local_id": null}));
    let created = world.send(json_request("PUT", PATH, &body)).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text);
    world.send(json_request("PUT", PATH, &notice("other"))).await.is_problem(422, "invalid");
    let absent = with(body, json!({"event_place": "Huixtla"}));
    let path = "/api/v1/records/notice/COMITE/2";
    let mut request = json_request("PUT", path, &absent);
    request.headers_mut().insert("if-match", "\"1\"".parse().unwrap());
    world.send(request).await.is_problem(412, "stale");
    world.get(path).await.is_problem(404, "record_not_found");
}

#[tokio::test]
async fn pages_hold_every_record_once() {
    let world = World::new();
    for id in 1..=7 {
        world.create(notice(&format!("{id}"))).await;
    }
    let remains = json!({"kind": "remains", "source": "FGE", "local_id": "1", "sex": "male"});
    world.create(remains).await;
    let (mut ids, mut query) = (Vec::new(), "limit=3".to_owned());
    loop {
        let page = world.get(&format!("/api/v1/records?{query}")).await.json();
        for record in page["records"].as_array().unwrap() {
            ids.push(format!(
                "{}:{}",
                record["kind"].as_str().unwrap(),
                record["local_id"].as_str().unwrap()
            ));
        }
        let Some(next) = page["next"].as_str() else { break };
        assert!(!next.contains("COMITE"));
        query = format!("limit=3&cursor={next}");
    }
    let expected = [
        "notice:1",
        "notice:2",
        "notice:3",
        "notice:4",
        "notice:5",
        "notice:6",
        "notice:7",
        "remains:1",
    ];
    assert_eq!(ids, expected);
    let only = world.get("/api/v1/records?kind=remains&source=FGE").await.json();
    assert_eq!(only["records"].as_array().unwrap().len(), 1);
    assert_eq!(world.get("/api/v1/records?source=NOBODY").await.json()["records"], json!([]));
    world.get("/api/v1/records?limit=0").await.is_problem(422, "invalid");
    world.get("/api/v1/records?limit=201").await.is_problem(422, "invalid");
    world.get("/api/v1/records?cursor=zz").await.is_problem(422, "invalid");
    world.get("/api/v1/records?kind=body").await.is_problem(422, "invalid");
}
