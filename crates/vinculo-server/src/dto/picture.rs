//! Looking for one picture among all.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::{PictureHit, PictureSearch, Region};
use vinculo_record::Lang;

/// How much of a search for a picture.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PictureParams {
    /// Most hits, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
}

/// A picture's code in place of the picture, from who may not share it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureCode {
    /// The code as `vinculo image codes` writes it, or its 64 hexadecimal digits.
    pub code: String,
}

/// A form with a picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read part by part; this is its description")]
pub(crate) struct PictureForm {
    /// The picture: JPEG, PNG, WebP, GIF, BMP or TIFF.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// How large a thumbnail.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ThumbnailParams {
    /// Pixels of the longer side, 1 to 768; 256 if absent.
    pub side: Option<usize>,
}

/// The records that show a picture. It says *same picture*, never *same person*.
#[derive(Serialize, ToSchema)]
pub(crate) struct PictureSearchDto {
    /// The records, the surest first.
    hits: Vec<PictureHitDto>,
    /// The picture has too little detail to be looked for.
    blank: bool,
    /// The picture is a known template or placeholder: it stands for no photograph.
    template: bool,
}

/// A record that shows the picture.
#[derive(Serialize, ToSchema)]
pub(crate) struct PictureHitDto {
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation.
    source: String,
    /// Its own id.
    local_id: String,
    /// The record's version.
    version: u32,
    /// Which of its photos, from 1.
    photo: u32,
    /// What that shows, in the uploader's word.
    label: String,
    /// `strong`, `verified`, or `candidate`: similar, not verified, and no evidence.
    tier: String,
    /// The same for people.
    tier_label: String,
    /// Bits of 256 in which the nearest codes differ.
    distance: Option<u16>,
    /// Points that agree.
    inliers: u16,
    /// The part of the picture that was asked with.
    asked_region: RegionDto,
    /// The part of the record's photo.
    region: RegionDto,
    /// Whether the record's photo is a known template: no evidence.
    template: bool,
}

/// A part of a picture, in thousandths of its width and height.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionDto {
    left: u16,
    top: u16,
    right: u16,
    bottom: u16,
}

impl PictureSearchDto {
    pub(crate) fn new(found: PictureSearch, lang: Lang) -> Self {
        let hits = found.hits.into_iter().map(|hit| PictureHitDto::new(hit, lang)).collect();
        Self { hits, blank: found.is_blank, template: found.is_template }
    }
}

impl PictureHitDto {
    fn new(hit: PictureHit, lang: Lang) -> Self {
        Self {
            kind: hit.key.kind.as_str().to_owned(),
            source: hit.key.source,
            local_id: hit.key.local_id,
            version: hit.version,
            photo: hit.item + 1,
            label: hit.label,
            tier: hit.tier.code().to_owned(),
            tier_label: hit.tier.text(lang).to_owned(),
            distance: hit.distance,
            inliers: hit.inliers,
            asked_region: hit.regions[0].into(),
            region: hit.regions[1].into(),
            template: hit.is_template,
        }
    }
}

impl From<Region> for RegionDto {
    fn from(Region([left, top, right, bottom]): Region) -> Self {
        Self { left, top, right, bottom }
    }
}
