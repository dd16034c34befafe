//! The widget on a ministry's page.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::driver::{Driver, key};
use crate::http::Server;
use crate::ministry::Ministry;
use crate::page::{Screen, origins, strings};
use crate::pictures;
use crate::world::{reader_of, region};

const ROOT: &str = "document.querySelector('vinculo-notices').shadowRoot";
/// Most bytes of the widget as they travel, compressed.
const WIDGET_BYTES: u64 = 15_000;

/// The heading and the button in each language.
const WORDS: [(&str, &str, &str); 5] = [
    ("es", "Personas migrantes desaparecidas", "Más avisos"),
    ("en", "Missing migrants", "More notices"),
    ("fr", "Personnes migrantes disparues", "Plus d’avis"),
    ("pt", "Pessoas migrantes desaparecidas", "Mais avisos"),
    ("ht", "Migran ki disparèt", "Plis avi"),
];

/// The notices that are shown, by their pages.
#[track_caller]
fn shown(driver: &Driver) -> Vec<String> {
    let links = format!("[...{ROOT}.querySelectorAll('section > ul:first-of-type a')]");
    strings(&driver.run(&format!("return {links}.map((link) => link.href);")))
}

/// Waits for an answer, and gives what is shown then.
#[track_caller]
fn answered(driver: &Driver) -> Vec<String> {
    driver.wait(&format!("{ROOT} && {ROOT}.querySelectorAll('section > ul:first-of-type li')"));
    shown(driver)
}

/// The notices that the server gives, by their pages.
#[track_caller]
fn given(server: &Server, query: &str) -> Vec<String> {
    let answer = server.get(&format!("/public/v1/notices?{query}")).has(200).json();
    let page = |notice: &Value| notice["page"].as_str().unwrap().to_owned();
    answer["notices"].as_array().unwrap().iter().map(page).collect()
}

#[test]
fn the_widget_works_on_another_site_under_a_strict_policy() {
    let (_store, server) = region();
    let ministry = Ministry::of(&server);
    let driver = reader_of("es");
    driver.traffic();
    driver.open(&ministry.url("/widget?lang=es"));
    assert_eq!(answered(&driver), given(&server, "lang=es"));
    driver.wait(&format!("{ROOT}.querySelectorAll('h2').length === 2"));
    let traffic = driver.traffic();
    assert_eq!(origins(&traffic), BTreeSet::from([ministry.origin(), server.url("")]));
    let is_script = |address: &str| address.starts_with(&server.url("/public/v1/embed-"));
    let (_, bytes) = traffic.iter().find(|(address, _)| is_script(address)).expect("the script");
    eprintln!("the widget: {bytes} bytes");
    assert!((1000..=WIDGET_BYTES).contains(bytes), "{bytes}");
    assert_eq!(driver.run("return document.cookie + localStorage.length;"), "0");
    driver.check("widget");
    for (lang, heading, more) in WORDS {
        driver.open(&ministry.url(&format!("/widget?lang={lang}&limit=5")));
        assert_eq!(answered(&driver), given(&server, &format!("lang={lang}&limit=5")));
        assert_eq!(driver.texts(&format!("{ROOT}.querySelectorAll('h2')"))[0], heading);
        assert_eq!(driver.texts(&format!("{ROOT}.querySelectorAll('button')")), [more]);
        assert_eq!(driver.run(&format!("return {ROOT}.firstChild.lang;")), lang);
        driver.check(&format!("widget in {lang}"));
    }
}

#[test]
fn the_widget_shows_whom_it_is_asked_for_and_all_of_them() {
    let (_store, server) = region();
    let ministry = Ministry::of(&server);
    let driver = reader_of("es");
    let mut sizes = BTreeSet::new();
    for query in ["country=GT", "country=HN", "minors=true", "country=GT&minors=true"] {
        driver.open(&ministry.url(&format!("/widget?lang=es&{query}")));
        let shown = answered(&driver);
        assert_eq!(shown, given(&server, &format!("lang=es&{query}")), "{query}");
        sizes.insert(shown.len());
    }
    assert_eq!(sizes.len(), 4, "each asks for others");
    driver.run("document.querySelector('vinculo-notices').removeAttribute('minors');");
    driver.wait(&format!(
        "{ROOT}.querySelectorAll('section > ul:first-of-type li').length === {}",
        given(&server, "lang=es&country=GT").len()
    ));
    driver.open(&ministry.url("/widget?lang=es&country=JP"));
    driver.wait(&format!("{ROOT} && {ROOT}.textContent.includes('No hay avisos publicados.')"));

    let all = given(&server, "lang=es&limit=200");
    driver.open(&ministry.url("/widget?lang=es&limit=30"));
    let mut count = answered(&driver).len();
    while count < all.len() {
        driver.click(&format!("{ROOT}.querySelector('button')"));
        driver.wait(&format!(
            "{ROOT}.querySelectorAll('section > ul:first-of-type a').length > {count}"
        ));
        count = shown(&driver).len();
    }
    assert_eq!(shown(&driver), all, "each once, in order");
    driver.wait(&format!("{ROOT}.querySelector('button').hidden"));
    assert_eq!(driver.messages(), [""; 0]);

    // Nothing old is left standing where nothing can be asked.
    drop(server);
    driver.run("document.querySelector('vinculo-notices').setAttribute('country', 'HN');");
    driver.wait(&format!("{ROOT}.textContent.includes('Los avisos no se pueden mostrar ahora.')"));
    assert_eq!(shown(&driver), [""; 0]);
}

#[test]
fn the_widget_is_used_by_keyboard_on_a_phone() {
    let (_store, server) = region();
    let ministry = Ministry::of(&server);
    let driver = reader_of("es");
    driver.at(Screen::Phone);
    driver.open(&ministry.url("/widget?lang=es&limit=5"));
    let first = answered(&driver);
    let focus =
        || driver.run(&format!("return {ROOT}.activeElement.href || {ROOT}.activeElement.type;"));
    for link in &first {
        driver.tab_to("a");
        assert_eq!(focus(), link.as_str());
    }
    driver.tab_to("button");
    driver.press(key::ENTER);
    driver.wait(&format!("{ROOT}.querySelectorAll('section > ul:first-of-type a').length === 10"));
    assert_eq!(focus(), shown(&driver)[5].as_str(), "on the first that came");
    assert_eq!(driver.too_wide(), Value::Null);
    driver.open(&ministry.url("/widget?lang=es&country=GT"));
    answered(&driver);
    pictures::keep(&driver, "widget", Screen::Desktop, "body");
}

#[test]
fn what_is_wrong_is_found_out() {
    let (_store, server) = region();
    let driver = reader_of("es");
    driver.open(&Ministry::of(&server).url("/careless"));
    driver.at(Screen::Phone);
    assert_ne!(driver.too_wide(), Value::Null);
    let rules = driver.broken_rules().join("\n");
    assert!(rules.contains("image-alt") && rules.contains("label"), "{rules}");
    let messages = driver.messages().join("\n");
    assert!(messages.contains("Content Security Policy"), "{messages}");
    assert_eq!(driver.run("return window.ran === undefined;"), true);
}
