//! What is written, read by parsers that know nothing of the writers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use quick_xml::events::Event;
use vinculo_public::{
    Directory, Entry, Paths, PublicId, PublicLang, PublicNotice, Site, atom, json_feed, page, pfif,
};
use vinculo_record::{Cell, Column, Kind, Record, RecordKey, Row};

/// PFIF 1.4's fields of a person, in their standard order.
const PERSON: [&str; 26] = [
    "person_record_id",
    "entry_date",
    "expiry_date",
    "author_name",
    "author_email",
    "author_phone",
    "source_name",
    "source_date",
    "source_url",
    "full_name",
    "given_name",
    "family_name",
    "alternate_names",
    "description",
    "sex",
    "date_of_birth",
    "age",
    "home_street",
    "home_neighborhood",
    "home_city",
    "home_state",
    "home_postal_code",
    "home_country",
    "photo_url",
    "profile_urls",
    "note",
];
/// And of a note.
const NOTE: [&str; 15] = [
    "note_record_id",
    "person_record_id",
    "linked_person_record_id",
    "entry_date",
    "author_name",
    "author_email",
    "author_phone",
    "source_date",
    "author_made_contact",
    "status",
    "email_of_found_person",
    "phone_of_found_person",
    "last_known_location",
    "text",
    "photo_url",
];
/// What a family may write, and what a page must not make of it.
const NASTY: &str = "<script>alert('x')</script> &amp; ]]> \" ' {{7*7}} \u{202e}gnp.exe \u{0}\u{8}";

fn row(changes: &[(&str, &str)]) -> Record {
    let mut row = Row::new();
    let whole = [
        ("given_names", "Fulana"),
        ("paternal_surname", "Zutano"),
        ("maternal_surname", "Pérez"),
        ("sex", "female"),
        ("age_min", "30"),
        ("age_max", "32"),
        ("nationality", "GT"),
        ("event_date", "2025-05-06"),
        ("event_country", "MX"),
        ("event_admin1", "Chiapas"),
        ("event_place", "Tapachula"),
        ("marks", "scar@forehead:3 cm;tattoo@arm/left:rosa"),
        ("clothing", "blusa:roja"),
        ("hair_colour", "black"),
        ("public", "true"),
        (
            "public_fields",
            "given_names;paternal_surname;maternal_surname;full_name;sex;age_min;nationality;event_date;event_country;event_admin1;event_place;marks;clothing;hair_colour",
        ),
        ("public_until", "2027-01-01"),
        ("consent_by", "madre"),
        ("consent_date", "2025-06-01"),
        ("contact", "Institución, tel. 1"),
    ];
    for (name, text) in whole.iter().chain(changes) {
        let column = Column::from_name(name).unwrap();
        let items = text.split(';').map(str::to_owned).collect();
        let cell =
            if column.is_list() { Cell::List(items) } else { Cell::Text((*text).to_owned()) };
        row.insert(column, cell);
    }
    Record::from_row(RecordKey::new(Kind::Notice, "ORG", "1").unwrap(), &row).0
}

fn entry(number: u8, changes: &[(&str, &str)]) -> Entry {
    let id = PublicId::parse(&format!("{number:024x}")).unwrap();
    let notice = PublicNotice::of(&row(changes), id.clone(), date(2026, 3, 1)).unwrap();
    let at = "2026-02-03T04:05:06.789Z".parse::<Timestamp>().unwrap();
    Entry { id, original_id: notice.original_id.clone(), at, notice: Some(notice) }
}

fn taken_down(number: u8) -> Entry {
    Entry { notice: None, ..entry(number, &[]) }
}

/// The same notice with a photo.
fn with_photo(mut entry: Entry) -> Entry {
    let notice = entry.notice.as_mut().unwrap();
    notice.photo_tag = Some("0123456789abcdef".to_owned());
    entry
}

/// A notice, one of hostile texts, one that only searches, one that is gone.
fn entries() -> Vec<Entry> {
    let long = "Ñ".repeat(10_000);
    let hostile = [
        ("given_names", NASTY),
        ("full_name", NASTY),
        ("paternal_surname", long.as_str()),
        ("event_place", NASTY),
        ("event_admin1", NASTY),
        ("contact", NASTY),
        ("clothing", NASTY),
        ("marks", "scar@face:<img src=x onerror=alert(1)>;mole"),
    ];
    let searching = [("searcher_only", "true"), ("full_name", "Secreta")];
    vec![entry(1, &[]), entry(2, &hostile), entry(3, &searching), taken_down(4)]
}

fn site() -> Site {
    Site::new("https://avisos.example.org", Paths::Routes).unwrap()
}

/// An element with its own text and its elements.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn all(&self, name: &str) -> Vec<&Element> {
        self.inside.iter().filter(|element| element.name == name).collect()
    }

    fn text(&self, name: &str) -> &str {
        let found = self.all(name);
        assert_eq!(found.len(), 1, "one {name} in {}", self.name);
        &found[0].text
    }
}

/// Reads a document; fails on anything that is not well formed.
fn read(xml: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) | Event::Empty(start) if start.is_empty() => panic!("no name"),
            Event::Start(start) => open.push(begin(&start)),
            Event::Empty(start) => {
                let element = begin(&start);
                open.last_mut().unwrap().inside.push(element);
            }
            Event::Text(text) => {
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::GeneralRef(name) => {
                let c = match &*name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("entity {other}"),
                };
                open.last_mut().unwrap().text.push(c);
            }
            Event::End(_) => {
                let element = open.pop().unwrap();
                open.last_mut().unwrap().inside.push(element);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1);
    let mut root = open.pop().unwrap().inside;
    assert_eq!(root.len(), 1);
    root.pop().unwrap()
}

fn begin(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let name = start.name().as_ref().to_owned();
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let key = attribute.key.as_ref().to_owned();
        let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
        (key, value)
    });
    Element { name, attributes: attributes.collect(), ..Element::default() }
}

/// Complaints of PFIF 1.4's field rules.
fn complaints(element: &Element, order: &[&str], mandatory: &[&str]) -> Vec<String> {
    let mut complaints = Vec::new();
    let names: Vec<&str> =
        element.inside.iter().map(|e| e.name.strip_prefix("pfif:").unwrap_or("?")).collect();
    let places: Vec<Option<usize>> =
        names.iter().map(|name| order.iter().position(|known| known == name)).collect();
    if places.iter().any(Option::is_none) {
        complaints.push(format!("an unknown field among {names:?}"));
    }
    if places
        .windows(2)
        .any(|pair| pair[0] > pair[1] || (pair[0] == pair[1] && order[pair[0].unwrap()] != "note"))
    {
        complaints.push(format!("order or repetition: {names:?}"));
    }
    for field in mandatory {
        if !names.contains(field) {
            complaints.push(format!("{field} is missing"));
        }
    }
    let ok = |name: &str, text: &str| match name {
        "person_record_id" | "note_record_id" => {
            text.split_once('/').is_some_and(|(domain, id)| domain.contains('.') && !id.is_empty())
        }
        "entry_date" | "expiry_date" | "source_date" => {
            text.len() == 20 && text.ends_with('Z') && text.parse::<Timestamp>().is_ok()
        }
        "sex" => ["female", "male", "other"].contains(&text),
        "age" => text.split('-').all(|part| part.parse::<u32>().is_ok()),
        "status" => ["information_sought", "is_note_author", "believed_alive", "believed_missing"]
            .contains(&text),
        "author_made_contact" => ["true", "false"].contains(&text),
        "source_url" | "photo_url" => {
            text.starts_with("https://avisos.example.org/public/v1/notices/")
        }
        "full_name" | "description" | "text" | "note" => true,
        _ => !text.is_empty() && text.trim() == text,
    };
    for field in &element.inside {
        let name = field.name.strip_prefix("pfif:").unwrap_or("?");
        if !ok(name, &field.text) {
            complaints.push(format!("{name} has another form"));
        }
    }
    complaints
}

fn check_person(person: &Element) {
    let is_placeholder = person.all("pfif:source_name").is_empty();
    let mandatory: &[&str] = match is_placeholder {
        true => &["person_record_id", "source_date"],
        false => &["person_record_id", "source_date", "full_name"],
    };
    assert_eq!(complaints(person, &PERSON, mandatory), Vec::<String>::new());
    for note in person.all("pfif:note") {
        let mandatory = ["note_record_id", "author_name", "source_date", "text"];
        assert_eq!(complaints(note, &NOTE, &mandatory), Vec::<String>::new());
    }
}

#[test]
fn pfif_keeps_the_field_rules() {
    for lang in PublicLang::ALL {
        let entries = entries();
        let xml = pfif::document(&entries, &site(), lang).unwrap();
        let root = read(&xml);
        assert_eq!(root.name, "pfif:pfif");
        assert_eq!(root.attributes["xmlns:pfif"], "http://zesty.ca/pfif/1.4");
        let people = root.all("pfif:person");
        assert_eq!(people.len(), 4);
        people.iter().for_each(|person| check_person(person));
        let first = people[0];
        assert_eq!(
            first.text("pfif:person_record_id"),
            "avisos.example.org/000000000000000000000001"
        );
        assert_eq!(first.text("pfif:entry_date"), "2026-02-03T04:05:06Z");
        assert_eq!(first.text("pfif:expiry_date"), "2027-01-02T00:00:00Z");
        assert_eq!(first.text("pfif:full_name"), "Fulana Zutano Pérez");
        assert_eq!(first.text("pfif:age"), "30-33", "when last seen, and the months since");
        assert!(!xml.contains("believed_dead") && !xml.contains("date_of_birth"));
        assert!(people[2].text("pfif:full_name").is_empty() && !xml.contains("Secreta"));
    }
}

#[test]
fn the_age_of_pfif_is_that_of_its_source_date() {
    let mut late = entry(1, &[]);
    late.at = "2027-01-01T00:00:00Z".parse().unwrap();
    let root = read(&pfif::document([&late], &site(), PublicLang::En).unwrap());
    assert_eq!(root.all("pfif:person")[0].text("pfif:age"), "31-34");
    let undated = entry(1, &[("public_fields", "full_name;age_min")]);
    let root = read(&pfif::document([&undated], &site(), PublicLang::En).unwrap());
    assert!(root.all("pfif:person")[0].all("pfif:age").is_empty());
}

#[test]
fn a_placeholder_holds_an_id_and_times() {
    let root = read(&pfif::document([&taken_down(9)], &site(), PublicLang::Es).unwrap());
    let person = root.all("pfif:person")[0];
    let names: Vec<&str> = person.inside.iter().map(|e| e.name.as_str()).collect();
    let expected =
        ["pfif:person_record_id", "pfif:entry_date", "pfif:expiry_date", "pfif:source_date"];
    assert_eq!(names, expected);
    let at = "2026-02-03T04:05:06Z";
    assert!(expected[1..].iter().all(|name| person.text(name) == at));
}

#[test]
fn atom_has_what_rfc_4287_asks_for() {
    let entries = entries();
    let frame = atom::Frame {
        own: "https://avisos.example.org/public/v1/feed.atom?lang=es&cursor=a",
        next: Some("https://avisos.example.org/public/v1/feed.atom?lang=es&cursor=b"),
        updated: entries[0].at,
    };
    let root = read(&atom::document(&entries, &frame, &site(), PublicLang::Es).unwrap());
    assert_eq!(root.attributes["xmlns"], "http://www.w3.org/2005/Atom");
    for one in ["id", "title", "updated", "author"] {
        root.text(one);
    }
    let rels: Vec<&str> = root.all("link").iter().map(|l| l.attributes["rel"].as_str()).collect();
    assert_eq!(rels, ["self", "alternate", "next"]);
    let items = root.all("entry");
    assert_eq!(items.len(), 4);
    let mut ids: Vec<&str> = items.iter().map(|item| item.text("id")).collect();
    assert!(ids.iter().all(|id| id.starts_with("pfif:avisos.example.org/")), "{ids:?}");
    for item in &items {
        assert!(!item.text("title").is_empty());
        item.text("updated").parse::<Timestamp>().unwrap();
        item.text("content");
        assert!(!item.all("author")[0].text("name").is_empty());
        check_person(item.all("pfif:person")[0]);
    }
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let gone = root.all("at:deleted-entry");
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].attributes["ref"], ids[3]);
}

#[test]
fn json_feed_has_what_its_version_asks_for() {
    let entries = entries();
    let own = "https://avisos.example.org/public/v1/feed.json";
    let feed =
        json_feed::document(&entries, own, Some("https://n.example"), &site(), PublicLang::Fr);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!((&feed["feed_url"], &feed["next_url"]), (&own.into(), &"https://n.example".into()));
    assert!(feed["title"].is_string() && feed["authors"].is_array());
    let items = feed["items"].as_array().unwrap();
    assert_eq!(items.len(), 4);
    for item in items {
        assert!(item["id"].is_string() && item["content_text"].is_string());
        item["date_modified"].as_str().unwrap().parse::<Timestamp>().unwrap();
    }
    assert_eq!(items[0]["_vinculo"]["notice"]["paternal_surname"], "Zutano");
    assert_eq!(items[3]["_vinculo"], serde_json::json!({"withdrawn": true}));
    assert!(items[3]["url"].is_null());
}

#[test]
fn a_photo_is_named_in_every_rendering_and_by_none_without_one() {
    let with = [with_photo(entry(1, &[]))];
    let route = "/public/v1/notices/000000000000000000000001/photo?size=large&v=0123456789abcdef";
    let address = format!("https://avisos.example.org{route}");
    let xml = pfif::document(&with, &site(), PublicLang::Es).unwrap();
    let root = read(&xml);
    check_person(root.all("pfif:person")[0]);
    assert_eq!(root.all("pfif:person")[0].text("pfif:photo_url"), address);
    let frame = atom::Frame { own: "https://x.example", next: None, updated: with[0].at };
    let root = read(&atom::document(&with, &frame, &site(), PublicLang::Es).unwrap());
    let links = root.all("entry")[0].all("link");
    let enclosure = links.iter().find(|link| link.attributes["rel"] == "enclosure").unwrap();
    assert_eq!(enclosure.attributes["href"], address);
    assert_eq!(enclosure.attributes["type"], "image/jpeg");
    let feed = json_feed::document(&with, "https://x.example", None, &site(), PublicLang::Es);
    assert_eq!(feed["items"][0]["image"], address);
    let directory = Directory::default();
    let files = Site::new("https://copia.example.org/a", Paths::Files).unwrap();
    for (site, large, small) in [
        (site(), route, "size=small"),
        (files, "../photos/000000000000000000000001-large.jpg?v=0123456789abcdef", "1-small.jpg"),
    ] {
        let lang = PublicLang::Es;
        let around = page::Around { site: &site, lang, index: false, directory: &directory };
        let html = page::notice(&with[0], &around);
        let large = large.replace('&', "&amp;");
        let image = format!("<img class=\"photo\" src=\"{large}\" alt=\"Fotografía: Fulana");
        assert!(html.contains(&image), "{html}");
        assert!(page::list(&with, None, &around).contains(small));
        for without in [entry(1, &[]), taken_down(1)] {
            let shown = [page::notice(&without, &around), page::list([&without], None, &around)];
            assert!(!shown.concat().contains("photo"), "{shown:?}");
        }
    }
}

#[test]
fn a_photo_needs_a_face_and_the_familys_word() {
    let id = || PublicId::parse(&"a".repeat(24)).unwrap();
    let shown = |changes: &[(&str, &str)]| {
        let record = row(changes);
        PublicNotice::of(&record, id(), date(2026, 3, 1)).unwrap().photo_of(&record)
    };
    let photos = ("photos", "t.jpg:tattoo;a.jpg:rostro;b.jpg:face");
    let opted = ("public_fields", "full_name;photos");
    assert_eq!(shown(&[photos, opted]), Some(1));
    assert_eq!(shown(&[photos]), None, "not released");
    assert_eq!(shown(&[photos, opted, ("searcher_only", "true")]), None);
    assert_eq!(shown(&[("photos", "t.jpg:tattoo;d.jpg:documento;x.jpg"), opted]), None);
    let child = [photos, opted, ("age_min", "9"), ("age_max", "9")];
    assert_eq!(shown(&child), None, "without the authority");
    let [photos, opted, min, max] = child;
    assert_eq!(shown(&[photos, opted, min, max, ("consent_authority", "PGN")]), Some(1));
}

#[test]
fn texts_of_others_are_shown_as_texts() {
    let entries = entries();
    let directory = Directory::parse(
        "country,kind,name,url,phone,verified_on\nGT,consulate,<b>Consulado</b>,https://x.example/?a=1&b=\",,2026-01-01",
    )
    .unwrap();
    let site = site();
    for lang in PublicLang::ALL {
        let around = page::Around { site: &site, lang, index: false, directory: &directory };
        let list = page::list(&entries, Some("https://x.example/?a=1&b=2"), &around);
        let pages = entries.iter().map(|entry| page::notice(entry, &around));
        for html in pages.chain([list]) {
            let lower = html.to_lowercase();
            for tag in [
                "<script",
                "<img",
                "<b>",
                "javascript:",
                "style=",
                "onerror=alert(1)>",
                "\u{202e}",
                "\0",
            ] {
                assert!(!lower.contains(tag), "{tag} in {html}");
            }
            assert!(html.contains(&format!("<html lang=\"{lang}\"")) && lower.contains("noindex"));
            assert!(html.len() < 20_000, "{} bytes", html.len());
        }
        let shown = page::notice(&entries[1], &around);
        assert!(
            shown.contains("&lt;script&gt;alert('x')&lt;/script&gt; &amp;amp; ]]&gt;"),
            "{shown}"
        );
        assert!(shown.contains("&lt;b&gt;Consulado"), "{shown}");
    }
}

#[test]
fn the_page_of_a_notice_that_is_gone_tells_nothing() {
    let site = site();
    let directory = Directory::default();
    let around =
        page::Around { site: &site, lang: PublicLang::En, index: true, directory: &directory };
    let gone = page::notice(&taken_down(4), &around);
    assert!(gone.contains("no longer published"));
    for private in ["Fulana", "000000000000000000000004", "ORG", "Tapachula", "2026"] {
        assert!(!gone.contains(private), "{private} in {gone}");
    }
}
