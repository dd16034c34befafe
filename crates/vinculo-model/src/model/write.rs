//! The canonical form of a model: what `to_toml` gives and the digest is taken of.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::read::FORMAT;
use super::spec::{ComparisonSpec, LevelSpec, LinkSpec, ModelSpec};

/// The canonical TOML text: keys in a fixed order, links and groups sorted,
/// comparisons and levels in the model's order, the shortest text of each number.
/// Comments and layout of the file it came from are not kept.
pub(super) fn canonical(spec: &ModelSpec) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("format = {FORMAT}"));
    line(&mut out, format_args!("name = {}", quoted(&spec.name)));
    line(&mut out, format_args!("note = {}", quoted(&spec.note)));
    for (link, section) in &spec.links {
        write_link(&mut out, link.as_str(), section);
    }
    out
}

/// SHA-256 of a text, in lower-case hex.
pub(super) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_link(out: &mut String, name: &str, link: &LinkSpec) {
    line(out, format_args!("\n[links.{name}]"));
    let prior = &link.prior;
    line(
        out,
        format_args!("prior = {{ share = {:?}, source = {} }}", prior.share, quoted(&prior.source)),
    );
    if let Some(frequencies) = &link.frequencies {
        line(out, format_args!("\n[links.{name}.frequencies]"));
        line(out, format_args!("digest = {}", quoted(&frequencies.digest)));
        line(out, format_args!("floor = {:?}", frequencies.floor));
        line(out, format_args!("shrinkage = {:?}", frequencies.shrinkage));
        line(out, format_args!("tf_cap_bits = {:?}", frequencies.tf_cap_bits));
        line(out, format_args!("source = {}", quoted(&frequencies.source)));
    }
    for (group, spec) in &link.groups {
        line(out, format_args!("\n[links.{name}.groups.{group}]"));
        line(out, format_args!("cap_bits = {:?}", spec.cap_bits));
        line(out, format_args!("source = {}", quoted(&spec.source)));
    }
    for comparison in &link.comparisons {
        line(out, format_args!("\n[[links.{name}.comparisons]]"));
        write_comparison(out, comparison);
    }
}

fn write_comparison(out: &mut String, comparison: &ComparisonSpec) {
    line(out, format_args!("name = {}", quoted(&comparison.name)));
    line(out, format_args!("code_version = {}", comparison.code_version));
    line(out, format_args!("source = {}", quoted(&comparison.source)));
    if let Some(group) = &comparison.group {
        line(out, format_args!("group = {}", quoted(group)));
    }
    if comparison.unordered {
        line(out, format_args!("unordered = true"));
    }
    line(out, format_args!("levels = ["));
    for level in &comparison.levels {
        line(out, format_args!("  {{ {} }},", level_fields(level, &comparison.source)));
    }
    line(out, format_args!("]"));
}

fn level_fields(level: &LevelSpec, inherited_source: &str) -> String {
    let mut fields = vec![
        format!("level = {}", quoted(&level.level)),
        format!("m = {:?}", level.m),
        format!("u = {:?}", level.u),
        format!("pseudo_count = {:?}", level.pseudo_count),
    ];
    if level.tf_factor > 0.0 {
        fields.push(format!("tf_factor = {:?}", level.tf_factor));
    }
    if level.source != inherited_source {
        fields.push(format!("source = {}", quoted(&level.source)));
    }
    fields.join(", ")
}

fn line(out: &mut String, text: std::fmt::Arguments) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
