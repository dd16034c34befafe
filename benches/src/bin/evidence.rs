//! What the evidence is worth: every link before and after training, at each level of
//! corruption, and without each comparison in turn.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use vinculo_benches::{load, write_people};
use vinculo_engine::{Calibrated, DEFAULT_MODEL, Engine, MatchOptions, Shown, evaluate};
use vinculo_exchange::Format;
use vinculo_model::{Evaluation, Model, ModelSpec};
use vinculo_record::{Lang, Link};
use vinculo_synth::{Corruption, SynthOptions};

/// Prints the figures of every link on synthetic people, with the published model and
/// with the one trained on their own records, without labels.
#[derive(Parser)]
struct Arguments {
    /// Seed of the population
    #[arg(long, default_value_t = 101)]
    seed: u64,
    /// How many people
    #[arg(long, default_value_t = 8_000)]
    people: u32,
    /// How much their records are spoilt; all three if not said
    #[arg(long)]
    corruption: Option<Corruption>,
    /// Also each link without each comparison in turn
    #[arg(long)]
    without: bool,
}

/// The figures of one run of a link.
struct Figures {
    evaluation: Evaluation,
    calibrated: Calibrated,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let all = [Corruption::Low, Corruption::Medium, Corruption::High];
    let levels = arguments.corruption.map_or(all.to_vec(), |level| vec![level]);
    for corruption in levels {
        let folder = tempfile::tempdir()?;
        let people = folder.path().join("people");
        let options = SynthOptions { seed: arguments.seed, people: arguments.people, corruption };
        write_people(&people, &options)?;
        let store = folder.path().join("store");
        let rows = load(&store, &people)?;
        println!(
            "\nseed {}, {} synthetic people, {corruption} corruption: {rows} records\n",
            arguments.seed, arguments.people
        );
        let bench = Bench { store, truth: people.join("truth.csv"), folder: folder.path() };
        bench.before_and_after()?;
        if arguments.without {
            bench.without_each()?;
        }
    }
    Ok(())
}

struct Bench<'a> {
    store: PathBuf,
    truth: PathBuf,
    folder: &'a Path,
}

impl Bench<'_> {
    fn before_and_after(&self) -> Result<()> {
        println!(
            "| Link | Model | True pairs | Recall@1 | @10 | Lost | Average precision | Best F1 | F1 at p ≥ 0.99 | Cllr | Cllr_min |\n\
             | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        );
        for link in Link::ALL {
            let engine = Engine::open_reader(&self.store)?;
            println!("{}", row(link, "published", &self.figures(&engine, link)?));
            let trained = engine.train(link, 1)?;
            let engine = Engine::open_reader(&self.store)?.with_model(trained.model.to_toml())?;
            println!("{}", row(link, "trained", &self.figures(&engine, link)?));
        }
        Ok(())
    }

    fn without_each(&self) -> Result<()> {
        println!(
            "\n| Link | Without | Recall@10 | Average precision | Cllr_min |\n\
             | --- | --- | ---: | ---: | ---: |"
        );
        let published = Model::from_toml(DEFAULT_MODEL)?;
        for link in Link::ALL {
            let whole = self.figures(&Engine::open_reader(&self.store)?, link)?;
            for comparison in published.link(link)?.comparisons() {
                let model = Model::new(without(published.spec(), link, comparison.name()))?;
                let engine = Engine::open_reader(&self.store)?.with_model(model.to_toml())?;
                let left = self.figures(&engine, link)?;
                println!("{}", change(link, comparison.name(), &whole, &left));
            }
        }
        Ok(())
    }

    fn figures(&self, engine: &Engine, link: Link) -> Result<Figures> {
        let path = self.folder.join(format!("{link}.csv"));
        let options =
            MatchOptions { link, top: 100, min_weight: None, batch: None, lang: Lang::En };
        engine.match_link(&options)?.write(&path, Format::Csv, Shown::All)?;
        let of_link = |found: Vec<Evaluation>| found.into_iter().find(|e| e.link == link);
        let evaluation = of_link(evaluate(&[&path], &self.truth)?).context("no true pairs")?;
        let calibrated = engine.calibrate(&[&path], &self.truth)?.pop().context("no true pairs")?;
        Ok(Figures { evaluation, calibrated })
    }
}

/// The model in which one comparison says nothing: m = u in every level.
fn without(model: &ModelSpec, link: Link, comparison: &str) -> ModelSpec {
    let mut spec = model.clone();
    let comparisons = spec.links.get_mut(&link).into_iter().flat_map(|l| &mut l.comparisons);
    for level in comparisons.filter(|c| c.name == comparison).flat_map(|c| &mut c.levels) {
        level.m = level.u;
        level.tf_factor = 0.0;
    }
    spec
}

fn row(link: Link, model: &str, figures: &Figures) -> String {
    let of = &figures.evaluation;
    let calibration = &figures.calibrated.calibration;
    let f1 =
        |f1: Option<vinculo_model::F1>| f1.map_or("–".into(), |f1| format!("{:.3}", f1.value()));
    format!(
        "| {link} | {model} | {} | {} | {} | {} | {:.3} | {} | {} | {:.4} | {:.4} |",
        of.all.true_pairs,
        percent(recall(of, 1)),
        percent(recall(of, 10)),
        percent(of.all.lost.share()),
        of.average_precision,
        f1(of.best_f1),
        f1(of.f1_at_high_probability),
        calibration.cllr,
        calibration.cllr_min,
    )
}

fn change(link: Link, comparison: &str, whole: &Figures, left: &Figures) -> String {
    let at_10 = |figures: &Figures| recall(&figures.evaluation, 10);
    let cllr_min = |figures: &Figures| figures.calibrated.calibration.cllr_min;
    format!(
        "| {link} | {comparison} | {:+.1} % | {:+.3} | {:+.4} |",
        100.0 * (at_10(left) - at_10(whole)),
        left.evaluation.average_precision - whole.evaluation.average_precision,
        cllr_min(left) - cllr_min(whole),
    )
}

fn recall(evaluation: &Evaluation, at: u32) -> f64 {
    let found = evaluation.all.recall.iter().find(|(k, _)| *k == at);
    found.map_or(0.0, |(_, ratio)| ratio.share())
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
