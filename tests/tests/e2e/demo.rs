//! The demo, twice.

use crate::support::{Ran, Store, vinculo};

const LINKS: [&str; 5] =
    ["notice-remains", "notice-shelter", "notice-notice", "remains-remains", "shelter-shelter"];

fn demo(store: &Store) -> Ran {
    let dir = store.beside("demo");
    let mut command = vinculo();
    command.args(["demo", "--no-serve", "--store"]).arg(dir);
    Ran::of(command.output().unwrap()).ended(0)
}

/// The part of the report that says how many records were loaded, as (loaded, unchanged).
fn loaded(ran: &Ran) -> Vec<(u32, u32)> {
    let numbers = |line: &str| {
        let numbers: Vec<u32> =
            line.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
        (numbers[0], numbers[1])
    };
    ran.err.lines().filter(|line| line.contains(" loaded, ")).map(numbers).collect()
}

#[test]
fn a_second_demo_loads_nothing_and_prints_the_same() {
    let store = Store::new();
    let (first, second) = (demo(&store), demo(&store));
    assert_eq!(first.out, second.out);
    assert_eq!(loaded(&first), [(257, 0), (66, 0), (167, 0)], "{}", first.err);
    assert_eq!(loaded(&second), [(0, 257), (0, 66), (0, 167)], "{}", second.err);
}

#[test]
fn the_demo_shows_candidates_with_reasons_for_each_link() {
    let store = Store::new();
    let out = demo(&store).out;
    for link in LINKS {
        let (_, table) = out.split_once(&format!("\n{link}\n")).expect(link);
        let (left, right) = link.split_once('-').unwrap();
        let row = table.lines().find(|line| line.contains(&format!("{left}:"))).expect(link);
        assert!(row.contains(&format!("{right}:")), "{row}");
        // The reason quotes its weights in bits.
        assert!(row.contains("(+"), "{row}");
    }
    assert!(out.contains("not identifications"), "{out}");
}
