//! Looking for one picture among all, the same pictures across organisations,
//! thumbnails, and codes for those who may not share photos.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::PoisonError;

use vinculo_compare::Region;
use vinculo_exchange::{Format, RecordWriter};
use vinculo_image::{Limits, Picture, Query, Stored, Tier, verify};
use vinculo_record::items::{ListItem, Photo};
use vinculo_record::{Cell, Column, Kind, RecordKey, Row};
use vinculo_store::{PictureNo, RecordStore};

use super::compare::MOST_LEADS;
use super::likeness::{small, thousandths};
use super::photo::{code_text, read_code};
use super::{Borne, Drawn, Pictures, stored_form};
use crate::engine::Engine;
use crate::error::Result;

/// So many pictures are compared while somebody waits. Judgement: each takes a tenth of a
/// second.
const FEW_PICTURES: usize = 10;

/// What is looked for.
pub enum PictureAsked<'a> {
    /// A picture's file.
    File(&'a [u8]),
    /// Its code, as partners exchange it.
    Code(&'a str),
}

/// What looking for a picture gave.
pub struct PictureSearch {
    /// The records that show it, the surest first.
    pub hits: Vec<PictureHit>,
    /// It has next to no detail: nothing can be looked for.
    pub is_blank: bool,
    /// It is on the list of templates and placeholders: it stands for no photograph.
    pub is_template: bool,
}

/// A record that shows a picture. It says *same picture*, never *same person*.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureHit {
    /// The record.
    pub key: RecordKey,
    /// Its version.
    pub version: u32,
    /// The photo's place in the record, from 0.
    pub item: u32,
    /// What it shows, in the uploader's word.
    pub label: String,
    /// How sure it is.
    pub tier: Tier,
    /// Bits of 256 in which the nearest codes differ.
    pub distance: Option<u16>,
    /// Points that agree.
    pub inliers: u16,
    /// The parts that are the same: of the picture that is looked for, and of this one.
    pub regions: [Region; 2],
    /// Whether the picture is on the list of templates.
    pub is_template: bool,
}

/// Pictures that are the same, with the records that show them.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureCluster {
    /// The records, by key, with the photo's place and label.
    pub shown: Vec<(RecordKey, u32, String)>,
    /// Whether it is a template: so many unrelated records show it that it stands for
    /// no photograph. Never evidence.
    pub is_template: bool,
}

impl PictureCluster {
    /// How many organisations show it.
    pub fn organisations(&self) -> usize {
        self.shown.iter().map(|(key, ..)| &key.source).collect::<BTreeSet<_>>().len()
    }
}

impl Engine {
    /// Looks for a picture; at most so many records. Decodes and compares on the
    /// calling thread: call it off the async threads.
    ///
    /// # Errors
    /// When the picture or code cannot be read, or the store not.
    pub fn search_picture(&self, asked: &PictureAsked<'_>, limit: usize) -> Result<PictureSearch> {
        let query = match asked {
            PictureAsked::File(bytes) => Picture::decode(bytes, &Limits::default())?.query(),
            PictureAsked::Code(text) => {
                Query::from_codes(&[read_code(text).unwrap_or_else(|| text.parse())?])
            }
        };
        // A batch that has just ended may have brought some: few are waited for.
        let waiting = self.with_pictures(|pictures, _| Ok(pictures.waiting()))?;
        if self.store.is_read_only() || (1..=FEW_PICTURES).contains(&waiting) {
            self.compare_pictures()?;
        }
        self.index_pictures()?;
        self.with_pictures(|pictures, drawn| {
            let is_template = drawn.placeholders.holds_any(query.codes());
            let mut hits = Vec::new();
            if let Some(index) = &pictures.index {
                let none = vinculo_image::Placeholders::new();
                for lead in index.leads(&query, &none, MOST_LEADS) {
                    let picture = PictureNo(i64::from(lead.picture));
                    let Some(stored) = stored_form(&self.store, picture)? else { continue };
                    pictures.hits(drawn, picture, &query, &stored, &mut hits);
                }
            }
            hits.sort_by(|a, b| order(a).cmp(&order(b)));
            hits.truncate(limit);
            Ok(PictureSearch { hits, is_blank: query.blank(), is_template })
        })
    }

    /// Makes the index, where nothing was looked for yet.
    fn index_pictures(&self) -> Result<()> {
        self.follow_pictures()?;
        let held = self.pictures.read().unwrap_or_else(PoisonError::into_inner);
        let is_made = held.as_ref().is_some_and(|pictures| pictures.index.is_some());
        drop(held);
        if !is_made {
            let mut held = self.pictures.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(pictures) = held.as_mut() {
                pictures.prepare_index(&self.store)?;
            }
        }
        Ok(())
    }

    /// The same pictures that several records show, by their first record. Templates
    /// are told apart.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn picture_clusters(&self) -> Result<Vec<PictureCluster>> {
        if self.store.is_read_only() {
            self.compare_pictures()?;
        }
        self.with_pictures(|pictures, drawn| Ok(pictures.clusters(drawn)))
    }

    /// A small JPEG of a record's photo, made from its pixels alone; `None` where the
    /// record does not show one, or only its code is known.
    ///
    /// # Errors
    /// When the store or the file cannot be read.
    pub fn thumbnail(&self, key: &RecordKey, item: u32, side: u32) -> Result<Option<Vec<u8>>> {
        let Some(found) = self.get(key)? else { return Ok(None) };
        let borne = self.store.pictures(found.stored.seq)?;
        let Some(borne) = borne.into_iter().find(|borne| borne.item == item && borne.has_file)
        else {
            return Ok(None);
        };
        let Some(bytes) = self.store.blobs().get(&borne.digest)? else { return Ok(None) };
        Ok(Some(Picture::decode(&bytes, &Limits::default())?.thumbnail(side)))
    }

    /// Writes a sheet with the codes of a kind's photos in place of the photos: who may
    /// not share photos can share these, and whoever imports the sheet compares them.
    /// Returns how many records it has.
    ///
    /// # Errors
    /// When the store cannot be read or the file not be written.
    pub fn export_codes(&self, kind: Kind, path: &Path, format: Format) -> Result<u64> {
        let mut writer = RecordWriter::create(path, format, kind)?;
        self.with_pictures(|pictures, _| {
            for (key, bearer) in pictures.bearers.iter().filter(|(key, _)| key.kind == kind) {
                let mut photos = Vec::new();
                for borne in &bearer.pictures {
                    let stored = stored_form(&self.store, borne.picture)?;
                    photos.extend(stored.filter(|stored| !stored.blank()).map(|stored| {
                        Photo { path: code_text(stored.code()), label: borne.label.clone() }.write()
                    }));
                }
                if !photos.is_empty() {
                    let mut row = Row::new();
                    row.insert(Column::Photos, Cell::List(photos));
                    writer.write(key, &row)?;
                }
            }
            Ok(())
        })?;
        Ok(writer.finish()?)
    }
}

/// The code of a picture's file, as partners exchange it; `None` where the picture has
/// too little detail for one.
///
/// # Errors
/// When the picture cannot be read.
pub fn picture_code_of_file(bytes: &[u8]) -> Result<Option<String>> {
    let stored = Picture::decode(bytes, &Limits::default())?.stored();
    Ok((!stored.blank()).then(|| code_text(stored.code())))
}

/// The surest first, then by key.
fn order(hit: &PictureHit) -> (std::cmp::Reverse<Tier>, u16, &RecordKey, u32) {
    (std::cmp::Reverse(hit.tier), hit.distance.unwrap_or(u16::MAX), &hit.key, hit.item)
}

impl Pictures {
    /// The records that show a picture, if it is worth a look.
    fn hits(
        &self,
        drawn: &Drawn,
        picture: PictureNo,
        query: &Query,
        stored: &Stored,
        hits: &mut Vec<PictureHit>,
    ) {
        let verdict = verify(query, stored);
        if verdict.tier == Tier::None {
            return;
        }
        let whole = (vinculo_image::Region::WHOLE, vinculo_image::Region::WHOLE);
        let (of_query, of_stored) = verdict.regions.unwrap_or(whole);
        for (key, version, borne) in self.shown(picture) {
            hits.push(PictureHit {
                key: key.clone(),
                version,
                item: borne.item,
                label: borne.label.clone(),
                tier: verdict.tier,
                distance: verdict.distance.map(small),
                inliers: small(verdict.inliers),
                regions: [thousandths(of_query), thousandths(of_stored)],
                is_template: drawn.templates.contains(&picture),
            });
        }
    }

    /// Who shows a picture, and where.
    fn shown(&self, picture: PictureNo) -> impl Iterator<Item = (&RecordKey, u32, &Borne)> {
        let records = self.borne_by.get(&picture).into_iter().flatten();
        let bearers = records.filter_map(move |key| Some((key, self.bearers.get(key)?)));
        bearers.flat_map(move |(key, bearer)| {
            let here = bearer.pictures.iter().filter(move |borne| borne.picture == picture);
            here.map(move |borne| (key, bearer.version, borne))
        })
    }

    fn clusters(&self, drawn: &Drawn) -> Vec<PictureCluster> {
        let mut cluster_of: BTreeMap<PictureNo, PictureNo> = BTreeMap::new();
        for ((first, second), _) in self.meetings() {
            let first_root = root(&mut cluster_of, first);
            let second_root = root(&mut cluster_of, second);
            // A template joins nothing but templates.
            if drawn.templates.contains(&first) == drawn.templates.contains(&second) {
                cluster_of.insert(first_root.max(second_root), first_root.min(second_root));
            }
        }
        let members: Vec<PictureNo> = cluster_of.keys().copied().collect();
        let mut clusters: BTreeMap<PictureNo, PictureCluster> = BTreeMap::new();
        for picture in members {
            let is_template = drawn.templates.contains(&picture);
            let cluster = clusters
                .entry(root(&mut cluster_of, picture))
                .or_insert(PictureCluster { shown: Vec::new(), is_template });
            let shown = self.shown(picture);
            cluster.shown.extend(
                shown.map(|(key, _, borne)| (key.clone(), borne.item, borne.label.clone())),
            );
        }
        let mut clusters: Vec<PictureCluster> = clusters.into_values().collect();
        clusters.iter_mut().for_each(|cluster| cluster.shown.sort());
        let records = |cluster: &PictureCluster| {
            cluster.shown.iter().map(|(key, ..)| key).collect::<BTreeSet<_>>().len()
        };
        clusters.retain(|cluster| records(cluster) > 1);
        clusters.sort_by(|a, b| a.shown.cmp(&b.shown));
        clusters
    }
}

/// The picture that stands for a cluster.
fn root(cluster_of: &mut BTreeMap<PictureNo, PictureNo>, picture: PictureNo) -> PictureNo {
    let mut at = picture;
    loop {
        let next = *cluster_of.entry(at).or_insert(at);
        if next == at {
            cluster_of.insert(picture, at);
            return at;
        }
        at = next;
    }
}
