//! The public list, and the page of a notice.

use serde_json::json;

use crate::driver::key;
use crate::http::Server;
use crate::page::{Screen, origins};
use crate::pictures;
use crate::world::{reader_of, region};

/// Most bytes of the first page of a reader, with all that it loads.
const PAGE_BYTES: u64 = 100_000;
const FIRST: &str = "document.querySelector('.notices a')";

/// A notice that is published, of somebody invented.
fn create(server: &Server) {
    let notice = json!({
        "kind": "notice", "source": "COMITE", "local_id": "1", "status": "open",
        "given_names": "Wenceslao", "paternal_surname": "Chiroy", "sex": "male", "age_min": "24", "age_max": "24",
        "nationality": ["GT"], "event_date": "2022-03-10", "event_country": "MX", "event_admin1": "Chiapas",
        "event_place": "Tapachula", "stature_cm_min": "168", "stature_cm_max": "172",
        "marks": ["scar@face/left:en la ceja", "tattoo@forearm/right:una rosa"], "clothing": ["camisa:azul"],
        "public": true, "public_until": "2035-12-31", "consent_by": "madre", "consent_date": "2022-04-01",
        "public_fields": ["given_names", "paternal_surname", "sex", "age_min", "age_max", "nationality", "event_date",
            "event_country", "event_admin1", "event_place", "stature_cm_min", "stature_cm_max", "marks", "clothing", "contact"],
        "contact": "avisos@comite.example",
    });
    server.post("/api/v1/records", &notice).has(201);
}

#[test]
fn a_reader_finds_a_notice_by_keyboard_and_prints_it() {
    let (_store, server) = region();
    create(&server);
    let driver = reader_of("es");
    driver.traffic();
    driver.open(&server.url("/public/v1/page?lang=es"));
    driver.wait(FIRST);
    let traffic = driver.traffic();
    assert_eq!(origins(&traffic).into_iter().collect::<Vec<_>>(), [server.url("")]);
    let bytes: u64 = traffic.iter().map(|(_, bytes)| bytes).sum();
    eprintln!("the first public page: {bytes} bytes");
    assert!((1000..=PAGE_BYTES).contains(&bytes), "{bytes}");
    driver.check("list");
    driver.tab_to(".notices a");
    driver.leave(|driver| driver.press(key::ENTER));
    assert_eq!(driver.texts("document.querySelectorAll('h1')"), ["Wenceslao Chiroy"]);
    driver.check("notice");
    pictures::keep(&driver, "notice", Screen::Desktop, "body");
    for (lang, word) in [
        ("en", "Missing"),
        ("fr", "Personne disparue"),
        ("pt", "Pessoa desaparecida"),
        ("ht", "N ap chèche"),
    ] {
        driver.tab_to(&format!("nav a[lang={lang}]"));
        driver.leave(|driver| driver.press(key::ENTER));
        assert_eq!(driver.run("return document.documentElement.lang;"), lang);
        let kicker = driver.run("return document.querySelector('.kicker').textContent;");
        assert_eq!(kicker, word);
        driver.check(&format!("notice in {lang}"));
    }
    let height = |selector: &str| {
        let script = format!("return document.querySelector('{selector}').offsetHeight;");
        driver.run(&script).as_f64().unwrap()
    };
    let on_screen = height("h1");
    assert!(height("nav") > 0.0 && height(".help") > 0.0);
    driver.tell("Emulation.setEmulatedMedia", json!({"media": "print"}));
    assert_eq!((height("nav"), height(".help")), (0.0, 0.0), "a poster has no links");
    assert!(height("h1") > on_screen && height(".contact") > 0.0);
}

#[test]
fn a_withdrawn_notice_leaves_a_page_that_says_so() {
    let (_store, server) = region();
    create(&server);
    let driver = reader_of("es");
    driver.open(&server.url("/public/v1/page?lang=es"));
    let page = driver.wait(&format!("{FIRST} && {FIRST}.href")).as_str().unwrap().to_owned();
    let mut record =
        server.get("/api/v1/records/notice/COMITE/1").has(200).json()["columns"].take();
    for (column, value) in
        [("kind", "notice"), ("source", "COMITE"), ("local_id", "1"), ("public", "false")]
    {
        record[column] = json!(value);
    }
    server.post("/api/v1/records", &record).has(200);
    driver.open(&page);
    assert_eq!(driver.texts("document.querySelectorAll('h1')"), ["Este aviso ya no se publica"]);
    assert_eq!(driver.run("return document.body.textContent.includes('Chiroy');"), false);
    driver.check_but("withdrawn notice", "410 (Gone)");
    // Nothing is published: the list says so.
    driver.open(&server.url("/public/v1/page?lang=es&country=JP"));
    driver.check("empty list");
}
