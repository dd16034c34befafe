//! Notices as the public sees them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::PublicNotice;

/// Which notices to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticeParams {
    /// Only of nationals of this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Only of children.
    pub minors: Option<bool>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Most notices on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
}

/// A page of notices.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeListDto {
    /// The notices, by source and id.
    pub notices: Vec<NoticeDto>,
    /// `cursor` of the next page, which may be empty; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A public notice. A field is there only if the family agreed to publish it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeDto {
    /// The organisation's code.
    source: String,
    /// The organisation's id of the case.
    local_id: String,
    /// Whether only the search is announced, without anything of the person.
    searcher_only: bool,
    /// Whether the person counts as a child; a child where the age is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    minor: Option<bool>,
    /// Given names.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_names: Option<String>,
    /// First surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    paternal_surname: Option<String>,
    /// Second surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    maternal_surname: Option<String>,
    /// The undivided name.
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<String>,
    /// Code of the sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    sex: Option<String>,
    /// Least age in whole years when last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_min: Option<u32>,
    /// Greatest age in whole years when last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_max: Option<u32>,
    /// Nationalities, ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nationality: Vec<String>,
    /// When the person was last seen, EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_date: Option<String>,
    /// Country where the person was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_country: Option<String>,
    /// State or department.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_admin1: Option<String>,
    /// Municipality; never of a child.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_place: Option<String>,
    /// Least stature in centimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    stature_cm_min: Option<u32>,
    /// Greatest stature in centimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    stature_cm_max: Option<u32>,
    /// Code of the build.
    #[serde(skip_serializing_if = "Option::is_none")]
    build: Option<String>,
    /// Code of the hair colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    hair_colour: Option<String>,
    /// Code of the eye colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    eye_colour: Option<String>,
    /// Code of the skin tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    skin_tone: Option<String>,
    /// Marks, but for one that is withheld to test claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<String>,
    /// Clothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clothing: Vec<String>,
    /// The institution to write or call to; never a relative.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// The last day of publication.
    public_until: String,
}

impl From<PublicNotice> for NoticeDto {
    /// Every field by name: one that the allow-list gains does not compile here
    /// until somebody has looked at it.
    fn from(notice: PublicNotice) -> Self {
        let PublicNotice {
            source,
            local_id,
            searcher_only,
            minor,
            given_names,
            paternal_surname,
            maternal_surname,
            full_name,
            sex,
            age_min,
            age_max,
            nationality,
            event_date,
            event_country,
            event_admin1,
            event_place,
            stature_cm_min,
            stature_cm_max,
            build,
            hair_colour,
            eye_colour,
            skin_tone,
            marks,
            clothing,
            contact,
            public_until,
        } = notice;
        Self {
            source,
            local_id,
            searcher_only,
            minor,
            given_names,
            paternal_surname,
            maternal_surname,
            full_name,
            sex,
            age_min,
            age_max,
            nationality,
            event_date,
            event_country,
            event_admin1,
            event_place,
            stature_cm_min,
            stature_cm_max,
            build,
            hair_colour,
            eye_colour,
            skin_tone,
            marks,
            clothing,
            contact,
            public_until,
        }
    }
}
