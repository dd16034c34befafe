//! A consulate's day: what it is told of children, and that it was told.

use crate::driver::key;
use crate::page::Screen;
use crate::pictures;
use crate::world::{reader_of, region, sign_in};

const CONSULAR: [&str; 8] =
    ["--role", "consular", "--org", "CONS-HN", "--person", "avega", "--country", "HN"];

#[test]
fn a_consulate_reads_and_acknowledges_by_keyboard() {
    let (store, server) = region();
    let token = store.token(&CONSULAR);
    let driver = reader_of("es");
    sign_in(&driver, &server, &token, "consular");
    driver.leave(|driver| driver.click("document.querySelector('nav a[href=\"/console/inbox\"]')"));
    let headings = driver.texts("document.querySelectorAll('h2')");
    assert_eq!(headings, ["Niñez", "Personas adultas"]);
    driver.check("inbox");
    pictures::keep(&driver, "inbox", Screen::Desktop, "body");
    driver.tab_to("tbody a");
    driver.leave(|driver| driver.press(key::ENTER));
    let heading = driver.texts("document.querySelectorAll('h1')").remove(0);
    assert!(heading.contains("shelter:") || heading.contains("notice:"), "{heading}");
    driver.check("record behind a notification");
    driver.tab_to("main a[href='/console/inbox']");
    driver.leave(|driver| driver.press(key::ENTER));
    driver.tab_to("form[action^='/console/inbox/'] button");
    let waiting = driver.run("return document.activeElement.form.action;");
    driver.leave(|driver| driver.press(key::ENTER));
    let still = format!("[...document.forms].some((form) => form.action === {waiting})");
    assert_eq!(driver.run(&format!("return {still};")), false, "it waits no more");
    driver.speak("en");
    driver.open(&server.url("/console/inbox"));
    assert_eq!(driver.texts("document.querySelectorAll('h2')"), ["Children", "Adults"]);
    driver.check("inbox in English");
}
