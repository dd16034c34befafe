//! What families agreed to publish, and nothing else.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

use crate::world::{World, notice, with};

/// A notice of an adult that may be published.
fn published(id: &str) -> Value {
    with(
        notice(id),
        json!({"public": true, "public_until": "2099-12-31", "consent_by": "madre",
            "consent_date": "2023-03-05", "contact": "COMITE, tel. 1800",
            "public_fields": ["given_names", "paternal_surname", "nationality", "event_place", "marks"]}),
    )
}

/// The notices that are listed.
async fn listed(world: &World, query: &str) -> Vec<Value> {
    let page = world.get(&format!("/public/v1/notices{query}")).await.json();
    page["notices"].as_array().unwrap().clone()
}

/// The address of the only notice.
async fn address(world: &World) -> String {
    let notices = listed(world, "").await;
    assert_eq!(notices.len(), 1);
    format!("/public/v1/notices/{}", notices[0]["id"].as_str().unwrap())
}

/// Whether a record with these changes is published.
async fn is_published(changes: Value) -> bool {
    let world = World::new();
    world.post("/api/v1/records", with(published("1"), changes)).await;
    let notices = listed(&world, "").await;
    if let Some(notice) = notices.first() {
        let one =
            world.get(&format!("/public/v1/notices/{}", notice["id"].as_str().unwrap())).await;
        assert_eq!(one.json(), *notice);
    }
    !notices.is_empty()
}

#[tokio::test]
async fn only_recorded_unexpired_consent_publishes() {
    assert!(is_published(json!({})).await);
    for changes in [
        json!({"public": null}),
        json!({"public": false}),
        json!({"public_until": "2020-01-01"}),
        json!({"public_until": null}),
        json!({"consent_by": null}),
        json!({"consent_date": null}),
        json!({"consent_date": "2098-01-01"}),
        json!({"protection_hold": true}),
        json!({"status": "closed"}),
    ] {
        assert!(!is_published(changes.clone()).await, "{changes}");
    }
}

#[tokio::test]
async fn a_child_or_somebody_of_unknown_age_needs_the_authority() {
    for changes in [json!({"birth_date": "2015-01-01"}), json!({"birth_date": null})] {
        let world = World::new();
        world.create(with(published("1"), changes.clone())).await;
        let address = address(&world).await;
        let without = world.get(&address).await;
        assert_eq!(without.json()["searcher_only"], true);
        assert!(
            !without.text.contains("Xiloj") && !without.text.contains("Wilmer"),
            "{}",
            without.text
        );
        let minors = world.get("/public/v1/notices?minors=true").await.json();
        assert_eq!(minors["notices"], json!([]), "it is not told that this is a child");

        let authority = with(changes.clone(), json!({"consent_authority": "PGN"}));
        world.post("/api/v1/records", with(published("1"), authority)).await;
        let with_it = world.get(&address).await.json();
        assert_eq!(
            (&with_it["minor"], &with_it["paternal_surname"]),
            (&json!(true), &json!("Xiloj"))
        );
        assert!(with_it["event_place"].is_null(), "never the municipality of a child");
        let minors = world.get("/public/v1/notices?minors=true&country=GT").await.json();
        assert_eq!(minors["notices"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_was_not_agreed_is_not_there() {
    let world = World::new();
    world.create(published("1")).await;
    let answer = world.get("/public/v1/notices").await;
    let shown = answer.json()["notices"][0].clone();
    assert_eq!(shown["paternal_surname"], "Xiloj");
    assert_eq!(shown["marks"].as_array().unwrap().len(), 1, "one mark stays back");
    for absent in
        ["maternal_surname", "birth_date", "sex", "event_date", "circumstances", "stature_cm_min"]
    {
        assert!(shown[absent].is_null(), "{absent}");
    }
    for secret in ["Tzun", "1990", "mochila", "madre"] {
        assert!(!answer.text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn answers_may_be_kept_five_minutes_by_any_page() {
    let world = World::new();
    world.create(published("1")).await;
    let one = address(&world).await;
    let (pfif, page) = (format!("{one}/pfif"), format!("{one}/page"));
    for path in [
        "/public/v1/notices",
        "/public/v1/feed.pfif",
        "/public/v1/feed.atom",
        "/public/v1/feed.json",
        "/public/v1/page",
        "/public/v1/frame",
        "/public/v1/page.css",
        "/public/v1/help?country=GT",
        &one,
        &pfif,
        &page,
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("x-robots-tag").contains("noindex"));
        let again = Request::get(path).header("if-none-match", answer.header("etag"));
        let again = world.send(again.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }
    assert_eq!(world.get("/api/v1/records").await.header("access-control-allow-origin"), "");
    let gone = with(published("1"), json!({"public": false}));
    world.post("/api/v1/records", gone).await;
    world.get(&one).await.is_problem(410, "notice_gone");
    world
        .get("/public/v1/notices/0123456789abcdef01234567")
        .await
        .is_problem(404, "notice_not_found");
}

#[tokio::test]
async fn pages_pass_over_what_is_not_public() {
    let world = World::new();
    for id in 1..=9 {
        let row = if id % 2 == 0 { notice(&id.to_string()) } else { published(&id.to_string()) };
        world.create(row).await;
    }
    let mut orders = Vec::new();
    for order in ["oldest", "newest"] {
        let (mut ids, mut query) = (Vec::new(), format!("order={order}&limit=2"));
        loop {
            let page = world.get(&format!("/public/v1/notices?{query}")).await.json();
            ids.extend(page["notices"].as_array().unwrap().iter().map(|n| n["id"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            query = format!("order={order}&limit=2&cursor={next}");
        }
        orders.push(ids);
    }
    assert_eq!(orders[0].len(), 5);
    orders[1].reverse();
    assert_eq!(orders[0], orders[1]);
    assert_eq!(world.get("/public/v1/notices?country=SV").await.json()["notices"], json!([]));
    world.get("/public/v1/notices?country=ZZZ").await.is_problem(422, "invalid");
    for bad in ["order=best", "lang=de", "cursor=1", "limit=0", "min_entry_date=ayer"] {
        world.get(&format!("/public/v1/feed.atom?{bad}")).await.is_problem(422, "invalid");
    }
}

/// The answers of every format.
async fn everywhere(world: &World, id: &str) -> Vec<(String, StatusCode, String)> {
    let mut all = Vec::new();
    for lang in ["es", "en", "fr", "pt", "ht"] {
        for path in ["notices", "feed.pfif", "feed.atom", "feed.json", "page", "frame"] {
            all.push(format!("/public/v1/{path}?lang={lang}"));
        }
        for end in ["", "/pfif", "/page"] {
            all.push(format!("/public/v1/notices/{id}{end}?lang={lang}"));
        }
    }
    let mut answers = Vec::new();
    for path in all {
        let answer = world.get(&path).await;
        answers.push((path, answer.status, answer.text));
    }
    answers
}

#[tokio::test]
async fn what_is_taken_down_is_gone_from_every_format_at_once_and_a_placeholder_stays() {
    for (reason, changes) in [
        ("withdrawn", json!({"status": "withdrawn"})),
        ("found", json!({"status": "located"})),
        ("expired", json!({"public_until": "2020-01-01"})),
        ("held", json!({"protection_hold": true})),
        ("erased", Value::Null),
    ] {
        let world = World::new();
        world.create(published("CASO-7")).await;
        world.create(with(published("2"), json!({"given_names": "Otra"}))).await;
        let notices = listed(&world, "").await;
        let one = notices.iter().find(|notice| notice["given_names"] != "Otra").unwrap();
        let id = one["id"].as_str().unwrap().to_owned();
        for (path, status, text) in everywhere(&world, &id).await {
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(text.contains("Xiloj") && text.contains(&id), "{path}: {text}");
            assert!(!text.contains("CASO-7"), "{path}: {text}");
        }
        if changes.is_null() {
            let order = json!({"record": "notice:COMITE/CASO-7", "by": "A. P.", "reason": "consent_withdrawn"});
            let erased = world.post("/api/v1/erasures", order).await;
            assert!(erased.status.is_success(), "{}", erased.text);
        } else {
            world.post("/api/v1/records", with(published("CASO-7"), changes)).await;
        }
        let mut placeholders = 0;
        for (path, status, text) in everywhere(&world, &id).await {
            let is_own = path.contains("/notices/");
            let is_pfif = path.contains("pfif") || path.contains("feed.");
            let expected = if is_own && !is_pfif { StatusCode::GONE } else { StatusCode::OK };
            assert_eq!(status, expected, "{reason} {path}");
            for word in ["Wilmer", "CASO-7", "withdrawn_", "located", "held", "erased"] {
                assert!(!text.contains(word), "{reason} {path}: {text}");
            }
            assert_eq!(text.contains("Otra"), !is_own, "{reason} {path}");
            assert_eq!(text.contains(&id), is_pfif, "{reason} {path}: {text}");
            placeholders += usize::from(is_pfif);
        }
        assert_eq!(placeholders, 20);
    }
}

#[tokio::test]
async fn a_copy_that_goes_on_from_its_last_page_learns_of_everything() {
    let world = World::new();
    for id in 1..=3 {
        world.create(published(&id.to_string())).await;
    }
    let first = world.get("/public/v1/feed.pfif?limit=2").await;
    assert_eq!(first.text.matches("<pfif:person>").count(), 2);
    let link = first.header("link").to_owned();
    let next = link.trim_start_matches('<').split_once('>').unwrap().0;
    let path = next.strip_prefix("http://localhost").unwrap();
    world.post("/api/v1/records", with(published("1"), json!({"status": "closed"}))).await;
    let second = world.get(path).await;
    assert_eq!(second.text.matches("<pfif:person>").count(), 2, "{}", second.text);
    assert_eq!(second.text.matches("<pfif:full_name>").count(), 1, "and the placeholder");
    assert_eq!(second.header("link"), "");
    let dates = second.text.split("<pfif:entry_date>").skip(1).map(|part| &part[..20]);
    let last = dates.max().unwrap().to_owned();
    let since = world.get(&format!("/public/v1/feed.pfif?min_entry_date={last}")).await;
    assert!(since.text.contains(&last));
}

#[tokio::test]
async fn pages_are_compressed_and_only_the_frame_may_be_framed() {
    let world = World::new();
    for id in 1..=9 {
        world.create(published(&id.to_string())).await;
    }
    let request = Request::get("/public/v1/feed.atom").header("accept-encoding", "gzip");
    let packed = world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let vary: Vec<_> = packed.headers.get_all("vary").iter().collect();
    assert!(
        vary.iter().any(|v| *v == "accept-encoding")
            && vary.iter().any(|v| *v == "Accept-Language"),
        "{vary:?}"
    );
    let page = world.get("/public/v1/page").await;
    assert_eq!(page.header("x-frame-options"), "DENY");
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("style-src 'self';"));
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"));
    let frame = world.get("/public/v1/frame").await;
    assert_eq!(frame.header("x-frame-options"), "");
    assert!(frame.header("content-security-policy").ends_with("frame-ancestors *"));
    for page in [page, frame] {
        assert!(!page.text.contains("<script") && !page.text.contains("style="), "{}", page.text);
    }
}

#[tokio::test]
async fn who_helps_depends_on_the_nationality_alone() {
    let world = World::new();
    let directory = "country,kind,name,url,phone,verified_on\nGT,consulate,Consulado GT,https://gt.example,,2026-01-05\nMX,shelter,Casa MX,,1,2026-01-05\n*,red_cross,Cruz Roja,https://cr.example,,2026-01-05\n";
    std::fs::write(world.dir.path().join("store/directory.csv"), directory).unwrap();
    world
        .create(with(
            published("1"),
            json!({"public_fields": ["given_names", "nationality", "event_country"]}),
        ))
        .await;
    let page = world.get(&format!("{}/page", address(&world).await)).await;
    assert!(page.text.contains("Consulado GT") && page.text.contains("Cruz Roja"), "{}", page.text);
    assert!(page.text.contains("2026-01-05") && !page.text.contains("Casa MX"));
    let help = world.get("/public/v1/help?country=MX&lang=en").await.json();
    assert_eq!(help["help"].as_array().unwrap().len(), 2);
    assert_eq!(help["help"][0]["label"], "Shelter");
    let all = world.get("/public/v1/help").await.json();
    assert_eq!(all["help"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_widget_is_small_and_its_fixed_version_bears_its_hash() {
    let world = World::new();
    let module = world.get("/public/v1/embed.js").await;
    assert_eq!(module.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(module.header("access-control-allow-origin"), "*");
    assert_eq!(module.header("cache-control"), "public, max-age=300");
    let fixed = world.get("/public/v1/embed.json").await.json();
    let path = fixed["url"].as_str().unwrap().strip_prefix("http://localhost").unwrap().to_owned();
    let same = world.get(&path).await;
    assert_eq!(same.text, module.text);
    assert!(same.header("cache-control").ends_with("immutable"));
    let hash = Sha384::digest(same.text.as_bytes());
    assert_eq!(fixed["integrity"], format!("sha384-{}", BASE64_STANDARD.encode(hash)));
    let file = path.rsplit('/').next().unwrap();
    let short: String =
        Sha256::digest(same.text.as_bytes())[..8].iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(file, format!("embed-{short}.js"));
    world.get("/public/v1/embed-0000000000000000.js").await.is_problem(404, "notice_not_found");
    let request = Request::get("/public/v1/embed.js").header("accept-encoding", "gzip");
    let packed = world.send_bytes(request.body(Body::empty()).unwrap()).await;
    assert!(packed.len() <= 15_000, "{} bytes", packed.len());
}

#[tokio::test]
async fn the_first_page_of_a_full_feed_weighs_little() {
    let world = World::new();
    for id in 1..=60 {
        world.create(published(&id.to_string())).await;
    }
    let mut sum = 0;
    for path in ["/public/v1/page", "/public/v1/page.css"] {
        let request = Request::get(path).header("accept-encoding", "gzip");
        sum += world.send_bytes(request.body(Body::empty()).unwrap()).await.len();
    }
    assert!(sum <= 100_000, "{sum} bytes");
}
