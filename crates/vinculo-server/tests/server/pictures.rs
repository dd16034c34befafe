//! Pictures of records, as far as each role sees the records' photos.

use std::fs;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use vinculo_access::{Deed, FieldGroup, Role};
use vinculo_engine::{ImportRequest, ImportSummary, Input};
use vinculo_record::{Kind, Lang, Record, RecordKey};
use vinculo_store::{Digest, ErasureOrder, ErasureReason, RecordStore};

use crate::roles::{Somebody, everybody, sees};
use crate::world::{Answer, World};

/// A picture of drawn blocks as a BMP file: every seed gives another, that stands for nothing.
pub fn picture(seed: u32) -> Vec<u8> {
    const SIDE: usize = 240;
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut number = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut pixels = vec![[90u8, 110, 130]; SIDE * SIDE];
    for _ in 0..40 {
        let (x, y, width, height) = (number(SIDE), number(SIDE), number(70) + 8, number(70) + 8);
        let colour = [number(256) as u8, number(256) as u8, number(256) as u8];
        for row in y..(y + height).min(SIDE) {
            pixels[row * SIDE + x..row * SIDE + (x + width).min(SIDE)].fill(colour);
        }
    }
    let bytes = (54 + 3 * SIDE * SIDE) as u32;
    let mut file = b"BM".to_vec();
    for field in [bytes, 0, 54, 40, SIDE as u32, SIDE as u32, 1 | 24 << 16, 0, 0, 0, 0, 0, 0] {
        file.extend(field.to_le_bytes());
    }
    file.extend(pixels.concat());
    file
}

/// Two people's notices, remains, and shelter rows of an adult, a child and a held child: all
/// but one show the same photo.
const SHEETS: [(Kind, &str); 3] = [
    (
        Kind::Notice,
        "local_id,source,sex,birth_date,nationality,photos\n\
         N1,COMITE,male,1990-05-17,GT,a.bmp:rostro\nN2,COMITE,male,1990-05-17,GT,b.bmp:rostro\n",
    ),
    (
        Kind::Remains,
        "local_id,source,sex,nationality,event_country,photos\nR1,LAB,male,GT,MX,a.bmp:rostro\n",
    ),
    (
        Kind::Shelter,
        "local_id,source,sex,birth_date,nationality,event_country,protection_hold,photos\n\
         S1,ALBERGUE,male,1990-05-17,GT,MX,,a.bmp:rostro\n\
         S2,ALBERGUE,male,2015-03-01,GT,MX,,a.bmp:rostro\n\
         H1,ALBERGUE,male,2015-03-01,GT,MX,true,a.bmp:rostro\n",
    ),
];

fn world() -> World {
    let world = World::new();
    for (name, seed) in [("a.bmp", 1), ("b.bmp", 2)] {
        fs::write(world.dir.path().join(name), picture(seed)).unwrap();
    }
    for (kind, rows) in SHEETS {
        load(&world, kind, rows);
    }
    world
}

/// Imports a sheet with the photos that lie in the world's folder.
pub fn load(world: &World, kind: Kind, rows: &str) {
    let done = import(world, kind, rows, &mut |_| {}).unwrap();
    assert_eq!((done.counts.rejected, done.counts.doubtful), (0, 0));
}

fn import(
    world: &World,
    kind: Kind,
    rows: &str,
    told: &mut dyn FnMut(u64),
) -> vinculo_engine::Result<ImportSummary> {
    let path = world.dir.path().join("sheet.csv");
    fs::write(&path, rows).unwrap();
    let request = ImportRequest::new(kind, Lang::Es);
    let input = Input::open(&path, &request.limits).unwrap().with_photos_beside();
    world.engine.import(&input, &request, None, told)
}

fn key(kind: Kind, source: &str, id: &str) -> RecordKey {
    RecordKey::new(kind, source, id).unwrap()
}

fn records(world: &World) -> Vec<Record> {
    let keys = [
        key(Kind::Notice, "COMITE", "N1"),
        key(Kind::Notice, "COMITE", "N2"),
        key(Kind::Remains, "LAB", "R1"),
        key(Kind::Shelter, "ALBERGUE", "S1"),
        key(Kind::Shelter, "ALBERGUE", "S2"),
    ];
    keys.iter().map(|key| world.engine.get(key).unwrap().unwrap().record).collect()
}

async fn search(world: &World, token: &str) -> Answer {
    let request = Request::post("/api/v1/images:search")
        .header("content-type", "image/bmp")
        .body(Body::from(picture(1)));
    world.ask(token, request.unwrap()).await
}

fn found(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let body = answer.json();
    let hits = body["hits"].as_array().unwrap().iter();
    let mut found: Vec<String> =
        hits.map(|hit| hit["local_id"].as_str().unwrap().to_owned()).collect();
    found.sort();
    found
}

#[tokio::test]
async fn a_picture_is_found_and_shown_where_the_record_s_photos_are_seen() {
    let world = world();
    let records = records(&world);
    for Somebody { caller, token } in everybody(&world) {
        let shows = |record: &&Record| sees(&caller, record, FieldGroup::Photos);
        let answer = search(&world, &token).await;
        if caller.may(Deed::Search) {
            let seen = records.iter().filter(shows).map(|record| record.key.local_id.clone());
            let expected: Vec<String> = seen.filter(|id| id != "N2").collect();
            assert_eq!(found(&answer), expected, "{caller:?}");
        } else {
            answer.is_problem(403, "forbidden");
        }
        for record in &records {
            let RecordKey { kind, source, local_id } = &record.key;
            let path = format!("/api/v1/records/{kind}/{source}/{local_id}/photos/1");
            let answer = world.get_as(&token, &path).await;
            match (caller.may(Deed::List), shows(&record)) {
                (false, _) => answer.is_problem(403, "forbidden"),
                (true, true) => assert_eq!(answer.header("content-type"), "image/jpeg"),
                (true, false) => assert_eq!(answer.status, 404, "{path} as {caller:?}"),
            }
        }
        if caller.may(Deed::List) {
            let held = world.get_as(&token, "/api/v1/records/shelter/ALBERGUE/H1/photos/1").await;
            held.is_problem(404, "record_not_found");
        }
    }
}

/// What the comparison of pictures weighs in an explanation.
async fn weight(world: &World, token: &str, left: &str, right: &str) -> f64 {
    let answer = world.post_as(token, "/api/v1/explain", json!({"left": left, "right": right}));
    let body = answer.await.json();
    let rows = body["waterfall"]["rows"].as_array().unwrap_or_else(|| panic!("{body}"));
    let of_pictures = rows.iter().find(|row| row["comparison"] == "picture").unwrap();
    of_pictures["weight"].as_f64().unwrap()
}

#[tokio::test]
async fn whoever_does_not_see_photos_gets_no_evidence_from_them() {
    let world = world();
    let (search, review) =
        (world.token(&[Role::Search], "CNB", None), world.token(&[Role::Reviewer], "CNB", None));
    let (notice, remains) = ("notice:COMITE/N1", "remains:LAB/R1");
    assert!(weight(&world, &review, notice, remains).await > 5.0);
    assert_eq!(weight(&world, &search, notice, remains).await, 0.0);
    let path = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-remains";
    let told = |answer: &Answer| answer.text.contains("misma imagen");
    assert!(told(&world.get_as(&review, path).await));
    let hidden = world.get_as(&search, path).await;
    assert!(hidden.text.contains("R1") && !told(&hidden), "{}", hidden.text);

    // A description under the key of a record that one does not see is not that record.
    let child = json!({"kind": "shelter", "source": "ALBERGUE", "local_id": "S2", "name": "a",
        "sex": "male", "birth_date": "2015-03-01", "photos": ["a.bmp:rostro"]});
    let asked = json!({"link": "notice-shelter", "descriptions": [child]});
    for token in [&search, &review] {
        let answer = world.post_as(token, "/api/v1/match", asked.clone()).await;
        assert!(answer.text.contains("N1") && !told(&answer), "{}", answer.text);
    }
    assert!(weight(&world, &review, notice, "shelter:ALBERGUE/S2").await > 5.0);
}

#[tokio::test]
async fn of_an_erased_record_no_picture_is_left_that_nobody_else_shows() {
    let world = world();
    let token = world.token(&[Role::ChildProtection], "CNB", None);
    let order = ErasureOrder::new("A. Pérez", ErasureReason::PersonRequest).unwrap();
    assert_eq!(found(&search(&world, &token).await), ["N1", "R1", "S1", "S2"]);
    let photo = "/api/v1/records/shelter/ALBERGUE/S1/photos/1";
    assert_eq!(world.get_as(&token, photo).await.status, StatusCode::OK);
    world.engine.erase(&key(Kind::Shelter, "ALBERGUE", "S1"), &order).unwrap();
    assert_eq!(found(&search(&world, &token).await), ["N1", "R1", "S2"]);
    assert_eq!(world.get_as(&token, photo).await.status, StatusCode::NOT_FOUND);
    for id in [
        key(Kind::Shelter, "ALBERGUE", "S2"),
        key(Kind::Shelter, "ALBERGUE", "H1"),
        key(Kind::Notice, "COMITE", "N1"),
        key(Kind::Remains, "LAB", "R1"),
    ] {
        assert!(keeps(&world, 1));
        world.engine.erase(&id, &order).unwrap();
        world.engine.finish_erasures().unwrap();
        let last = id.local_id == "R1";
        assert_eq!(keeps(&world, 1), !last);
    }
    assert_eq!(found(&search(&world, &token).await), Vec::<String>::new());
    let report = world.engine.verify().unwrap();
    assert!(report.is_sound(), "{:?} {:?}", report.findings, report.store.findings);
    assert_eq!(report.store.pictures, 1, "the picture of the other notice");
}

/// Whether the file of a picture is among the blobs.
fn keeps(world: &World, seed: u32) -> bool {
    world.engine.store().blobs().contains(&Digest::of(&picture(seed)))
}

#[tokio::test]
async fn a_photo_that_came_to_no_record_is_not_kept() {
    let world = world();
    let engine = &world.engine;
    for (name, seed) in [("c.bmp", 3), ("d.bmp", 4)] {
        fs::write(world.dir.path().join(name), picture(seed)).unwrap();
    }
    // A batch is stopped after its first rows, when photos of the next ones are read already.
    let mut rows = "local_id,source,sex,nationality,event_country,photos\n".to_owned();
    for number in 1..=1_020 {
        let photo = match number {
            1 => "c.bmp:rostro",
            2 => "a.bmp:rostro",
            1_020 => "d.bmp:rostro",
            _ => "",
        };
        rows.push_str(&format!("S{number},LAB,male,GT,MX,{photo}\n"));
    }
    let stopped = import(&world, Kind::Remains, &rows, &mut |_| {
        let batch = &engine.store().unfinished_batches().unwrap()[0];
        assert!(keeps(&world, 3) && keeps(&world, 4));
        engine.store().cancel_batch(batch.id).unwrap();
    });
    assert!(stopped.is_err());
    engine.store().settle_batches().unwrap();
    assert!(!keeps(&world, 3) && !keeps(&world, 4));
    assert!(keeps(&world, 1), "other records show it");

    // The row of an erased record is refused, and its photo with it.
    let order = ErasureOrder::new("A. Pérez", ErasureReason::PersonRequest).unwrap();
    engine.erase(&key(Kind::Notice, "COMITE", "N2"), &order).unwrap();
    engine.finish_erasures().unwrap();
    assert!(!keeps(&world, 2));
    let again = "local_id,source,photos\nN2,COMITE,b.bmp\n";
    let refused = import(&world, Kind::Notice, again, &mut |_| {}).unwrap();
    assert_eq!(refused.counts.rejected, 1);
    assert!(!keeps(&world, 2));
    let report = engine.verify().unwrap();
    assert!(report.is_sound(), "{:?} {:?}", report.findings, report.store.findings);
}

#[tokio::test]
async fn a_hold_takes_the_pictures_out_and_its_end_brings_them_back() {
    let world = world();
    let token = world.token(&[Role::ChildProtection], "CNB", None);
    let hold = async |hold: Value| {
        let path = "/api/v1/protection/records/shelter/ALBERGUE/S1";
        let request = crate::world::json_request("PUT", path, &hold);
        let answer = world.ask(&token, request).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    };
    hold(json!({"hold": true, "reason": "asylum"})).await;
    assert_eq!(found(&search(&world, &token).await), ["N1", "R1", "S2"]);
    hold(json!({"hold": false, "reason": ""})).await;
    assert_eq!(found(&search(&world, &token).await), ["N1", "R1", "S1", "S2"]);
    let versions = world.engine.versions(&key(Kind::Shelter, "ALBERGUE", "S1")).unwrap().unwrap();
    let last = versions.last().unwrap();
    assert_eq!(last.version, 3);
    let stored = world.engine.store().get(&key(Kind::Shelter, "ALBERGUE", "S1")).unwrap().unwrap();
    assert_eq!(world.engine.store().pictures(stored.seq).unwrap().len(), 1);
}
