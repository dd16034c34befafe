//! Filters, facets and lists.

use vinculo_record::{Kind, RecordKey};
use vinculo_search::{Page, Part, Query, SearchDocument, SearchError, SearchIndex};

use crate::people::{body, day, ids, index_of, person};

/// Ten records that differ in everything that can be filtered.
fn region() -> SearchIndex {
    let mut all = Vec::new();
    let ages = [
        (Some(9.0), Some(9.0)),
        (Some(16.5), Some(19.0)),
        (Some(25.0), Some(35.0)),
        (Some(60.0), None),
        (None, Some(15.0)),
        (None, None),
    ];
    for (n, (age_min, age_max)) in ages.into_iter().enumerate() {
        let mut document = person(&format!("N{n}"), "Juan", "Xol");
        (document.age_min, document.age_max) = (age_min, age_max);
        document.minor = age_min.is_none_or(|age| age < 18.0);
        document.sex = Some(if n % 2 == 0 { "M" } else { "f" }.to_owned());
        document.country = Some(if n < 4 { "gt" } else { "HN" }.to_owned());
        document.admin1 = Some(if n < 2 { "Alta Verapaz" } else { "Cortés" }.to_owned());
        document.status = Some("open".to_owned());
        all.push(document);
    }
    let dates = [
        (day(2021, 3, 5), day(2021, 3, 5)),
        (day(2021, 1, 1), day(2021, 12, 31)),
        (day(2022, 1, 1), None),
        (None, None),
    ];
    for (n, (from, to)) in dates.into_iter().enumerate() {
        let mut document = body(&format!("R{n}"), &["hallado en el desierto Xol"]);
        (document.event_from, document.event_to) = (from, to);
        document.country = Some("MX".to_owned());
        document.source = "FGE".to_owned();
        document.key = RecordKey::new(Kind::Remains, "FGE", format!("R{n}")).expect("a key");
        all.push(document);
    }
    index_of(all)
}

fn ask(index: &SearchIndex, query: Query) -> Page {
    index.search(&query).expect("a page")
}

/// The filter lets these through, with and without a text.
fn check(query: Query, expected: &[&str]) {
    let index = region();
    for text in ["", "Xol"] {
        let page = ask(&index, Query { text: text.to_owned(), ..query.clone() });
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
        assert_eq!(page.total, expected.len() as u64);
    }
}

fn any() -> Query {
    Query::default()
}

#[test]
fn codes_are_compared_whole_and_without_case() {
    check(Query { kind: Some(Kind::Remains), ..any() }, &["R0", "R1", "R2", "R3"]);
    check(Query { country: Some("hn".to_owned()), ..any() }, &["N4", "N5"]);
    check(Query { sex: Some("F".to_owned()), ..any() }, &["N1", "N3", "N5"]);
    check(Query { source: Some("FGE".to_owned()), ..any() }, &["R0", "R1", "R2", "R3"]);
    check(Query { source: Some("FG".to_owned()), ..any() }, &[]);
    let both = Query { country: Some("GT".to_owned()), sex: Some("m".to_owned()), ..any() };
    check(both, &["N0", "N2"]);
}

#[test]
fn ages_match_where_the_intervals_overlap() {
    check(Query { age: Some((18.0, 25.0)), ..any() }, &["N1", "N2"]);
    check(Query { age: Some((19.1, 24.9)), ..any() }, &[]);
    check(Query { age: Some((0.0, 10.0)), ..any() }, &["N0", "N4"]);
    check(Query { age: Some((100.0, f64::INFINITY)), ..any() }, &["N3"]);
    check(
        Query { age: Some((f64::NEG_INFINITY, f64::INFINITY)), ..any() },
        &["N0", "N1", "N2", "N3", "N4"],
    );
}

#[test]
fn minors_are_whom_the_caller_marked() {
    check(Query { minors: true, ..any() }, &["N0", "N1", "N4", "N5"]);
}

#[test]
fn dates_match_where_the_intervals_overlap_and_undated_never() {
    let between = |from, to| Query { from, to, ..any() };
    check(between(day(2021, 3, 6), day(2021, 3, 7)), &["R1"]);
    check(between(day(2021, 3, 5), day(2021, 3, 5)), &["R0", "R1"]);
    check(between(day(2021, 12, 31), None), &["R1", "R2"]);
    check(between(day(2022, 1, 1), None), &["R2"]);
    check(between(None, day(2021, 1, 1)), &["R1"]);
    check(between(None, day(2020, 12, 31)), &[]);
    check(between(day(1900, 1, 1), day(2100, 1, 1)), &["R0", "R1", "R2"]);
}

#[test]
fn a_scope_bounds_hits_totals_and_facets() {
    let part = |kind| Part { kind, source: None, nationality: None, adults: false };
    let scoped = |parts: Vec<Part>| Query { scope: Some(parts), ..any() };
    check(scoped(Vec::new()), &[]);
    check(scoped(vec![part(Kind::Remains)]), &["R0", "R1", "R2", "R3"]);
    let other = Part { source: Some("OTHER".to_owned()), ..part(Kind::Remains) };
    check(scoped(vec![other.clone()]), &[]);
    let adults = Part { adults: true, ..part(Kind::Notice) };
    check(scoped(vec![other, adults.clone()]), &["N2", "N3"]);
    let hondurans = Part { nationality: Some("HN".to_owned()), ..part(Kind::Notice) };
    check(scoped(vec![hondurans]), &[]);
    check(Query { sex: Some("m".to_owned()), ..scoped(vec![adults.clone()]) }, &["N2"]);
    let page = ask(&region(), scoped(vec![adults]));
    assert_eq!(page.facets["kind"], [("notice".to_owned(), 2)]);
}

#[test]
fn a_filter_that_contradicts_itself_is_refused() {
    let refused = |query: Query, name: &str| match region().search(&query) {
        Err(SearchError::Filter { filter }) => assert_eq!(filter, name),
        other => panic!("{other:?}"),
    };
    refused(Query { age: Some((20.0, 10.0)), ..any() }, "age");
    refused(Query { age: Some((f64::NAN, 10.0)), ..any() }, "age");
    refused(Query { from: day(2021, 2, 1), to: day(2021, 1, 1), ..any() }, "from/to");
}

#[test]
fn a_list_is_ordered_by_date_then_key() {
    let page = ask(&region(), any());
    assert_eq!(ids(&page), ["R2", "R1", "R0", "N0", "N1", "N2", "N3", "N4", "N5", "R3"]);
    assert!(page.hits.iter().all(|hit| hit.score == 0.0 && hit.matched.is_empty()));
    let page = ask(&region(), Query { offset: 2, limit: 3, ..any() });
    assert_eq!(ids(&page), ["R0", "N0", "N1"]);
    assert_eq!(ids(&ask(&region(), Query { text: "  \n".to_owned(), limit: 1, ..any() })), ["R2"]);
}

#[test]
fn facets_count_all_matches_not_only_the_page() {
    let facets = ask(&region(), Query { limit: 1, ..Query::text("Xol") }).facets;
    let counts = |field: &str| -> Vec<(&str, u64)> {
        facets[field].iter().map(|(value, count)| (value.as_str(), *count)).collect()
    };
    assert_eq!(counts("kind"), [("notice", 6), ("remains", 4)]);
    assert_eq!(counts("country"), [("GT", 4), ("MX", 4), ("HN", 2)]);
    assert_eq!(counts("admin1"), [("GT/Alta Verapaz", 2), ("GT/Cortés", 2), ("HN/Cortés", 2)]);
    assert_eq!(counts("sex"), [("f", 3), ("m", 3)]);
    assert_eq!(counts("source"), [("ORG", 6), ("FGE", 4)]);
    assert_eq!(counts("status"), [("open", 6)]);

    let facets = ask(&region(), Query { minors: true, limit: 0, ..any() }).facets;
    assert_eq!(facets["country"], [("GT".to_owned(), 2), ("HN".to_owned(), 2)]);
    assert!(ask(&region(), Query::text("Zzyzx")).facets.is_empty());
}

#[test]
fn strange_codes_do_no_harm() {
    let mut document = SearchDocument::new(RecordKey::new(Kind::Notice, "A.B-C", "1").unwrap(), 1);
    document.country = Some(" ".to_owned());
    document.admin1 = Some("a/b\0c".to_owned());
    document.sex = Some(String::new());
    document.age_min = Some(f64::NAN);
    let page = ask(&index_of(vec![document]), any());
    assert_eq!(page.total, 1);
    assert!(!page.facets.contains_key("country") && !page.facets.contains_key("sex"));
    assert_eq!(page.facets["source"], [("A.B-C".to_owned(), 1)]);
}
