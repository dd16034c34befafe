//! The feed under everything that changes it.

use vinculo_record::{Cell, Row};
use vinculo_store::{ErasureOrder, ErasureReason};

use vinculo_public::{Paths, PublicLang, Site};

use super::*;

struct World {
    _folder: tempfile::TempDir,
    dir: std::path::PathBuf,
    engine: Engine,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("store");
        Engine::init(&dir).unwrap();
        let engine = Engine::open_writer(&dir, "test").unwrap();
        Self { _folder: folder, dir, engine }
    }

    fn reopened(self) -> Self {
        let Self { _folder, dir, engine } = self;
        drop(engine);
        let engine = Engine::open_writer(&dir, "test").unwrap();
        Self { _folder, dir, engine }
    }

    fn put(&self, id: &str, changes: &[(Column, &str)]) -> RecordKey {
        let mut row = Row::default();
        let whole = [
            (Column::Source, "ORG"),
            (Column::LocalId, id),
            (Column::FullName, "Fulana Canaria"),
            (Column::AgeMin, "30"),
            (Column::AgeMax, "31"),
            (Column::EventDate, "2021-02-03"),
            (Column::Public, "true"),
            (Column::PublicUntil, "2099-01-01"),
            (Column::ConsentBy, "madre"),
            (Column::ConsentDate, "2021-02-04"),
        ];
        for (column, text) in whole.iter().chain(changes) {
            row.insert_text(*column, *text);
        }
        let fields = ["full_name", "nationality"].map(str::to_owned).to_vec();
        row.insert(Column::PublicFields, Cell::List(fields));
        if let Some(country) = changes.iter().find(|(column, _)| *column == Column::Nationality) {
            row.insert(Column::Nationality, Cell::List(vec![country.1.to_owned()]));
        }
        self.engine.put(Kind::Notice, &row).unwrap().0
    }

    fn page(&self, query: FeedQuery) -> FeedPage {
        let limit = if query.limit == 0 { 100 } else { query.limit };
        self.engine.feed_page(&FeedQuery { limit, placeholders: true, ..query }).unwrap()
    }

    fn states(&self) -> Vec<bool> {
        let all = FeedQuery { order: FeedOrder::Oldest, ..FeedQuery::default() };
        self.page(all).entries.iter().map(|entry| entry.notice.is_some()).collect()
    }

    fn of(&self, key: &RecordKey) -> Option<Arc<Entry>> {
        self.engine.feed_entry(&self.engine.public_id(key).unwrap()).unwrap()
    }
}

/// A way in which a notice ends to be public.
type Way<'a> = &'a dyn Fn(&World, &RecordKey);

#[test]
fn what_is_taken_down_becomes_a_placeholder_whatever_the_reason() {
    let erase = ErasureOrder::new("tester", ErasureReason::ConsentWithdrawn).unwrap();
    let ways: [(&str, Way); 5] = [
        ("withdrawn", &|w, _| drop(w.put("1", &[(Column::Status, "withdrawn")]))),
        ("found", &|w, _| drop(w.put("1", &[(Column::Status, "located")]))),
        ("unpublished", &|w, _| drop(w.put("1", &[(Column::Public, "false")]))),
        ("held", &|w, _| drop(w.put("1", &[(Column::ProtectionHold, "true")]))),
        ("erased", &|w, key| drop(w.engine.erase(key, &erase).unwrap())),
    ];
    let mut placeholders = Vec::new();
    for (name, take_down) in ways {
        let mut world = World::new();
        let key = world.put("1", &[]);
        let shown = world.of(&key).unwrap();
        assert!(shown.notice.is_some(), "{name}");
        take_down(&world, &key);
        let gone = world.of(&key).unwrap();
        assert!(gone.notice.is_none() && gone.at > shown.at, "{name}");
        world = world.reopened();
        assert_eq!(world.of(&key), Some(Arc::clone(&gone)), "{name}, after a restart");
        assert_eq!(world.states(), [false], "{name}");
        // Whatever comes next of it changes nothing: it is not told what it was.
        if name != "erased" {
            world.put("1", &[(Column::ProtectionHold, "true"), (Column::Status, "withdrawn")]);
        }
        drop(world.engine.erase(&key, &erase));
        assert_eq!(world.of(&key), Some(Arc::clone(&gone)), "{name}, then erased");
        assert_eq!(world.reopened().of(&key), Some(Arc::clone(&gone)));
        placeholders.push(Entry {
            at: Timestamp::MIN,
            id: PublicId::default(),
            ..Entry::clone(&gone)
        });
    }
    placeholders.dedup();
    assert_eq!(placeholders.len(), 1, "they look the same");
}

#[test]
fn what_never_was_published_leaves_no_trace() {
    let world = World::new();
    let held = world.put("1", &[(Column::ProtectionHold, "true")]);
    let closed = world.put("2", &[(Column::Public, "false")]);
    let order = ErasureOrder::new("tester", ErasureReason::LegalOrder).unwrap();
    world.engine.erase(&held, &order).unwrap();
    world.engine.erase(&closed, &order).unwrap();
    assert!(world.of(&held).is_none() && world.of(&closed).is_none());
    let world = world.reopened();
    assert!(world.states().is_empty() && world.of(&held).is_none());
}

#[test]
fn the_ledger_holds_no_word_of_a_notice() {
    let world = World::new();
    world.put("caso-canario", &[]);
    assert_eq!(world.states(), [true]);
    let bytes = std::fs::read(world.dir.join("feed.db")).unwrap();
    for word in ["Canaria", "caso-canario", "ORG/", "madre"] {
        assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word}");
    }
}

#[test]
fn a_restart_moves_nothing_and_finds_what_changed_meanwhile() {
    let mut world = World::new();
    let keys: Vec<RecordKey> = (1..=4).map(|n| world.put(&n.to_string(), &[])).collect();
    let before: Vec<_> = keys.iter().map(|key| world.of(key).unwrap()).collect();
    world = world.reopened();
    for (key, entry) in keys.iter().zip(&before) {
        assert_eq!(world.of(key).as_ref(), Some(entry));
    }
    // The feed is not looked at between these changes and the restart.
    world = world.reopened();
    world.put("1", &[(Column::FullName, "Otra")]);
    world.put("2", &[(Column::Status, "closed")]);
    world = world.reopened();
    assert_eq!(
        world.of(&keys[0]).unwrap().notice.as_ref().unwrap().full_name.as_deref(),
        Some("Otra")
    );
    assert!(world.of(&keys[1]).unwrap().notice.is_none());
    assert!(world.of(&keys[0]).unwrap().at > before[3].at, "behind what was given out");
    assert_eq!(world.of(&keys[2]).as_ref(), Some(&before[2]));
}

#[test]
fn whoever_goes_on_from_the_last_place_misses_nothing() {
    let world = World::new();
    for n in 1..=7 {
        world.put(&n.to_string(), &[(Column::Nationality, if n % 2 == 0 { "GT" } else { "HN" })]);
    }
    let (mut copy, mut after) = (HashMap::new(), None);
    let mut round = 0;
    loop {
        let query = FeedQuery { order: FeedOrder::Oldest, after, limit: 2, ..FeedQuery::default() };
        let page = world.page(query);
        for entry in &page.entries {
            copy.insert(entry.id.clone(), entry.notice.clone());
        }
        after = page.next;
        // While it is read, what was read and what was not is changed.
        match round {
            0 => drop(world.put("1", &[(Column::Public, "false")])),
            1 => drop(world.put("7", &[(Column::FullName, "Nueva")])),
            2 => drop(world.put("8", &[])),
            _ => {}
        }
        round += 1;
        if after.is_none() {
            break;
        }
    }
    let all = world.page(FeedQuery::default());
    let truth: HashMap<_, _> =
        all.entries.iter().map(|e| (e.id.clone(), e.notice.clone())).collect();
    assert_eq!(copy, truth);
    assert_eq!(truth.len(), 8);
    let newest: Vec<_> = all.entries.iter().map(|e| (e.at, e.id.clone())).collect();
    assert!(newest.windows(2).all(|pair| pair[0] > pair[1]));
    let country = Country::parse("GT");
    let of_gt = world.page(FeedQuery { country, ..FeedQuery::default() });
    assert_eq!(of_gt.entries.len(), 3 + 1, "nationals, and the placeholder");
    let since = all.entries[1].at;
    assert_eq!(
        world.page(FeedQuery { since: Some(since), ..FeedQuery::default() }).entries.len(),
        2
    );
}

#[test]
fn consent_that_ran_out_takes_down_on_the_next_day() {
    let world = World::new();
    let key = world.put("1", &[(Column::PublicUntil, "2098-06-01")]);
    assert_eq!(world.states(), [true]);
    let mut held = world.engine.feed.lock().unwrap();
    let feed = held.as_mut().unwrap();
    feed.follow(&world.engine, jiff::civil::date(2098, 6, 1)).unwrap();
    assert!(feed.entries.values().all(|entry| entry.notice.is_some()));
    feed.follow(&world.engine, jiff::civil::date(2098, 6, 2)).unwrap();
    assert!(feed.entries.values().all(|entry| entry.notice.is_none()));
    drop(held);
    assert!(world.of(&key).is_some());
}

#[test]
fn a_reader_shows_the_same_feed_and_writes_nothing() {
    let world = World::new();
    let key = world.put("1", &[]);
    let before = world.of(&key);
    let reader = Engine::open_reader(&world.dir).unwrap();
    let query = FeedQuery { limit: 9, placeholders: true, ..FeedQuery::default() };
    assert_eq!(reader.feed_page(&query).unwrap().entries, before.into_iter().collect::<Vec<_>>());
}

/// Every field that may be published.
const ALL_FIELDS: &str = "given_names;paternal_surname;maternal_surname;full_name;sex;age_min;nationality;event_date;event_country;event_admin1;event_place;stature_cm_min;build;hair_colour;eye_colour;skin_tone;marks;clothing";

fn cells(changes: &[(&str, &str)]) -> Row {
    let mut row = Row::default();
    for (name, text) in changes {
        let column = Column::from_name(name).unwrap();
        let items = || text.split(';').map(str::to_owned).collect();
        row.insert(
            column,
            if column.is_list() { Cell::List(items()) } else { Cell::Text((*text).to_owned()) },
        );
    }
    row
}

fn import(world: &World, text: &str) -> crate::ImportSummary {
    let request = crate::ImportRequest::new(Kind::Notice, vinculo_record::Lang::En);
    let text = text.as_bytes();
    let input = vinculo_exchange::Input::from_reader("feed.xml", text, &request.limits).unwrap();
    world.engine.import(&input, &request, None, &mut |_| {}).unwrap()
}

fn export(world: &World, lang: PublicLang) -> String {
    let site = Site::new("https://primera.example.org", Paths::Routes).unwrap();
    let page = world.page(FeedQuery { order: FeedOrder::Oldest, ..FeedQuery::default() });
    vinculo_public::pfif::document(page.entries.iter().map(|e| &**e), &site, lang).unwrap()
}

/// Another registry's world with whatever this one publishes.
fn first() -> World {
    let world = World::new();
    let adult = [
        ("source", "ORG"),
        ("local_id", "1"),
        ("given_names", "Ana & <María>"),
        ("paternal_surname", "de: León"),
        ("maternal_surname", "Tzul"),
        ("sex", "female"),
        ("age_min", "30"),
        ("age_max", "32"),
        ("nationality", "GT;MX"),
        ("event_date", "2021-02"),
        ("event_country", "MX"),
        ("event_admin1", "Chiapas"),
        ("event_place", "Tapachula, centro"),
        ("stature_cm_min", "150"),
        ("stature_cm_max", "155"),
        ("build", "thin"),
        ("hair_colour", "dark-brown"),
        ("eye_colour", "hazel"),
        ("skin_tone", "medium-brown"),
        ("marks", "scar@forehead:3 cm \\: curva;tattoo@arm/left:rosa;mole@/right"),
        ("clothing", "blusa:roja::talla M;pantalón"),
        ("contact", "Institución: tel. 1"),
        ("public", "true"),
        ("public_until", "2099-01-01"),
        ("consent_by", "madre"),
        ("consent_date", "2021-03-01"),
        ("public_fields", ALL_FIELDS),
    ];
    let child = [
        ("local_id", "2"),
        ("given_names", "Luis"),
        ("maternal_surname", "Pop"),
        ("paternal_surname", ""),
        ("age_min", "9"),
        ("age_max", "9"),
        ("consent_authority", "PGN"),
        ("full_name", "Luis Pop (Güicho)"),
    ];
    let searching = [("local_id", "3"), ("searcher_only", "true"), ("consent_by", "hermana")];
    for changes in [&[][..], &child, &searching] {
        let row: Vec<(&str, &str)> = adult.into_iter().chain(changes.iter().copied()).collect();
        world.engine.put(Kind::Notice, &cells(&row)).unwrap();
    }
    world
}

#[test]
fn what_is_exported_and_imported_is_the_same_notice_under_its_own_id() {
    for lang in PublicLang::ALL {
        let (first, second) = (first(), World::new());
        let exported = export(&first, lang);
        let summary = import(&second, &exported);
        assert_eq!(
            (summary.counts.created, summary.counts.rejected),
            (3, 0),
            "{:?}",
            summary.doubts
        );
        assert!(second.states().is_empty(), "nothing is published by being imported");
        // Whoever publishes it here says with whose consent.
        for entry in
            second.engine.list(&vinculo_store::ListFilter::default(), None, 10).unwrap().records
        {
            let mut row = entry.row.clone();
            let source = entry.record.key.source.clone();
            assert_eq!(source, "primera.example.org");
            row.insert_text(Column::Source, source);
            row.insert_text(Column::LocalId, entry.record.key.local_id.clone());
            row.insert_text(Column::Public, "true");
            row.insert_text(Column::ConsentDate, "2022-01-01");
            row.insert_text(Column::ConsentAuthority, "PGN");
            if !row.contains(Column::ConsentBy) {
                row.insert_text(Column::ConsentBy, "madre");
            }
            second.engine.put(Kind::Notice, &row).unwrap();
        }
        let of = |world: &World, same: bool| {
            let page = world.page(FeedQuery::default());
            let mut notices: Vec<PublicNotice> =
                page.entries.iter().filter_map(|e| e.notice.clone()).collect();
            for notice in &mut notices {
                let id = match same {
                    true => format!("primera.example.org/{}", notice.id),
                    false => notice.original_id.take().unwrap(),
                };
                (notice.id, notice.source) = (PublicId::default(), id);
            }
            notices.sort_by(|a, b| a.source.cmp(&b.source));
            notices
        };
        assert_eq!(of(&first, true), of(&second, false), "{lang}");
        // Its id goes on to whoever copies the copy.
        let again = export(&second, lang);
        for part in exported.split("<pfif:person_record_id>").skip(1) {
            let id = part.split('<').next().unwrap();
            assert!(again.contains(&format!("<pfif:person_record_id>{id}<")), "{id}");
        }
    }
}

#[test]
fn a_placeholder_takes_the_copy_down_and_ends_its_keeping() {
    let (first, second) = (first(), World::new());
    import(&second, &export(&first, PublicLang::Es));
    for id in ["1", "2", "3"] {
        let gone =
            [("source", "ORG"), ("local_id", id), ("status", "located"), ("given_names", "Ana")];
        first.engine.put(Kind::Notice, &cells(&gone)).unwrap();
    }
    let placeholders = export(&first, PublicLang::Es);
    assert!(!placeholders.contains("full_name"));
    let summary = import(&second, &placeholders);
    assert_eq!((summary.counts.updated, summary.counts.rejected), (3, 0), "{:?}", summary.doubts);
    let page = second.engine.list(&vinculo_store::ListFilter::default(), None, 10).unwrap();
    assert!(page.records.iter().all(|found| !found.row.contains(Column::GivenNames)));
    let tomorrow = today().tomorrow().unwrap();
    assert_eq!(second.engine.expired(tomorrow).unwrap().len(), 3, "all versions go with the day");
}

#[test]
fn the_own_feed_read_back_makes_no_second_record() {
    let world = first();
    let exported = export(&world, PublicLang::Es);
    let foreign = exported.replacen("primera.example.org/", "otra.example.org/x", 2);
    for (text, created, rejected) in [(&exported, 0, 3), (&foreign, 1, 2)] {
        let counts = import(&world, text).counts;
        assert_eq!((counts.created, counts.updated, counts.rejected), (created, 0, rejected));
    }
    world.put("1", &[(Column::Status, "closed")]);
    let placeholders = import(&world, &export(&world, PublicLang::Es));
    assert_eq!(placeholders.doubts[&(crate::OWN_NOTICE, "rejected")], 3);
    let page = world.engine.list(&vinculo_store::ListFilter::default(), None, 10).unwrap();
    assert_eq!(page.records.len(), 4);
}

#[test]
fn places_parse_back() {
    let place = FeedPlace {
        at: Timestamp::from_millisecond(-5).unwrap(),
        id: PublicId::parse(&"0f".repeat(12)).unwrap(),
    };
    assert_eq!(place.to_string().parse(), Ok(place));
    for no in ["", "5", "5-", "x-0f0f0f0f0f0f0f0f0f0f0f0f", "5-0F0f0f0f0f0f0f0f0f0f0f0f"] {
        assert_eq!(no.parse::<FeedPlace>(), Err(NotAPlace), "{no}");
    }
}
