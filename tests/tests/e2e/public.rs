//! What is published, from the command line: feeds, files to serve, another registry's feed.

use std::fs;

use crate::picture::{drawn, jpeg};
use crate::support::{Store, arg, csv_rows, region};

const URL: &str = "https://avisos.example.org";

/// How often a text stands in another.
fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn the_feed_is_exported_and_another_registry_takes_it_over() {
    let (store, other) = (region(), Store::new());
    let feed = other.beside("feed.xml");
    let ran = store.run(
        "export",
        ["--kind", "notice", "--format", "pfif", "--public-url", URL, "--out", arg(&feed)],
    );
    ran.ended(0);
    let text = fs::read_to_string(&feed).unwrap();
    let published = count(&text, "<pfif:person>");
    assert!(published > 10, "{published}");
    let again = other.beside("again.xml");
    let args = ["--kind", "notice", "--format", "pfif", "--public-url", URL, "--out", arg(&again)];
    store.run("export", args).ended(0);
    assert_eq!(fs::read_to_string(&again).unwrap(), text, "the same store, the same bytes");

    other.run("import", ["--kind", "notice", arg(&feed)]).ended(0);
    assert_eq!(other.sound_records(), published as u64);
    let sheet = other.beside("notices.csv");
    let args = ["--kind", "notice", "--format", "csv", "--out", arg(&sheet)];
    other.run("export", args).ended(0);
    for row in csv_rows(&sheet) {
        assert_eq!((row["source"].as_str(), row["public"].as_str()), ("avisos.example.org", ""));
        let id = format!("<pfif:person_record_id>avisos.example.org/{}<", row["local_id"]);
        assert!(text.contains(&id), "{id}");
        assert!(!row["retain_until"].is_empty());
    }
    let again = other.run("import", ["--kind", "notice", arg(&feed)]).ended(0);
    assert!(again.err.contains(&format!("unchanged {published}")), "{}", again.err);
    // Nothing of another registry is published by being imported.
    let out = other.beside("own.xml");
    let args = ["--kind", "notice", "--format", "pfif", "--out", arg(&out)];
    other.run("export", args).ended(0);
    assert_eq!(count(&fs::read_to_string(&out).unwrap(), "<pfif:person>"), 0);
}

#[test]
fn every_feed_and_the_folder_of_files_tell_of_the_same_notices() {
    let store = region();
    let other = Store::new();
    let mut counts = Vec::new();
    for (format, part) in
        [("pfif", "<pfif:person>"), ("atom", "<entry>"), ("jsonfeed", "\"date_modified\"")]
    {
        let out = other.beside(&format!("feed.{format}"));
        let args =
            ["--kind", "notice", "--format", format, "--public-url", URL, "--out", arg(&out)];
        store.run("export", args).ended(0);
        counts.push(count(&fs::read_to_string(&out).unwrap(), part));
    }
    let folder = other.beside("site");
    let ran = store.run("export", ["--public", arg(&folder), "--public-url", URL]).ended(0);
    assert!(ran.err.contains(&counts[0].to_string()), "{}", ran.err);
    let list = fs::read_to_string(folder.join("fr/index.html")).unwrap();
    counts.push(count(&list, "<li>"));
    let pages = fs::read_dir(folder.join("ht")).unwrap().flatten();
    let is_notice = |name: &str| name.len() == 24 + 5 && name.ends_with(".html");
    counts.push(pages.filter(|page| is_notice(&page.file_name().to_string_lossy())).count());
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    for row in csv_rows(&crate::support::fixture("region/notices.csv")) {
        assert!(!list.contains(row["local_id"].as_str()));
    }
    assert!(folder.join("embed.js").exists() && folder.join("page.css").exists());
}

#[test]
fn a_notice_is_published_with_its_photo_and_withdrawn_from_the_folder() {
    let store = Store::new();
    let photo = jpeg(&drawn(7), 90);
    let folder = store.beside("sheet");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.jpg"), &photo).unwrap();
    let sheet = folder.join("sheet.csv");
    let columns = "local_id,full_name,age_min,age_max,event_date,photos";
    fs::write(&sheet, format!("{columns}\n1,Fulana Canaria,30,31,2021-02-03,a.jpg:rostro\n"))
        .unwrap();
    store.run("import", ["--kind", "notice", "--source", "ORG", arg(&sheet)]).ended(0);
    let agreed =
        ["--until", "2099-01-01", "--consent-by", "mother", "--consent-date", "2021-03-01"];
    let publish = |fields: &str| {
        let args = ["ORG/1", "--by", "alopez", "--fields", fields];
        store.run("publish", args.iter().chain(&agreed))
    };
    publish("full_name,circumstances").ended(1);
    publish("full_name,photos").ended(0);
    let site = store.beside("site");
    let copy = || {
        store.run("export", ["--public", arg(&site), "--public-url", URL]).ended(0);
        let photos: Vec<_> = fs::read_dir(site.join("photos")).unwrap().flatten().collect();
        (fs::read_to_string(site.join("es/index.html")).unwrap(), photos)
    };
    let (list, photos) = copy();
    assert!(list.contains("Fulana Canaria") && list.contains("../photos/"), "{list}");
    assert_eq!(photos.len(), 2);
    for made in photos {
        let bytes = fs::read(made.path()).unwrap();
        assert!(bytes.starts_with(&[0xff, 0xd8]) && bytes != photo);
    }
    store.run("withdraw", ["ORG/1", "--by", "alopez"]).ended(0);
    let (list, photos) = copy();
    assert!(!list.contains("Canaria") && photos.is_empty());
    store.run("withdraw", ["ORG/2", "--by", "alopez"]).ended(1);
    // The store still has both; the log says who did what.
    let log = store.beside("audit.ndjson");
    store.run("audit", ["--out", arg(&log)]).ended(0);
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("\"publish\"") && log.contains("\"withdraw\"") && log.contains("alopez"));
}

#[test]
fn only_notices_are_ever_public() {
    let store = region();
    let other = Store::new();
    let out = other.beside("x.xml");
    let args = ["--kind", "remains", "--format", "pfif", "--out", arg(&out)];
    store.run("export", args).ended(2);
    assert!(!out.exists());
    store.run("export", ["--format", "csv", "--out", arg(&out)]).ended(2);
    let folder = other.beside("site");
    store.run("export", ["--public", arg(&folder), "--public-url", "example.org"]).ended(2);
    store.run("export", ["--public", arg(&folder), "--kind", "notice"]).ended(2);
    assert!(!folder.exists());
}

#[test]
fn a_hostile_document_is_refused_and_stores_nothing() {
    let store = Store::new();
    let file = store.beside("bomb.xml");
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY a \"Canaria\"><!ENTITY b \"&a;&a;&a;\">]>\
                <p:pfif xmlns:p=\"http://zesty.ca/pfif/1.4\"><p:person><p:full_name>&b;</p:full_name></p:person></p:pfif>";
    fs::write(&file, bomb).unwrap();
    let ran = store.run("import", ["--kind", "notice", arg(&file)]).ended(1);
    assert!(ran.err.contains("document type") && !ran.err.contains("Canaria"), "{}", ran.err);
    assert_eq!(store.sound_records(), 0);
}
