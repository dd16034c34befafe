//! The page that sites frame which allow no script.

use std::collections::BTreeSet;

use crate::ministry::Ministry;
use crate::page::{origins, strings};
use crate::world::{reader_of, region};

const FRAME: Option<&str> = Some("document.querySelector('iframe')");

#[test]
fn the_frame_works_on_another_site_that_allows_no_script() {
    let (_store, server) = region();
    let ministry = Ministry::of(&server);
    let driver = reader_of("es");
    let links = "[...document.querySelectorAll('.notices a')]";
    for (lang, next) in [("es", "Más avisos"), ("ht", "Plis avi")] {
        driver.traffic();
        driver.open(&ministry.url(&format!("/frame?country=GT&lang={lang}&limit=5")));
        driver.check(&format!("page with a frame in {lang}"));
        driver.enter(FRAME);
        let mut seen = Vec::new();
        driver.wait(links);
        driver.check(&format!("frame in {lang}"));
        loop {
            driver.wait(links);
            seen.extend(strings(&driver.run(&format!("return {links}.map((a) => a.href);"))));
            let more = driver.texts("document.querySelectorAll('a[rel=next]')");
            if more.is_empty() {
                break;
            }
            assert_eq!(more, [next]);
            driver.leave(|driver| driver.click("document.querySelector('a[rel=next]')"));
        }
        let list =
            server.get(&format!("/public/v1/notices?country=GT&lang={lang}")).has(200).json();
        let given: Vec<&str> = list["notices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n["page"].as_str().unwrap())
            .collect();
        assert!(given.len() > 10 && seen == given, "{seen:?}");
        let own_window =
            "document.querySelectorAll('.notices a:not([target=_blank])').length === 0";
        driver.wait(own_window);
        assert_eq!(driver.messages(), [""; 0]);
        driver.enter(None);
        let asked = origins(&driver.traffic());
        assert_eq!(asked, BTreeSet::from([ministry.origin(), server.url("")]));
    }
}
