//! `vinculo image`

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};
use vinculo_access::Caller;
use vinculo_engine::store::Outcome;
use vinculo_engine::{
    Engine, EngineError, PictureAsked, PictureCluster, PictureHit, PictureSearch, Trail,
    picture_code_of_file, same_pictures,
};
use vinculo_record::{Kind, Lang};

use crate::args::ImageCommand;
use crate::command::Done;
use crate::output::{Usage, format_of, print, print_json, table};

/// Looks for the same picture.
pub fn run(command: &ImageCommand, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    match command {
        ImageCommand::Search { store, limit, json, code, file } => {
            let bytes = file.as_deref().map(read).transpose()?;
            let asked = match (&bytes, code) {
                (Some(bytes), _) => PictureAsked::File(bytes),
                (None, Some(code)) => PictureAsked::Code(code),
                (None, None) => {
                    return Err(Usage("image search: a picture or --code".into()).into());
                }
            };
            let engine = Engine::open_reader(store)?;
            let trail = Trail::default();
            let found = engine.desk(caller, &trail).search_picture(&asked, *limit);
            let found = found.map_err(|error| in_words(error, lang))?;
            engine.record(caller, "search_picture", Outcome::Done, &trail, None)?;
            search(&found, *json, lang)
        }
        ImageCommand::Pairs { left, right, out } => pairs(left, right, out, lang),
        ImageCommand::Dups { store, all, json } => {
            let engine = Engine::open_reader(store)?;
            engine.record_kinds(caller, "list_pictures", Kind::ALL)?;
            dups(&engine, *all, *json, lang)
        }
        ImageCommand::Codes { store: Some(store), kind: Some(kind), out: Some(out), .. } => {
            codes_of_store(store, *kind, out, caller, lang)
        }
        ImageCommand::Codes { files, .. } => codes_of_files(files, lang),
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

fn search(found: &PictureSearch, json: bool, lang: Lang) -> anyhow::Result<Done> {
    if found.is_blank {
        eprintln!(
            "{}",
            lang.pick(
                "casi sin detalle: nada se busca",
                "next to no detail: nothing is looked for"
            )
        );
    }
    if found.is_template {
        let said = lang.pick(
            "es una plantilla conocida: no es la foto de nadie",
            "it is a known template: it is nobody's photo",
        );
        eprintln!("{said}");
    }
    match json {
        true => print_json(&search_json(found, lang))?,
        false => print(&search_text(found, lang))?,
    }
    Ok(Done::Whole)
}

fn search_text(found: &PictureSearch, lang: Lang) -> String {
    let header: [&str; 6] = match lang {
        Lang::Es => ["registro", "foto", "muestra", "qué consta", "bits distintos", "puntos"],
        Lang::En => ["record", "photo", "shows", "what is known", "bits apart", "points"],
    };
    let mut out = table(&header);
    for hit in &found.hits {
        let template = lang.pick("plantilla", "template").to_owned();
        out.add_row([
            hit.key.qualified(),
            (hit.item + 1).to_string(),
            hit.label.clone(),
            if hit.is_template { template } else { hit.tier.text(lang).to_owned() },
            hit.distance.map_or_else(String::new, |distance| distance.to_string()),
            hit.inliers.to_string(),
        ]);
    }
    let never = lang
        .pick("la misma imagen no es la misma persona", "the same picture is not the same person");
    format!("{out}\n{} {}; {never}\n", found.hits.len(), lang.pick("registros", "records"))
}

fn search_json(found: &PictureSearch, lang: Lang) -> Value {
    json!({
        "blank": found.is_blank,
        "template": found.is_template,
        "hits": found.hits.iter().map(|hit| hit_json(hit, lang)).collect::<Vec<_>>(),
    })
}

fn hit_json(hit: &PictureHit, lang: Lang) -> Value {
    json!({
        "kind": hit.key.kind.as_str(),
        "source": hit.key.source,
        "local_id": hit.key.local_id,
        "version": hit.version,
        "photo": hit.item + 1,
        "label": hit.label,
        "tier": hit.tier.code(),
        "tier_label": hit.tier.text(lang),
        "distance": hit.distance,
        "inliers": hit.inliers,
        "asked_region": hit.regions[0].0,
        "region": hit.regions[1].0,
        "template": hit.is_template,
    })
}

fn pairs(left: &Path, right: &Path, out: &Path, lang: Lang) -> anyhow::Result<Done> {
    let found = same_pictures(left, right)?;
    let mut writer = csv::Writer::from_path(out)
        .with_context(|| format!("could not write {}", out.display()))?;
    writer.write_record(["left", "right", "tier", "distance", "inliers"])?;
    for pair in &found.pairs {
        writer.write_record([
            pair.left.to_string_lossy().as_ref(),
            pair.right.to_string_lossy().as_ref(),
            pair.tier.code(),
            &pair.distance.map_or_else(String::new, |distance| distance.to_string()),
            &pair.inliers.to_string(),
        ])?;
    }
    writer.flush()?;
    for (file, error) in &found.unread {
        eprintln!("{}: {}", file.display(), error.text(lang));
    }
    let (lefts, rights) = found.pictures;
    eprintln!(
        "{lefts} × {rights} {}, {} {}",
        lang.pick("imágenes", "pictures"),
        found.pairs.len(),
        lang.pick("pares de la misma imagen", "pairs of the same picture"),
    );
    Ok(Done::Whole)
}

fn dups(engine: &Engine, all: bool, json: bool, lang: Lang) -> anyhow::Result<Done> {
    let mut clusters = engine.picture_clusters()?;
    if !all {
        clusters.retain(|cluster| cluster.organisations() > 1 || cluster.is_template);
    }
    match json {
        true => print_json(&clusters.iter().map(cluster_json).collect::<Value>())?,
        false => print(&dups_text(&clusters, lang))?,
    }
    Ok(Done::Whole)
}

fn dups_text(clusters: &[PictureCluster], lang: Lang) -> String {
    let header: [&str; 4] = match lang {
        Lang::Es => ["imagen", "registro", "foto", "muestra"],
        Lang::En => ["picture", "record", "photo", "shows"],
    };
    let mut out = table(&header);
    for (number, cluster) in (1..).zip(clusters) {
        for (key, item, label) in &cluster.shown {
            let template = lang.pick("plantilla", "template").to_owned();
            out.add_row([
                number.to_string(),
                key.qualified(),
                (item + 1).to_string(),
                if cluster.is_template { template } else { label.clone() },
            ]);
        }
    }
    format!("{out}\n{} {}\n", clusters.len(), lang.pick("imágenes repetidas", "repeated pictures"))
}

fn cluster_json(cluster: &PictureCluster) -> Value {
    json!({
        "template": cluster.is_template,
        "organisations": cluster.organisations(),
        "shown": cluster.shown.iter().map(|(key, item, label)| json!({
            "kind": key.kind.as_str(),
            "source": key.source,
            "local_id": key.local_id,
            "photo": item + 1,
            "label": label,
        })).collect::<Vec<_>>(),
    })
}

fn codes_of_store(
    store: &Path,
    kind: Kind,
    out: &Path,
    caller: &Caller,
    lang: Lang,
) -> anyhow::Result<Done> {
    let format = format_of(out, lang)?;
    let engine = Engine::open_reader(store)?;
    // Before the file is there: what leaves is recorded.
    engine.record_kinds(caller, "export_codes", [kind])?;
    let written = engine.export_codes(kind, out, format)?;
    eprintln!("{written} {}", lang.pick("registros con códigos", "records with codes"));
    Ok(Done::Whole)
}

/// What is wrong with a picture, in the user's language.
fn in_words(error: EngineError, lang: Lang) -> anyhow::Error {
    match error {
        EngineError::Picture(error) => anyhow::anyhow!(error.text(lang)),
        other => other.into(),
    }
}

fn codes_of_files(files: &[std::path::PathBuf], lang: Lang) -> anyhow::Result<Done> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(["file", "code"])?;
    for file in files {
        let code = picture_code_of_file(&read(file)?).map_err(|error| in_words(error, lang));
        let code = code.with_context(|| file.display().to_string())?;
        out.write_record([file.to_string_lossy().as_ref(), &code.unwrap_or_default()])?;
    }
    out.flush()?;
    Ok(Done::Whole)
}
