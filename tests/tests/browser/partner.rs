//! A forensic partner's day: a sheet with rows that are wrong.

use crate::page::Screen;
use crate::pictures;
use crate::world::{reader_of, region, sign_in};

const FORENSIC: [&str; 6] = ["--role", "forensic", "--org", "SEMEFO-SUR", "--person", "rdiaz"];
const SHEET: &str = "local_id,sex,age_min,age_max,event_date,event_country,event_admin1,stature_cm_min,condition\n\
    2021-044,male,25,35,2021-02-30,MX,Chiapas,165,skeletal\n\
    2021-045,female,20,30,2021-05-02,MX,Chiapas,1580,skeletal\n\
    2021-046,male,thirty,40,2021-05-02,MX,Chiapas,170,early-decomposition\n\
    ,male,30,40,2021-05-09,MX,Chiapas,170,skeletal\n\
    2021-045,male,30,40,2021-05-09,MX,Oaxaca,170,skeletal\n\
    2021-047,male,30,40,2021-05-09,MX,Oaxaca,170,skeletal\n";

/// Reads the words that the page shows, in each of both languages.
fn day(lang: &str, done: &str, reason: &str) {
    let (store, server) = region();
    let token = store.token(&FORENSIC);
    let sheet = store.beside("restos.csv");
    std::fs::write(&sheet, SHEET).expect("it can be written");
    let driver = reader_of(lang);
    sign_in(&driver, &server, &token, "forensic");
    driver
        .leave(|driver| driver.click("document.querySelector('nav a[href=\"/console/batches\"]')"));
    driver.check(&format!("uploads, in {lang}"));
    driver.fill("document.querySelector('#file')", sheet.to_str().expect("UTF-8"));
    driver.leave(|driver| driver.click("document.querySelector('main form button')"));
    let heading = "document.querySelector('h1').textContent";
    while !driver.run(&format!("return {heading};")).as_str().unwrap().contains(done) {
        driver.leave(|driver| driver.click("document.querySelector('main p a')"));
    }
    let rows = || driver.texts("document.querySelectorAll('tbody tr')");
    let rejected = rows();
    assert!(rejected.len() == 2 && rejected[0].starts_with('5'), "{rejected:?}");
    driver.check(&format!("upload, rejected rows, in {lang}"));
    driver.leave(|driver| driver.click("document.querySelector('main nav a[href*=doubtful]')"));
    let doubtful = rows();
    assert!(doubtful.len() == 3 && doubtful[0].contains(reason), "{doubtful:?}");
    assert!(!doubtful.join(" ").contains("2021-02-30"), "shapes, never values");
    driver.check(&format!("upload, doubtful rows, in {lang}"));
    driver.leave(|driver| driver.click("document.querySelector('main nav a[href*=all]')"));
    assert_eq!(rows().len(), 6);
    driver.check(&format!("upload, all rows, in {lang}"));
    if lang == "en" {
        pictures::keep(&driver, "upload", Screen::Desktop, "body");
    }
    driver
        .leave(|driver| driver.click("document.querySelector('nav a[href=\"/console/batches\"]')"));
    assert_eq!(rows().len(), 1);
    driver.check(&format!("uploads, one, in {lang}"));
}

#[test]
fn a_partner_uploads_and_reads_what_was_wrong_in_spanish() {
    day("es", "terminada", "fecha");
}

#[test]
fn a_partner_uploads_and_reads_what_was_wrong_in_english() {
    day("en", "done", "date");
}
