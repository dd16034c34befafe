//! Names that are script, markup, marks of direction or endless: text, and nothing moves.

use serde_json::{Value, json};

use crate::driver::Driver;
use crate::http::Server;
use crate::ministry::Ministry;
use crate::support::{Store, wait_until};
use crate::world::reader_of;

/// What people are called who do harm, three texts for each: script and markup; endless
/// words; what turns the direction of text.
fn people() -> Vec<[String; 3]> {
    let long = |text: &str| text.repeat(10_000 / text.chars().count());
    vec![
        [
            "<script>window.hit=1</script>",
            "\"><img src=x onerror=\"window.hit=1\">",
            "</textarea></title></style><h1>Robado</h1>",
        ]
        .map(str::to_owned),
        ["'><svg/onload=window.hit=1>", "javascript:window.hit=1", "{{7*7}}${7*7}<%=7*7%>"]
            .map(str::to_owned),
        [long("W"), long("<b>"), long("ñ\u{301}\u{302}\u{303}")],
        [
            "\u{202e}opagnE \u{2066}\u{202d}abc\u{200f}".to_owned(),
            "ع".repeat(500),
            "עברית ואז English".to_owned(),
        ],
    ]
}

/// Each of them as a notice that is published and as a person in a shelter, with the texts in
/// every column that takes any.
fn create(server: &Server) {
    for (number, [one, two, three]) in people().iter().enumerate() {
        let id = number.to_string();
        // These separate the parts of a cell.
        let [cell, more] = [one, two].map(|text| text.replace(['\\', ':', ';'], " "));
        let about = json!({
            "source": "MAL", "local_id": id, "sex": "male", "age_min": "30", "age_max": "34", "nationality": ["GT"],
            "given_names": one, "paternal_surname": two, "maternal_surname": three, "aliases": [cell],
            "origin_place": two, "relatives": [format!("madre:{cell}:{more}")], "destination": three,
            "event_date": "2021-05-05", "event_country": "MX", "event_admin1": one, "event_place": two,
            "circumstances": three, "medical": one, "clothing": [cell], "effects": [more],
            "marks": [format!("scar@face:{cell}"), format!("tattoo@back:{more}")],
        });
        let with = |more: Value| {
            let mut row = about.clone();
            row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            row
        };
        let notice = with(json!({
            "kind": "notice", "contact": three, "public": true, "public_until": "2035-01-01",
            "consent_by": "madre", "consent_date": "2021-06-01",
            "public_fields": ["given_names", "paternal_surname", "maternal_surname", "sex", "age_min", "age_max", "nationality",
                "event_date", "event_country", "event_admin1", "event_place", "marks", "clothing", "contact"],
        }));
        server.post("/api/v1/records", &notice).has(201);
        let shelter = with(json!({"kind": "shelter", "shelter_name": three, "declared_age": "30"}));
        server.post("/api/v1/records", &shelter).has(201);
    }
}

/// Nothing ran, nothing was made of a text, and the page holds.
#[track_caller]
fn harmless(driver: &Driver, page: &str) {
    driver.check_layout(page);
    assert_eq!(driver.run("return window.hit === undefined;"), true, "{page}");
    let made = driver.run(
        "const roots = [document, ...[...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)];
         return roots.flatMap((root) => [...root.querySelectorAll('img, b, h1 h1, body svg[onload], [onerror], body script')]).length;",
    );
    assert_eq!(made, 0, "{page}");
}

#[test]
fn hostile_text_is_shown_as_text_and_the_layout_holds() {
    let store = Store::new();
    let server = Server::start(&store);
    create(&server);
    let driver = reader_of("es");
    let count = people().len();
    let links = "document.querySelectorAll('.notices a')";
    driver.open(&server.url("/public/v1/page?lang=es"));
    driver.wait(&format!("{links}.length === {count}"));
    let titles = driver.texts(links).join("\n");
    for text in ["<script>window.hit=1</script>", "<img src=x", "<h1>Robado</h1>", "{{7*7}}"] {
        assert!(titles.contains(text), "{text}: {titles}");
    }
    assert!(!titles.contains('\u{202e}'), "no mark of direction is left");
    harmless(&driver, "list of hostile notices");
    let pages = driver.run(&format!("return [...{links}].map((link) => link.href);"));
    for page in pages.as_array().unwrap() {
        driver.open(page.as_str().unwrap());
        harmless(&driver, "hostile notice");
        driver.check("hostile notice");
    }
    let ministry = Ministry::of(&server);
    driver.open(&ministry.url("/widget?lang=es"));
    let root = "document.querySelector('vinculo-notices').shadowRoot";
    driver.wait(&format!("{root} && {root}.querySelectorAll('li').length === {count}"));
    harmless(&driver, "widget of hostile notices");
    driver.check("widget of hostile notices");

    driver.open(&server.url("/console/search"));
    driver.fill("document.querySelector('#source')", "MAL");
    driver.click("document.querySelector('#kind option[value=notice]')");
    wait_until("the index has followed", || {
        driver.leave(|driver| driver.click("document.querySelector('main form button')"));
        (driver.texts("document.querySelectorAll('tbody tr')").len() == count).then_some(())
    });
    harmless(&driver, "search for hostile records");
    driver.open(&server.url("/console/candidates?record=notice:MAL/0"));
    assert!(!driver.texts("document.querySelectorAll('tbody tr')").is_empty());
    harmless(&driver, "candidates of a hostile record");
    for id in 0..count {
        let pair = format!("/console/pair?left=notice:MAL/{id}&right=shelter:MAL/{id}&score=true");
        driver.open(&server.url(&pair));
        harmless(&driver, "hostile pair");
        if id == 0 {
            driver.check("hostile pair");
        }
    }
}
