//! A search team's day in the console: from signing in to a decision.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::driver::{Driver, key};
use crate::http::Server;
use crate::page::{Screen, origins};
use crate::pictures;
use crate::world::{Pair, reader_of, region, sign_in};

const REVIEWER: [&str; 6] = ["--role", "reviewer", "--org", "CNB", "--person", "mlopez"];
/// Long enough for a slow machine to make a queue; a test that passes does not wait for it.
const PATIENCE: Duration = Duration::from_secs(180);
/// Most bytes of the first page of somebody who works here, with all that it loads.
const PAGE_BYTES: u64 = 100_000;

const CHILD: Pair = Pair {
    name: "Celia Yoselin Garcia Paz",
    left: "notice:COMITE-PROGRESO/D3958685246",
    right: "shelter:ALB-HUEHUETOCA/I4123350738",
};
const ADULT: Pair = Pair {
    name: "Victor Palacio Hernandez",
    left: "notice:COMITE-PROGRESO/D1104140226",
    right: "shelter:ALB-PALENQUE/I2681338903",
};

#[test]
fn a_search_teams_day_in_spanish() {
    let (store, server) = region();
    let token = store.token(&REVIEWER);
    let driver = reader_of("es");
    driver.traffic();
    driver.open(&server.url("/console"));
    let traffic = driver.traffic();
    assert_eq!(origins(&traffic).into_iter().collect::<Vec<_>>(), [server.url("")]);
    let bytes: u64 = traffic.iter().map(|(_, bytes)| bytes).sum();
    eprintln!("the first page of the console: {bytes} bytes");
    assert!((1000..=PAGE_BYTES).contains(&bytes), "{bytes}");
    driver.check("signing in");
    sign_in(&driver, &server, "vinculo_1_00", "review");
    driver.check_but("sign-in refused", "422");
    sign_in(&driver, &server, &token, "review");
    driver.check("queue, being made");

    driver
        .leave(|driver| driver.click("document.querySelector('nav a[href=\"/console/search\"]')"));
    driver.check("search");
    driver.fill("document.querySelector('#text')", "selia garsia paz");
    driver.leave(|driver| driver.click("document.querySelector('main form button')"));
    let found = total(&driver);
    assert!(rows(&driver)[0].contains(CHILD.name), "{:?}", rows(&driver));
    driver.check("search, found");
    pictures::keep(&driver, "search", Screen::Desktop, "body");
    driver.leave(|driver| {
        driver.click("[...document.querySelectorAll('.facets button')].find((b) => b.textContent.startsWith('aviso'))");
    });
    assert!(total(&driver) < found, "a facet narrows down");
    driver.click("document.querySelector('#minors')");
    driver.fill("document.querySelector('#country')", "MX");
    driver.leave(|driver| driver.click("document.querySelector('main form button')"));
    let rows = rows(&driver);
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains("notice:")), "{rows:?}");
    driver.check("search, filtered");

    driver.leave(|driver| driver.click(&link_of(CHILD.name)));
    driver.check("candidates");
    driver.leave(|driver| driver.click(&link_of("I4123350738")));
    driver.check("pair");
    driver.leave(|driver| driver.click("document.querySelector('a[href*=\"score=true\"]')"));
    driver.wait("document.querySelectorAll('svg .for').length > 5");
    driver.check("pair with waterfall");
    pictures::keep(&driver, "pair", Screen::Desktop, "h2:has(+ p + .wide svg)");
    pictures::keep(&driver, "pair-phone", Screen::Phone, "h2:has(+ p + .wide svg)");
    driver.at(Screen::Desktop);
    decide(&driver, "Misma madre y misma seña.");
    driver.check("pair, decided");

    driver.open(&server.url(&ADULT.address()));
    decide(&driver, "");
    driver.leave(|driver| driver.click("document.querySelector('nav a[href=\"/console/queue\"]')"));
    made(&driver, &server);
    children_first(&driver);
    driver.check("queue");
    pictures::keep(&driver, "queue", Screen::Desktop, "body");
    driver.leave(|driver| driver.click("document.querySelector('a[aria-label^=Comparar]')"));
    driver.check("pair out of the queue");
    driver.leave(|driver| driver.click("document.querySelector('header form button')"));
    assert_eq!(driver.texts("document.querySelectorAll('h1')"), ["Entrar"]);
    driver.open(&server.url("/console/queue"));
    assert_eq!(driver.texts("document.querySelectorAll('h1')"), ["Entrar"], "nothing is left");
}

/// How many were found, as the page says.
#[track_caller]
fn total(driver: &Driver) -> u64 {
    let text = driver.texts("document.querySelectorAll('h2[role=status]')").remove(0);
    text.split(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{text}"))
}

/// The link in the row of somebody.
fn link_of(name: &str) -> String {
    format!(
        "[...document.querySelectorAll('tbody tr')].find((row) => row.textContent.includes('{name}'))?.querySelector('td:last-child a')"
    )
}

#[track_caller]
fn rows(driver: &Driver) -> Vec<String> {
    driver.texts("document.querySelectorAll('tbody tr')")
}

/// Takes the open pair for possible, with the mouse.
#[track_caller]
fn decide(driver: &Driver, note: &str) {
    driver.click("document.querySelector('#state option[value=possible]')");
    driver.fill("document.querySelector('#note')", note);
    driver.leave(|driver| {
        driver.click("document.querySelector('form[action=\"/console/pair\"] button')");
    });
    let decisions = driver.texts("document.querySelectorAll('main ol:last-of-type li')");
    let last = decisions.last().expect("a decision");
    assert!(last.contains(note) && last.contains("mlopez"), "{last}");
}

/// Opens the queue until it is made.
#[track_caller]
fn made(driver: &Driver, server: &Server) {
    let end = Instant::now() + PATIENCE;
    let is_made = "return !!document.querySelector('a[aria-label^=Comparar]');";
    while driver.run(is_made) != Value::Bool(true) {
        assert!(Instant::now() < end, "the queue was not made");
        driver.open(&server.url("/console/queue"));
    }
}

/// In both parts of the queue stand children, then everybody else.
#[track_caller]
fn children_first(driver: &Driver) {
    let parts = driver.run(
        "return [...document.querySelectorAll('table')].map((table) => \
         [...table.querySelectorAll('tbody tr')].map((row) => !!row.querySelector('.child')));",
    );
    let parts: Vec<Vec<bool>> = serde_json::from_value(parts).expect("rows of tables");
    assert_eq!(parts.len(), 2);
    for children in &parts {
        assert!(children[0] && children.is_sorted_by(|one, next| one >= next), "{children:?}");
    }
    assert_eq!(parts[1], [true, false], "those that were decided on");
}

#[test]
fn a_search_teams_day_in_english_by_keyboard_alone() {
    let (store, server) = region();
    let token = store.token(&REVIEWER);
    let driver = reader_of("en");
    driver.open(&server.url("/console"));
    driver.wait("document.activeElement.id === 'token'");
    driver.press(&token);
    driver.tab_to("#purpose");
    driver.press("r");
    assert_eq!(driver.run("return document.activeElement.value;"), "review");
    driver.tab_to("main form button");
    driver.leave(|driver| driver.press(key::ENTER));
    driver.check("queue, being made, in English");

    driver.tab_to("nav a[href='/console/search']");
    driver.leave(|driver| driver.press(key::ENTER));
    driver.wait("document.activeElement.id === 'text'");
    driver.press("victor palasio");
    driver.tab_to("#kind");
    driver.press("n");
    assert_eq!(driver.run("return document.activeElement.value;"), "notice");
    driver.tab_to("#minors");
    driver.press(key::SPACE);
    driver.press(key::SPACE);
    driver.leave(|driver| driver.press(key::ENTER));
    assert!(rows(&driver)[0].contains(ADULT.name), "{:?}", rows(&driver));
    driver.check("search, found, in English");
    driver.tab_to("tbody tr:first-child a");
    driver.leave(|driver| driver.press(key::ENTER));
    driver.check("candidates, in English");
    driver.tab_to("a[href*='I2681338903']");
    driver.leave(|driver| driver.press(key::ENTER));
    driver.tab_to("a[href*='score=true']");
    driver.leave(|driver| driver.press(key::ENTER));
    driver.check("pair with waterfall, in English");

    driver.tab_to("#state");
    driver.press(key::DOWN);
    let state = driver.run("return document.activeElement.selectedOptions[0].textContent;");
    driver.tab_to("#note");
    driver.press("Looked at both");
    driver.tab_to("form[action='/console/pair'] button");
    driver.leave(|driver| driver.press(key::ENTER));
    let decisions = driver.texts("document.querySelectorAll('main ol:last-of-type li')");
    let state = state.as_str().unwrap();
    assert!(
        decisions.len() == 1
            && decisions[0].contains(state)
            && decisions[0].contains("Looked at both"),
        "{decisions:?}, {state}"
    );
    driver.check("pair, decided, in English");
    driver.tab_to("header form button");
    driver.leave(|driver| driver.press(key::ENTER));
    assert_eq!(driver.texts("document.querySelectorAll('h1')"), ["Sign in"]);
}
