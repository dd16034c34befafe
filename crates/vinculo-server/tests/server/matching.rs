use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::world::{World, notice, shelter, with};

async fn world() -> World {
    let world = World::new();
    world.create(notice("N1")).await;
    let other = json!({"given_names": "Marta", "paternal_surname": "Juárez", "sex": "female",
        "maternal_surname": null, "birth_date": "1971", "marks": null, "circumstances": "iba a Reynosa"});
    world.create(with(notice("N2"), other)).await;
    world.create(shelter("S1")).await;
    world
}

#[tokio::test]
async fn a_misspelt_name_is_found_with_the_reason() {
    let world = world().await;
    let answer =
        world.post("/api/v1/search", json!({"text": "shiloj wilmer", "kind": "notice"})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let page = answer.json();
    assert_eq!(page["hits"][0]["record"]["local_id"], "N1");
    assert!(!page["hits"][0]["matched"].as_array().unwrap().is_empty());
    let narrative = world.post("/api/v1/search", json!({"text": "mochilas rojas"})).await.json();
    let pieces = narrative["hits"][0]["snippet"].as_array().unwrap();
    assert!(pieces.iter().any(|piece| piece["highlighted"] == true && piece["text"] == "mochila"));
    let facets = world.post("/api/v1/search", json!({"limit": 0})).await.json();
    assert_eq!(facets["total"], 3);
    assert_eq!(facets["facets"]["kind"][0], json!({"value": "notice", "count": 2}));
}

#[tokio::test]
async fn filters_narrow_and_are_checked() {
    let world = world().await;
    let total =
        async |filter: Value| world.post("/api/v1/search", filter).await.json()["total"].clone();
    assert_eq!(total(json!({"sex": "mujer"})).await, 1);
    assert_eq!(total(json!({"kind": "shelter", "country": "mx"})).await, 1);
    assert_eq!(total(json!({"age_min": 50})).await, 1);
    assert_eq!(total(json!({"to": "2023-03-31"})).await, 2);
    for wrong in [
        json!({"sex": "?"}),
        json!({"country": "XX1"}),
        json!({"from": "2023-02-30"}),
        json!({"from": "2024-01-01", "to": "2023-01-01"}),
        json!({"age_min": 9, "age_max": 8}),
        json!({"limit": 201}),
        json!({"offset": 100_000}),
    ] {
        world.post("/api/v1/search", wrong).await.is_problem(422, "invalid");
    }
}

#[tokio::test]
async fn candidates_and_explanation_tell_the_same_numbers() {
    let world = world().await;
    let path = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-shelter";
    let answer = world.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let lists = answer.json();
    assert_eq!(lists["links"].as_array().unwrap().len(), 1);
    let best = &lists["links"][0]["candidates"][0];
    assert_eq!(best["record"]["local_id"], "S1");
    assert_eq!(best["rank"], 1);
    assert!(best["match_weight"].as_f64().unwrap() > 5.0, "{best}");

    let pair = json!({"left": "ALBERGUE/S1", "right": "notice:COMITE/N1"});
    let explained = world.post("/api/v1/explain", pair).await.json();
    assert_eq!(explained["left"]["kind"], "notice");
    let waterfall = &explained["waterfall"];
    assert_eq!(waterfall["match_weight"], best["match_weight"]);
    assert_eq!(waterfall["support"], best["support"]);
    let rows = waterfall["rows"].as_array().unwrap();
    for weight in best["weights"].as_array().unwrap() {
        let row = rows.iter().find(|row| row["comparison"] == weight["comparison"]).unwrap();
        let sum = row["weight"].as_f64().unwrap() + row["tf_adjustment"].as_f64().unwrap();
        assert!((sum - weight["weight"].as_f64().unwrap()).abs() < 1e-9, "{row}");
    }
    let account = &explained["account"];
    let parts = ["agrees", "disagrees", "not_comparable"];
    let told: usize = parts.iter().map(|part| account[part].as_array().unwrap().len()).sum();
    assert_eq!(told, rows.len(), "each comparison is told once: {account}");
    let next = account["next"].as_array().unwrap();
    assert_eq!(next[0]["code"], "consent_first", "{account}");
    assert!(next.iter().any(|step| step["code"] == "ask_shelter_document"), "{account}");

    let prior = waterfall["prior"]["weight"].as_f64().unwrap();
    let total = waterfall["posterior_odds_bits"].as_f64().unwrap();
    assert!((prior + waterfall["match_weight"].as_f64().unwrap() - total).abs() < 1e-9);

    let all = world.get("/api/v1/records/notice/COMITE/N1/candidates?top=1").await.json();
    let links: Vec<_> = all["links"].as_array().unwrap().iter().map(|list| &list["link"]).collect();
    assert_eq!(links, ["notice-remains", "notice-shelter", "notice-notice"]);
    let wrong = "/api/v1/records/notice/COMITE/N1/candidates?link=shelter-shelter";
    world.get(wrong).await.is_problem(422, "invalid");
    let wrong = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-body";
    world.get(wrong).await.is_problem(422, "invalid");
    world
        .get("/api/v1/records/notice/COMITE/N1/candidates?top=101")
        .await
        .is_problem(422, "invalid");
    world
        .get("/api/v1/records/notice/COMITE/N9/candidates")
        .await
        .is_problem(404, "record_not_found");
}

#[tokio::test]
async fn explain_refuses_what_is_not_compared() {
    let world = world().await;
    world
        .create(json!({"kind": "remains", "source": "FGE", "local_id": "R1", "sex": "male"}))
        .await;
    let explain = async |left: &str, right: &str| {
        world.post("/api/v1/explain", json!({"left": left, "right": right})).await
    };
    explain("FGE/R1", "ALBERGUE/S1").await.is_problem(422, "no_link");
    explain("COMITE/N1", "COMITE/N1").await.is_problem(422, "no_link");
    explain("COMITE/N1", "COMITE/N9").await.is_problem(404, "record_not_found");
    explain("COMITE", "COMITE/N1").await.is_problem(422, "invalid");
    world.create(with(shelter("N1"), json!({"source": "COMITE"}))).await;
    explain("COMITE/N1", "ALBERGUE/S1").await.is_problem(422, "ambiguous");
}

#[tokio::test]
async fn kinship_is_examined_where_it_is_asked_for() {
    let world = World::new();
    let child = json!({"given_names": "Wilmer", "birth_date": "2016", "marks": null,
        "relatives": "madre:Zoila Ich Coy"});
    world.create(with(shelter("S1"), child)).await;
    let mother = json!({"given_names": "Zoila", "paternal_surname": "Ich", "sex": "female",
        "maternal_surname": "Coy", "birth_date": "1990", "marks": null});
    world.create(with(notice("N1"), mother)).await;
    let pair = json!({"left": "ALBERGUE/S1", "right": "COMITE/N1"});
    let plain = world.post("/api/v1/explain", pair.clone()).await.json();
    assert!(plain.get("kinship").is_none(), "{plain}");
    let asked = world.post("/api/v1/explain", with(pair, json!({"kinship": true}))).await.json();
    let report = &asked["kinship"][0];
    // the notice is the left record of the explanation
    assert_eq!(report["relation"], "left_parent_of_right", "{report}");
    assert_eq!(report["claimed"], true);
    let named = report["findings"].as_array().unwrap();
    let named = named.iter().find(|finding| finding["aspect"] == "named_by_right").unwrap();
    assert_eq!(named["effect"], "supports_strongly");
    assert_eq!(report["next"][0]["code"], "best_interests");
    world
        .create(json!({"kind": "remains", "source": "FGE", "local_id": "R1", "sex": "male"}))
        .await;
    let remains = json!({"left": "COMITE/N1", "right": "FGE/R1", "kinship": true});
    world.post("/api/v1/explain", remains).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn descriptions_are_answered_by_name_and_forgotten() {
    let world = world().await;
    let child = json!({"name": "el de la cama 4", "kind": "shelter", "given_names": "Wilmer",
        "paternal_surname": "Xiloj", "sex": "male", "birth_date": "1990-05-17",
        "event_date": "2023-04", "stature_cm_min": "mucho"});
    let body = json!({"descriptions": [child, {"name": "otra", "kind": "body"},
        {"name": "rara", "kind": "notice", "apodo": "Chepe"}], "top": 5});
    let answer = world.post("/api/v1/match", body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let answers = answer.json();
    let first = &answers["answers"][0];
    assert_eq!(first["name"], "el de la cama 4");
    assert_eq!(first["problems"][0]["column"], "stature_cm_min");
    let list =
        first["links"].as_array().unwrap().iter().find(|l| l["link"] == "notice-shelter").unwrap();
    assert_eq!(list["candidates"][0]["record"]["local_id"], "N1");
    assert!(!list["candidates"][0]["reason"].as_str().unwrap().is_empty());
    assert!(!list["candidates"][0]["weights"].as_array().unwrap().is_empty());
    assert_eq!(answers["answers"][1]["errors"][0]["pointer"], "/kind");
    assert_eq!(answers["answers"][2]["errors"].as_array().unwrap().len(), 1);
    assert!(!answer.text.contains("Chepe"));
    assert_eq!(world.post("/api/v1/search", json!({"limit": 0})).await.json()["total"], 3);
}

#[tokio::test]
async fn a_description_of_a_stored_record_is_not_its_own_candidate() {
    let world = world().await;
    let own = with(notice("N1"), json!({"name": "x"}));
    let body = json!({"descriptions": [own], "link": "notice-notice"});
    let answers = world.post("/api/v1/match", body).await.json();
    let found = answers["answers"][0]["links"][0]["candidates"].as_array().unwrap();
    assert!(found.iter().all(|candidate| candidate["record"]["local_id"] != "N1"), "{answers}");
}

#[tokio::test]
async fn a_hundred_descriptions_and_no_more() {
    let world = world().await;
    let body = |n: usize| {
        let descriptions: Vec<Value> = (0..n)
            .map(|i| json!({"name": i.to_string(), "kind": "notice", "given_names": "Yeison"}))
            .collect();
        json!({"descriptions": descriptions})
    };
    assert_eq!(world.post("/api/v1/match", body(100)).await.status, StatusCode::OK);
    let refused = world.post("/api/v1/match", body(101)).await;
    refused.is_problem(422, "invalid");
    assert!(!refused.text.contains("Yeison"));
    world.post("/api/v1/match", body(0)).await.is_problem(422, "invalid");
    let twice =
        json!({"descriptions": [{"name": "a", "kind": "notice"}, {"name": "a", "kind": "notice"}]});
    world.post("/api/v1/match", twice).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn a_new_record_is_matched_at_once() {
    let world = world().await;
    let path = "/api/v1/records/shelter/ALBERGUE/S1/candidates?link=notice-shelter&top=100";
    let count =
        async || world.get(path).await.json()["links"][0]["candidates"].as_array().unwrap().len();
    assert_eq!(count().await, 2);
    world.create(notice("N3")).await;
    assert_eq!(count().await, 3);
    let found = world.post("/api/v1/search", json!({"text": "xiloj", "kind": "notice"})).await;
    assert_eq!(found.json()["total"], 2);
}
