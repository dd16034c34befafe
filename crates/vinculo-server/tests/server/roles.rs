//! Every route as every role and as another organisation, held to the table of permissions.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use vinculo_access::{Caller, Deed, FieldGroup, Purpose, RecordFacts, Role, Who};
use vinculo_record::vocab::Country;
use vinculo_record::{Column, Kind, Record, RecordKey, Row};
use vinculo_server::openapi;

use crate::world::{World, json_request, notice, shelter, with};

/// What each route needs, written down a second time: whoever adds a route says here what it
/// is for. Empty is open to all.
const NEEDS: &[(&str, &[Deed])] = &[
    ("GET /healthz", &[]),
    ("GET /readyz", &[]),
    ("GET /metrics", &[]),
    ("GET /api/v1/openapi.json", &[]),
    ("GET /public/v1/notices", &[]),
    ("GET /public/v1/notices/{id}", &[]),
    ("GET /public/v1/notices/{id}/pfif", &[]),
    ("GET /public/v1/notices/{id}/page", &[]),
    ("GET /public/v1/notices/{id}/photo", &[]),
    ("GET /public/v1/feed.pfif", &[]),
    ("GET /public/v1/feed.atom", &[]),
    ("GET /public/v1/feed.json", &[]),
    ("GET /public/v1/page", &[]),
    ("GET /public/v1/frame", &[]),
    ("GET /public/v1/page.css", &[]),
    ("GET /public/v1/help", &[]),
    ("GET /public/v1/embed.js", &[]),
    ("GET /public/v1/embed.json", &[]),
    ("GET /public/v1/{file}", &[]),
    ("GET /console", &[]),
    ("POST /console/session", &[]),
    ("POST /console/leave", &[]),
    ("GET /console/console.css", &[]),
    ("GET /console/search", &[Deed::Search]),
    ("POST /console/search", &[Deed::Search]),
    ("GET /console/queue", &[Deed::Compare]),
    ("GET /console/candidates", &[Deed::Compare]),
    ("GET /console/pair", &[Deed::Compare]),
    ("POST /console/pair", DECIDE),
    ("GET /console/batches", WRITE),
    ("POST /console/batches", WRITE),
    ("GET /console/batches/{id}", WRITE),
    ("GET /console/inbox", &[Deed::Notified]),
    ("GET /console/inbox/{id}", &[Deed::Notified, Deed::Escalate]),
    ("POST /console/inbox/{id}", &[Deed::Notified, Deed::Escalate]),
    ("GET /api/v1/records", &[Deed::List]),
    ("POST /api/v1/records", WRITE),
    ("GET /api/v1/records/{kind}/{source}/{id}", &[Deed::List]),
    ("PUT /api/v1/records/{kind}/{source}/{id}", WRITE),
    ("GET /api/v1/records/{kind}/{source}/{id}/versions", &[Deed::List]),
    ("GET /api/v1/records/{kind}/{source}/{id}/versions/{version}", &[Deed::List]),
    ("GET /api/v1/records/{kind}/{source}/{id}/photos/{number}", &[Deed::List]),
    ("PUT /api/v1/records/{kind}/{source}/{id}/publication", &[Deed::Publish]),
    ("DELETE /api/v1/records/{kind}/{source}/{id}/publication", &[Deed::Publish]),
    ("GET /api/v1/records/{kind}/{source}/{id}/candidates", &[Deed::Compare]),
    ("GET /api/v1/mappings", WRITE),
    ("GET /api/v1/leads", &[Deed::Compare]),
    ("GET /api/v1/decisions", &[Deed::Compare]),
    ("POST /api/v1/decisions", DECIDE),
    ("GET /api/v1/decisions/pair", &[Deed::Compare]),
    ("GET /api/v1/decisions/conflicts", &[Deed::Judge]),
    ("POST /api/v1/decisions/ruled-out", &[Deed::ImportRuledOut]),
    ("GET /api/v1/records/{kind}/{source}/{id}/decisions", &[Deed::Compare]),
    ("GET /api/v1/notifications", &[Deed::Notified]),
    ("GET /api/v1/notifications/overdue", &[Deed::Escalate]),
    ("GET /api/v1/notifications/{id}/record", &[Deed::Notified, Deed::Escalate]),
    ("POST /api/v1/notifications/{id}/acknowledge", &[Deed::Notified, Deed::Escalate]),
    ("POST /api/v1/search", &[Deed::Search]),
    ("POST /api/v1/images:search", &[Deed::Search]),
    ("POST /api/v1/explain", &[Deed::Compare]),
    ("POST /api/v1/match", &[Deed::Describe]),
    ("GET /api/v1/batches", WRITE),
    ("POST /api/v1/batches", WRITE),
    ("GET /api/v1/batches/{id}", WRITE),
    ("DELETE /api/v1/batches/{id}", WRITE),
    ("GET /api/v1/batches/{id}/rows", WRITE),
    ("GET /api/v1/batches/{id}/rejected", WRITE),
    ("POST /api/v1/batches/{id}/matchings", &[Deed::Compare]),
    ("GET /api/v1/matchings/{id}", &[Deed::Compare]),
    ("DELETE /api/v1/matchings/{id}", &[Deed::Compare]),
    ("GET /api/v1/matchings/{id}/candidates", &[Deed::Compare]),
    ("POST /api/v1/erasures", &[Deed::Erase]),
    ("GET /api/v1/protection/records", &[Deed::Hold]),
    ("POST /api/v1/protection/search", &[Deed::Hold]),
    ("GET /api/v1/protection/records/{kind}/{source}/{id}", &[Deed::Hold]),
    ("PUT /api/v1/protection/records/{kind}/{source}/{id}", &[Deed::Hold]),
    ("GET /api/v1/protection/records/{kind}/{source}/{id}/candidates", &[Deed::Hold]),
    ("GET /api/v1/protection/records/{kind}/{source}/{id}/decisions", &[Deed::Hold]),
    ("POST /api/v1/protection/explain", &[Deed::Hold]),
    ("POST /api/v1/protection/decisions", &[Deed::Hold]),
    ("GET /api/v1/protection/decisions/pair", &[Deed::Hold]),
    ("GET /api/v1/audit", &[Deed::ReadAudit]),
    ("GET /api/v1/tokens", &[Deed::ManageTokens]),
    ("DELETE /api/v1/tokens/{id}", &[Deed::ManageTokens]),
];
const DECIDE: &[Deed] =
    &[Deed::Judge, Deed::JoinDuplicates, Deed::Identify, Deed::LocateAdult, Deed::LocateChild];
const WRITE: &[Deed] = &[Deed::WriteNotice, Deed::WriteRemains, Deed::WriteShelter];

/// Somebody with a token.
pub struct Somebody {
    pub caller: Caller,
    pub token: String,
}

/// Each role in an organisation of the records and for a country of theirs, and in another
/// and for another.
pub fn everybody(world: &World) -> Vec<Somebody> {
    let mut all = Vec::new();
    for role in Role::ALL.iter().copied() {
        let own = match role {
            Role::Forensic => ("LAB", "MX"),
            Role::Intake => ("ALBERGUE", "MX"),
            Role::Authority => ("FGE", "MX"),
            _ => ("COMITE", "GT"),
        };
        for (organisation, country) in [own, ("OTRA", "US")] {
            let who = Who::person("mlopez").unwrap();
            let country_of = Country::parse(country);
            let caller = Caller::new(who, organisation, [role].into(), country_of, Purpose::Review);
            let token = world.token(&[role], organisation, Some(country));
            all.push(Somebody { caller, token });
        }
    }
    all
}

/// The operations of the served document: `METHOD /path`.
fn operations() -> Vec<String> {
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(|method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// A request for an operation about a record.
fn request(operation: &str, key: &RecordKey) -> Request<Body> {
    let (method, path) = operation.split_once(' ').unwrap();
    let id = if path.contains("/records/") || path.contains("/notices/") {
        key.local_id.as_str()
    } else {
        "999999"
    };
    let address = path
        .replace("{kind}", key.kind.as_str())
        .replace("{source}", &key.source)
        .replace("{id}", id)
        .replace("{version}", "1")
        .replace("{number}", "1")
        .replace("{file}", "embed-0.js");
    let reference = key.qualified();
    let body = match path {
        "/api/v1/search" | "/api/v1/protection/search" => json!({"text": "", "limit": 200}),
        "/api/v1/explain" | "/api/v1/protection/explain" => {
            json!({"left": "notice:COMITE/N1", "right": reference})
        }
        "/api/v1/match" => {
            json!({"top": 50, "descriptions": [with(notice("x"), json!({"name": "a", "source": "X"}))]})
        }
        "/api/v1/protection/records/{kind}/{source}/{id}" => json!({"hold": true, "reason": ""}),
        _ => json!({}),
    };
    if operation == "POST /console/search" {
        let form =
            Request::post(&address).header("content-type", "application/x-www-form-urlencoded");
        return form.body(Body::from("text=")).unwrap();
    }
    if method == "GET" || method == "DELETE" {
        let pair = format!("?left=notice:COMITE/N1&right={reference}");
        let about = format!("?record={reference}");
        let limit = match path {
            "/api/v1/decisions/pair" | "/api/v1/protection/decisions/pair" | "/console/pair" => {
                pair.as_str()
            }
            "/console/candidates" => about.as_str(),
            path if path.ends_with("/records") => "?limit=200",
            _ => "",
        };
        let builder = Request::builder().method(method).uri(format!("{address}{limit}"));
        return builder.body(Body::empty()).unwrap();
    }
    json_request(method, &address, &body)
}

/// A row in which a word stands that is nowhere else, in one column of each group.
fn marked(row: Value, mark: &str) -> Value {
    with(
        row,
        json!({
            "aliases": [format!("Alias{mark}")],
            "relatives": [format!("madre:Kin{mark}:")],
            "event_admin1": "Veracruz",
            "event_place": format!("Place{mark}"),
            "circumstances": format!("Story{mark}"),
            "marks": [format!("scar@face:Body{mark}")],
            "medical": [format!("Health{mark}")],
            "clothing": [format!("camisa:azul::Effects{mark}")],
            "photos": [format!("Photos{mark}.jpg:")],
            "retain_until": "2031-01-01",
        }),
    )
}

fn remains(id: &str) -> Value {
    json!({
        "kind": "remains", "source": "LAB", "local_id": id, "sex": "male", "nationality": ["GT"],
        "event_date": "2023-06-01", "event_country": "MX", "age_min": 25, "age_max": 40,
    })
}

/// The rows of a store that has somebody of everything, marked by their ids.
fn rows() -> Vec<Value> {
    let child = json!({"birth_date": "2015-03-01", "nationality": ["HN"], "unaccompanied": true});
    vec![
        marked(with(notice("N1"), json!({"contact": "ConsentN1"})), "N1"),
        marked(with(notice("N2"), child.clone()), "N2"),
        marked(with(notice("N3"), json!({"source": "OTRA"})), "N3"),
        marked(remains("R1"), "R1"),
        marked(with(remains("R2"), json!({"source": "OTRA"})), "R2"),
        marked(shelter("S1"), "S1"),
        marked(with(shelter("S2"), child.clone()), "S2"),
        marked(with(shelter("S3"), json!({"source": "OTRA", "event_country": "US"})), "S3"),
        marked(
            with(shelter("H1"), json!({"protection_hold": true, "hold_reason": "HoldH1"})),
            "H1",
        ),
        marked(with(notice("H2"), json!({"protection_hold": true})), "H2"),
    ]
}

fn record(row: &Value) -> Record {
    let row = Row::from_json_object(row.as_object().unwrap()).unwrap();
    let text = |column| row.text(column).unwrap_or_default().to_owned();
    let kind: Kind = text(Column::Kind).parse().unwrap();
    let key = RecordKey::new(kind, text(Column::Source), text(Column::LocalId)).unwrap();
    Record::from_row(key, &row).0
}

async fn world() -> (World, Vec<Record>) {
    let world = World::new();
    let rows = rows();
    for row in &rows {
        let answer = world.post("/api/v1/records", row.clone()).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }
    (world, rows.iter().map(record).collect())
}

fn today() -> jiff::civil::Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

pub fn sees(caller: &Caller, record: &Record, group: FieldGroup) -> bool {
    let facts = RecordFacts::of(record, today());
    caller.sight(&facts).is_some_and(|sight| sight.shows(group))
}

#[test]
fn no_route_is_missing_from_the_list_of_needs() {
    let listed: BTreeSet<&str> = NEEDS.iter().map(|(operation, _)| *operation).collect();
    let operations = operations();
    assert_eq!(operations.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
}

#[tokio::test]
async fn every_route_answers_the_roles_of_the_table_and_no_other() {
    let (world, records) = world().await;
    let everybody = everybody(&world);
    for (operation, deeds) in NEEDS {
        let open = deeds.is_empty();
        let bare = world.send(request(operation, &records[0].key)).await;
        if open {
            assert_ne!(bare.status, StatusCode::UNAUTHORIZED, "{operation}");
            continue;
        }
        bare.is_problem(401, "token_required");
        assert!(bare.header("www-authenticate").starts_with("Bearer"), "{operation}");
        for Somebody { caller, token } in &everybody {
            let may = deeds.iter().any(|deed| caller.may(*deed));
            let answer = world.ask(token, request(operation, &records[0].key)).await;
            let refused = answer.status == StatusCode::FORBIDDEN;
            // A write of somebody else's record is refused by the handler.
            let is_put = *operation == "PUT /api/v1/records/{kind}/{source}/{id}";
            let may = may && (!is_put || caller.may_write(&records[0].key));
            assert_eq!(refused, !may, "{operation} as {caller:?}: {}", answer.text);
            assert!(answer.status != StatusCode::UNAUTHORIZED && answer.status.as_u16() < 500);
        }
    }
}

#[tokio::test]
async fn what_a_role_does_not_see_stands_in_no_answer_of_any_route() {
    let (world, records) = world().await;
    for Somebody { caller, token } in everybody(&world) {
        let protection = caller.may(Deed::Hold);
        let keeps = |operation: &str| {
            !operation.starts_with("DELETE") && !operation.starts_with("PUT /api/v1/records")
        };
        for (operation, deeds) in NEEDS.iter().filter(|(operation, _)| keeps(operation)) {
            if !deeds.is_empty() && !deeds.iter().any(|deed| caller.may(*deed)) {
                continue;
            }
            // A route about no record in particular is asked once.
            let about_one = operation.contains("{kind}")
                || ["/explain", "/console/pair", "/console/candidates"]
                    .iter()
                    .any(|end| operation.ends_with(end));
            let asked = if about_one { &records[..] } else { &records[..1] };
            for about in asked {
                let text = world.ask(&token, request(operation, &about.key)).await.text;
                for record in records.iter().filter(|record| text.contains(&record.key.local_id)) {
                    check_words(&caller, record, &text, operation, protection);
                }
            }
        }
    }
}

/// No word of the record stands in the text that the caller may not see.
fn check_words(caller: &Caller, record: &Record, text: &str, operation: &str, protection: bool) {
    let id = &record.key.local_id;
    if record.protection_hold {
        let own_path = operation.contains("/protection/");
        assert!(own_path && protection, "{id} stands in {operation} as {caller:?}: {text}");
        return;
    }
    for group in FieldGroup::ALL.iter().copied() {
        let word = match group {
            FieldGroup::Identity => format!("Alias{id}"),
            FieldGroup::Kin => format!("Kin{id}"),
            FieldGroup::Place => format!("Place{id}"),
            FieldGroup::Story => format!("Story{id}"),
            FieldGroup::Body => format!("Body{id}"),
            FieldGroup::Health => format!("Health{id}"),
            FieldGroup::Effects => format!("Effects{id}"),
            FieldGroup::Photos => format!("Photos{id}"),
            FieldGroup::Consent => format!("Consent{id}"),
            FieldGroup::Custody => format!("Hold{id}"),
            FieldGroup::Key | FieldGroup::Event => continue,
        };
        let stands = text.to_lowercase().contains(&word.to_lowercase());
        assert!(
            !stands || sees(caller, record, group),
            "{word} in {operation} as {caller:?}: {text}"
        );
    }
}

#[tokio::test]
async fn reading_shows_the_columns_of_the_table_and_names_those_withheld() {
    let (world, records) = world().await;
    for Somebody { caller, token } in everybody(&world) {
        for record in &records {
            let key = &record.key;
            let path = format!("/api/v1/records/{}/{}/{}", key.kind, key.source, key.local_id);
            let answer = world.get_as(&token, &path).await;
            if !caller.may(Deed::List) {
                answer.is_problem(403, "forbidden");
                continue;
            }
            let Some(sight) = caller.sight(&RecordFacts::of(record, today())) else {
                answer.is_problem(404, "record_not_found");
                let none = world.get_as(&token, &format!("{path}-none")).await;
                assert_eq!(without_instance(&answer.json()), without_instance(&none.json()));
                continue;
            };
            let body = answer.json();
            let shown: BTreeSet<&str> =
                body["columns"].as_object().unwrap().keys().map(String::as_str).collect();
            for column in shown {
                let column = Column::from_name(column).unwrap();
                assert!(sight.shows_column(column), "{column} as {caller:?}");
            }
            let withheld: Vec<String> =
                sight.withheld(key.kind).iter().map(|c| c.name().to_owned()).collect();
            let told: Vec<String> =
                serde_json::from_value(body["withheld"].clone()).unwrap_or_default();
            assert_eq!(told, withheld, "{path} as {caller:?}");
            assert!(body["columns"]["sex"].is_string(), "{path} as {caller:?}");
        }
    }
}

fn without_instance(problem: &Value) -> Value {
    with(problem.clone(), json!({"instance": null}))
}

#[tokio::test]
async fn lists_totals_and_facets_count_what_the_role_sees() {
    let (world, records) = world().await;
    for Somebody { caller, token } in everybody(&world) {
        let facts = |record: &Record| caller.sight(&RecordFacts::of(record, today())).is_some();
        let expected: BTreeSet<String> =
            records.iter().filter(|r| facts(r)).map(|r| r.key.local_id.clone()).collect();
        if caller.may(Deed::List) {
            let list = world.get_as(&token, "/api/v1/records?limit=200").await.json();
            let listed = list["records"].as_array().unwrap().iter();
            let listed: BTreeSet<String> =
                listed.map(|r| r["local_id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(listed, expected, "{caller:?}");
            // One by one, the same.
            let mut paged = BTreeSet::new();
            let mut next = String::new();
            loop {
                let path = format!("/api/v1/records?limit=1{next}");
                let page = world.get_as(&token, &path).await.json();
                paged.extend(
                    page["records"].as_array().unwrap().iter().map(|r| r["local_id"].to_string()),
                );
                match page["next"].as_str() {
                    Some(cursor) => next = format!("&cursor={cursor}"),
                    None => break,
                }
            }
            assert_eq!(paged.len(), expected.len(), "{caller:?}");
        }
        if caller.may(Deed::Search) {
            let page = world.post_as(&token, "/api/v1/search", json!({"limit": 200})).await.json();
            assert_eq!(page["total"], expected.len(), "{caller:?}: {page}");
            let kinds = page["facets"]["kind"].as_array().cloned().unwrap_or_default();
            let sum: u64 = kinds.iter().map(|facet| facet["count"].as_u64().unwrap()).sum();
            assert_eq!(sum as usize, expected.len(), "{caller:?}");
        }
    }
}

#[tokio::test]
async fn a_searcher_is_told_to_ask_child_protection_and_nothing_more() {
    let world = World::new();
    let child = json!({"birth_date": "2015-03-01", "source": "ALBERGUE"});
    world.create(with(notice("N1"), json!({"birth_date": "2015-03-01"}))).await;
    world.create(with(shelter("S1"), child)).await;
    let search = world.token(&[Role::Search], "COMITE", None);
    let reviewer = world.token(&[Role::Reviewer], "COMITE", None);
    let path = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-shelter";
    let told = world.get_as(&search, path).await;
    let list = &told.json()["links"][0];
    assert_eq!(list["ask_child_protection"], true, "{}", told.text);
    assert_eq!(list["candidates"].as_array().unwrap().len(), 0);
    assert!(!told.text.contains("S1") && !told.text.contains("ALBERGUE"), "{}", told.text);
    let seen = world.get_as(&reviewer, path).await.json();
    assert_eq!(seen["links"][0]["ask_child_protection"], false);
    assert_eq!(seen["links"][0]["candidates"][0]["record"]["local_id"], "S1");
}

#[tokio::test]
async fn the_weights_of_a_list_tell_nothing_of_what_is_withheld() {
    // Two shelters' rows that differ in their places alone.
    let world = World::new();
    let near = json!({"event_admin1": "Chiapas", "event_place": "Tapachula", "local_id": "A"});
    let far = json!({"event_admin1": "Yucatán", "event_place": "Mérida", "local_id": "B"});
    world.create(notice("N1")).await;
    world.create(with(shelter("A"), near)).await;
    world.create(with(shelter("B"), far)).await;
    let weights = async |token: &str, path: &str, body: Option<Value>| {
        let answer = match body {
            None => world.get_as(token, path).await,
            Some(body) => world.post_as(token, path, body).await,
        };
        let answer = answer.json();
        let list = match answer["links"].as_array() {
            Some(links) => links[0].clone(),
            None => answer["answers"][0]["links"][0].clone(),
        };
        let by_id = |candidate: &Value| {
            let id = candidate["record"]["local_id"].as_str().unwrap().to_owned();
            let parts = candidate["weights"].as_array().unwrap();
            let place = parts.iter().find(|part| part["comparison"] == "place").unwrap();
            (id, [&candidate["match_weight"], &place["weight"]].map(|w| w.as_f64().unwrap()))
        };
        list["candidates"].as_array().unwrap().iter().map(by_id).collect::<BTreeMap<_, _>>()
    };
    let path = "/api/v1/records/notice/COMITE/N1/candidates?link=notice-shelter";
    let description = with(notice("N9"), json!({"name": "x"}));
    let body = json!({"descriptions": [description], "link": "notice-shelter"});
    for (role, organisation, told_apart) in [
        (Role::Reviewer, "COMITE", false),
        (Role::Search, "COMITE", false),
        (Role::ChildProtection, "DIF", true),
    ] {
        let token = world.token(&[role], organisation, None);
        for (path, body) in [(path, None), ("/api/v1/match", Some(body.clone()))] {
            let found = weights(&token, path, body).await;
            assert_eq!(found.len(), 2, "{role} {path}: {found:?}");
            assert_eq!(found["A"] != found["B"], told_apart, "{role} {path}: {found:?}");
        }
    }
}

#[tokio::test]
async fn a_batch_takes_and_shows_the_own_organisations_rows_alone() {
    let world = World::new();
    let background = world.start();
    let lab = world.token(&[Role::Forensic], "LAB", None);
    let other = world.token(&[Role::Forensic], "OTRA", None);
    let search = world.token(&[Role::Search], "LAB", None);
    let upload = |query: &str| {
        let csv = "source,local_id,sex\nLAB,1,male\nOTRA,2,male\n,3,female\n";
        Request::post(format!("/api/v1/batches?{query}"))
            .header("content-type", "text/csv")
            .body(Body::from(csv))
            .unwrap()
    };
    world.ask(&lab, upload("kind=notice")).await.is_problem(403, "forbidden");
    world.ask(&lab, upload("kind=remains&source=OTRA")).await.is_problem(403, "forbidden");
    let accepted = world.ask(&lab, upload("kind=remains")).await;
    assert_eq!(accepted.status, StatusCode::ACCEPTED, "{}", accepted.text);
    let id = accepted.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/batches/{id}");
    world
        .until("the batch ends", async |world| {
            world.get_as(&lab, &path).await.json()["finished"] == json!(true)
        })
        .await;
    let batch = world.get_as(&lab, &path).await.json();
    assert_eq!((&batch["counts"]["created"], &batch["counts"]["rejected"]), (&json!(2), &json!(1)));
    let rows = world.get_as(&lab, &format!("{path}/rows")).await.json();
    assert_eq!(rows["rows"][1]["problems"][0]["code"], "other_organisation", "{rows}");
    for stranger in [&other, &search] {
        world.get_as(stranger, &path).await.is_problem(404, "batch_not_found");
        world.get_as(stranger, &format!("{path}/rows")).await.is_problem(404, "batch_not_found");
        let list = world.get_as(stranger, "/api/v1/batches").await.json();
        assert_eq!(list["batches"].as_array().unwrap().len(), 0, "{list}");
    }
    background.stop().await;
}

#[tokio::test]
async fn what_a_writer_does_not_see_stays_when_it_writes() {
    let world = World::new();
    world.create(with(notice("N1"), json!({"retain_until": "2031-01-01"}))).await;
    let search = world.token(&[Role::Search], "COMITE", None);
    let protection = world.token(&[Role::ChildProtection], "DIF", None);
    let path = "/api/v1/records/notice/COMITE/N1";
    let changed = with(notice("N1"), json!({"build": "thin"}));
    let answer = world.ask(&search, json_request("PUT", path, &changed)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let columns = world.get_as(&protection, path).await.json()["columns"].clone();
    assert_eq!(
        (&columns["retain_until"], &columns["build"]),
        (&json!("2031-01-01"), &json!("thin"))
    );
    assert!(world.get_as(&search, path).await.json()["columns"]["retain_until"].is_null());
}
