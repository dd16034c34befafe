//! Both programs run on small populations.

use std::process::Command;

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn recall_prints_every_link_and_is_deterministic() {
    let run = || output(env!("CARGO_BIN_EXE_recall"), &["--people", "300", "--seed", "3"]);
    let table = run();
    for link in ["notice-remains", "notice-shelter", "notice-notice", "shelter-shelter"] {
        assert!(table.contains(&format!("| {link} |")), "{table}");
    }
    assert_eq!(table, run());
}

#[test]
fn figures_prints_every_step() {
    let table = output(env!("CARGO_BIN_EXE_figures"), &["--quick"]);
    for step in ["| import |", "| index |", "| search |", "| match notice-remains |"] {
        assert!(table.contains(step), "{table}");
    }
}
