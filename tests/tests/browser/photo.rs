//! A notice's photo: in the widget, in the list and on its page, until it is withdrawn.

use std::fs;

use serde_json::Value;

use crate::http::Server;
use crate::ministry::Ministry;
use crate::picture::{drawn, jpeg};
use crate::support::{Store, arg};
use crate::world::reader_of;

const OF_WIDGET: &str =
    "document.querySelector('vinculo-notices')?.shadowRoot?.querySelector('img')";
const OF_PAGE: &str = "document.querySelector('img.photo')";

/// A store with one notice, published with a drawn picture for a photo.
fn store() -> Store {
    let store = Store::new();
    let folder = store.beside("sheet");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("a.jpg"), jpeg(&drawn(7), 90)).expect("a photo");
    let sheet = folder.join("sheet.csv");
    let columns = "local_id,full_name,age_min,age_max,event_date,photos";
    let row = "1,Wenceslao Chiroy,30,31,2021-02-03,a.jpg:rostro";
    fs::write(&sheet, format!("{columns}\n{row}\n")).expect("a sheet");
    store.run("import", ["--kind", "notice", "--source", "ORG", arg(&sheet)]).ended(0);
    let agreed = ["--fields", "full_name,photos", "--until", "2099-01-01"];
    let consent = ["--consent-by", "mother", "--consent-date", "2021-03-01"];
    let by = ["ORG/1", "--by", "alopez"];
    store.run("publish", by.iter().chain(&agreed).chain(&consent)).ended(0);
    store
}

#[test]
fn a_photo_is_seen_wherever_its_notice_is() {
    let store = store();
    let server = Server::start(&store);
    let ministry = Ministry::of(&server);
    let driver = reader_of("es");
    let is_seen = |image: &str| format!("{image} && {image}.complete && {image}.naturalWidth > 0");
    driver.open(&ministry.url("/widget?lang=es"));
    driver.wait(&is_seen(OF_WIDGET));
    driver.check("widget with a photo");
    driver.open(&server.url("/public/v1/page?lang=es"));
    driver.wait(&is_seen(OF_PAGE));
    driver.check("list with a photo");
    driver.leave(|driver| driver.click("document.querySelector('.notices a')"));
    driver.wait(&is_seen(OF_PAGE));
    let alt = driver.run(&format!("return {OF_PAGE}.alt;"));
    assert_eq!(alt, Value::from("Fotografía: Wenceslao Chiroy"));
    driver.check("notice with a photo");

    drop(server);
    store.run("withdraw", ["ORG/1", "--by", "alopez"]).ended(0);
    let server = Server::start(&store);
    let ministry = Ministry::of(&server);
    driver.open(&ministry.url("/widget?lang=es"));
    driver.wait("document.querySelector('vinculo-notices')?.shadowRoot?.textContent.includes('No hay avisos')");
    assert_eq!(driver.run(&format!("return {OF_WIDGET};")), Value::Null);
}
