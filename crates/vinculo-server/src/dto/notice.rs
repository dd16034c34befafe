//! Notices as the public sees them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::public::{
    Entry, HelpLink, PhotoSize, PublicLang, PublicNotice, Site, timestamp,
};

/// Which notices to list.
#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticeParams {
    /// Only of nationals of this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Only of children.
    pub minors: Option<bool>,
    /// The language of texts: `es`, `en`, `fr`, `pt` or `ht`; that of `Accept-Language` if
    /// absent, else Spanish.
    pub lang: Option<String>,
    /// `newest` or `oldest` change first. A copy reads the oldest first and goes on from its
    /// last cursor; PFIF is given so where this is absent, everything else newest first.
    pub order: Option<String>,
    /// What changed at this time or later, `yyyy-mm-ddThh:mm:ssZ`.
    pub min_entry_date: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Most notices on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
}

/// In which language.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LangParams {
    /// `es`, `en`, `fr`, `pt` or `ht`; that of `Accept-Language` if absent, else Spanish.
    pub lang: Option<String>,
}

/// How large a photo.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhotoParams {
    /// `small` (144 pixels at most) or `large` (640); `large` if absent.
    pub size: Option<String>,
    /// Which photo the link was made for. It keeps caches apart; the answer is the photo that is
    /// published now, whatever it says.
    #[serde(rename = "v")]
    pub _version: Option<String>,
}

/// Who helps nationals of a country.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HelpParams {
    /// The country, ISO 3166-1 alpha-2; if absent, who helps nationals of every country.
    pub country: Option<String>,
    /// `es`, `en`, `fr`, `pt` or `ht`; that of `Accept-Language` if absent, else Spanish.
    pub lang: Option<String>,
}

/// Institutions that help.
#[derive(Serialize, ToSchema)]
pub(crate) struct HelpListDto {
    /// In the order in which they are shown.
    pub help: Vec<HelpDto>,
}

/// An institution that helps.
#[derive(Serialize, ToSchema)]
pub(crate) struct HelpDto {
    /// `consulate`, `red_cross`, `civil_society`, `shelter` or `immigration`.
    kind: String,
    /// The kind in words.
    label: String,
    /// Its name.
    name: String,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Its telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// When somebody last checked that this is right.
    verified_on: String,
}

impl HelpDto {
    pub(crate) fn new(link: &HelpLink, lang: PublicLang) -> Self {
        Self {
            kind: link.kind.as_str().to_owned(),
            label: link.kind.label(lang).to_owned(),
            name: link.name.clone(),
            url: link.url.clone(),
            phone: link.phone.clone(),
            verified_on: link.verified_on.clone(),
        }
    }
}

/// A page of notices.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeListDto {
    /// The notices.
    pub notices: Vec<NoticeDto>,
    /// `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A public notice. A field is there only if the family agreed to publish it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeDto {
    /// Its opaque id.
    id: String,
    /// Its page for people.
    page: String,
    /// When it last changed.
    updated: String,
    /// The organisation's code.
    source: String,
    /// The id that another registry gave it, if it came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    original_id: Option<String>,
    /// Whether only the search is announced, without anything of the person.
    searcher_only: bool,
    /// Code of what the one who searches is to the person, where only the search is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    searcher: Option<String>,
    /// Code of what the person is to the one who searches.
    #[serde(skip_serializing_if = "Option::is_none")]
    sought: Option<String>,
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
    /// A small photo, JPEG, at most 144 pixels wide and high; `size=large` in place of
    /// `size=small` gives one of 640.
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    /// The institution to write or call to; never a relative.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// The last day of publication.
    public_until: String,
}

impl NoticeDto {
    /// Every field by name: one that the allow-list gains does not compile here until
    /// somebody has looked at it. `None` of a placeholder.
    pub(crate) fn new(entry: &Entry, site: &Site, lang: PublicLang) -> Option<Self> {
        let notice = entry.notice.as_ref()?;
        let photo = site.photo(notice, PhotoSize::Small);
        let PublicNotice {
            id,
            source,
            original_id,
            searcher_only,
            searcher,
            sought,
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
            photo_tag: _,
            contact,
            public_until,
        } = notice.clone();
        Some(Self {
            page: site.page(&id, lang),
            photo,
            id: id.to_string(),
            updated: timestamp(entry.at),
            source,
            original_id,
            searcher_only,
            searcher,
            sought,
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
        })
    }
}
