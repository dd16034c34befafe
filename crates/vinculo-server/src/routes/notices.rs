//! Public notices: one allow-listed type, for any page.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use vinculo_engine::public::{
    Directory, Entry, PhotoSize, PublicId, PublicLang, atom, json_feed, page, pfif,
};
use vinculo_engine::{FeedOrder, FeedPage, FeedPlace, FeedQuery};
use vinculo_record::vocab::Country;

use super::{bad_cursor, page_size};
use crate::dto::notice::{
    HelpDto, HelpListDto, HelpParams, LangParams, NoticeDto, NoticeListDto, NoticeParams,
    PhotoParams,
};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::problem_of::internal;
use crate::publish::Public;
use crate::state::AppState;

const XML: &str = "application/xml; charset=utf-8";

/// Lists the notices that may be published today.
#[utoipa::path(
    get, path = "/public/v1/notices", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "A page", body = NoticeListDto),
        (status = 304, description = "The client has that page"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_notices(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&params, &headers, FeedOrder::Newest)?;
    let page = asked.page(&state, false).await?;
    let site = state.publishing.site();
    let notices = page.entries.iter().filter_map(|entry| NoticeDto::new(entry, site, asked.lang));
    let next = page.next.as_ref().map(ToString::to_string);
    Public::json(&NoticeListDto { notices: notices.collect(), next })
        .map(|answer| answer.changed_at(page.changed_at).answer(&state, &headers))
}

/// Reads one notice.
#[utoipa::path(
    get, path = "/public/v1/notices/{id}", tag = "public",
    params(("id" = String, Path, description = "The opaque id"), LangParams),
    responses(
        (status = 200, description = "The notice", body = NoticeDto),
        (status = 304, description = "The client has it"),
        (status = 404, description = "There never was one", body = ProblemDto, content_type = "application/problem+json"),
        (status = 410, description = "It is no longer published", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_notice(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(params): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lang = language(params.lang.as_deref(), &headers)?;
    let entry = find(&state, &id).await?;
    let notice = NoticeDto::new(&entry, state.publishing.site(), lang);
    let notice = notice.ok_or_else(|| Problem::new(Code::NoticeGone))?;
    Ok(Public::json(&notice)?.changed_at(Some(entry.at)).answer(&state, &headers))
}

/// Reads one notice as PFIF 1.4; one that is no longer published as PFIF's placeholder.
#[utoipa::path(
    get, path = "/public/v1/notices/{id}/pfif", tag = "public",
    params(("id" = String, Path, description = "The opaque id"), LangParams),
    responses(
        (status = 200, description = "A PFIF 1.4 document", body = String, content_type = "application/xml"),
        (status = 304, description = "The client has it"),
        (status = 404, description = "There never was one", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn notice_pfif(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(params): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lang = language(params.lang.as_deref(), &headers)?;
    let entry = find(&state, &id).await?;
    let xml = pfif::document([&*entry], state.publishing.site(), lang);
    let xml = xml.map_err(|error| internal(&error))?;
    Ok(Public::new(XML, xml).changed_at(Some(entry.at)).answer(&state, &headers))
}

/// A notice as a page for people; printed, it is a poster.
#[utoipa::path(
    get, path = "/public/v1/notices/{id}/page", tag = "public",
    params(("id" = String, Path, description = "The opaque id"), LangParams),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 304, description = "The client has it"),
        (status = 404, description = "There never was one", body = ProblemDto, content_type = "application/problem+json"),
        (status = 410, description = "A page that says that it is no longer published", body = String, content_type = "text/html")
    )
)]
pub(crate) async fn notice_page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(params): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lang = language(params.lang.as_deref(), &headers)?;
    let entry = find(&state, &id).await?;
    let directory = state.publishing.directory();
    let (site, index) = (state.publishing.site(), state.publishing.index);
    let html = page::notice(&entry, &page::Around { site, lang, index, directory: &directory });
    let status = if entry.notice.is_some() { StatusCode::OK } else { StatusCode::GONE };
    Ok(Public::html(html).status(status).changed_at(Some(entry.at)).answer(&state, &headers))
}

/// The photo of a notice: a JPEG made from its pixels alone, without the original's metadata,
/// and never the original.
#[utoipa::path(
    get, path = "/public/v1/notices/{id}/photo", tag = "public",
    params(("id" = String, Path, description = "The opaque id"), PhotoParams),
    responses(
        (status = 200, description = "The photo", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 304, description = "The client has it"),
        (status = 404, description = "There never was such a notice, or it shows no photo", body = ProblemDto, content_type = "application/problem+json"),
        (status = 410, description = "The notice is no longer published", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn notice_photo(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(params): Params<PhotoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let size = photo_size(params.size.as_deref())?;
    let entry = find(&state, &id).await?;
    if entry.notice.is_none() {
        return Err(Problem::new(Code::NoticeGone));
    }
    // Decoding takes time: it waits where whole files are read.
    let id = entry.id.clone();
    let photo = state.run(Lane::Long, move |it| Ok(it.engine.public_photo(&id, size)?)).await?;
    let photo = photo.ok_or_else(|| Problem::new(Code::PictureNotFound))?;
    Ok(Public::new("image/jpeg", &*photo).changed_at(Some(entry.at)).answer(&state, &headers))
}

/// The feed as PFIF 1.4, oldest change first: a copy goes on from the last `cursor` (of the
/// `Link` header) or `min_entry_date` it saw. What is no longer published stands in it as
/// PFIF's placeholder.
#[utoipa::path(
    get, path = "/public/v1/feed.pfif", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "A PFIF 1.4 document; the next page is in the header `Link`", body = String, content_type = "application/xml"),
        (status = 304, description = "The client has that page"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn feed_pfif(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&params, &headers, FeedOrder::Oldest)?;
    let page = asked.page(&state, true).await?;
    let own = asked.address(&state, "feed.pfif", params.cursor.as_deref());
    let xml = state.rendered.page(own, &page, || {
        let entries = page.entries.iter().map(|entry| &**entry);
        let xml = pfif::document(entries, state.publishing.site(), asked.lang);
        xml.map_err(|error| internal(&error))
    })?;
    let answer = Public::new(XML, xml.as_bytes());
    let mut answer = answer.changed_at(page.changed_at).answer(&state, &headers);
    if let Some(next) = asked.next(&state, "feed.pfif", &page)
        && let Ok(link) = format!("<{next}>; rel=\"next\"").parse()
    {
        answer.headers_mut().insert(header::LINK, link);
    }
    Ok(answer)
}

/// The feed as Atom with a PFIF person in each entry.
#[utoipa::path(
    get, path = "/public/v1/feed.atom", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "An Atom feed", body = String, content_type = "application/atom+xml"),
        (status = 304, description = "The client has that page"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn feed_atom(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&params, &headers, FeedOrder::Newest)?;
    let page = asked.page(&state, true).await?;
    let own = asked.address(&state, "feed.atom", params.cursor.as_deref());
    let xml = state.rendered.page(own.clone(), &page, || {
        let next = asked.next(&state, "feed.atom", &page);
        let updated = page.changed_at.unwrap_or(Timestamp::UNIX_EPOCH);
        let frame = atom::Frame { own: &own, next: next.as_deref(), updated };
        let entries = page.entries.iter().map(|entry| &**entry);
        let xml = atom::document(entries, &frame, state.publishing.site(), asked.lang);
        xml.map_err(|error| internal(&error))
    })?;
    let answer = Public::new("application/atom+xml; charset=utf-8", xml.as_bytes());
    Ok(answer.changed_at(page.changed_at).answer(&state, &headers))
}

/// The feed as JSON Feed 1.1.
#[utoipa::path(
    get, path = "/public/v1/feed.json", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "A JSON Feed", body = serde_json::Value, content_type = "application/feed+json"),
        (status = 304, description = "The client has that page"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn feed_json(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&params, &headers, FeedOrder::Newest)?;
    let page = asked.page(&state, true).await?;
    let own = asked.address(&state, "feed.json", params.cursor.as_deref());
    let json = state.rendered.page(own.clone(), &page, || {
        let next = asked.next(&state, "feed.json", &page);
        let entries = page.entries.iter().map(|entry| &**entry);
        let site = state.publishing.site();
        let feed = json_feed::document(entries, &own, next.as_deref(), site, asked.lang);
        serde_json::to_string(&feed).map_err(|error| internal(&error))
    })?;
    let answer = Public::new("application/feed+json", json.as_bytes());
    Ok(answer.changed_at(page.changed_at).answer(&state, &headers))
}

/// The list of notices as a page for people.
#[utoipa::path(
    get, path = "/public/v1/page", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 304, description = "The client has it"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_page(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&params, &headers, FeedOrder::Newest)?;
    let found = asked.page(&state, false).await?;
    let next = asked.next(&state, "page", &found);
    let directory = state.publishing.directory();
    let (site, index) = (state.publishing.site(), state.publishing.index);
    let around = page::Around { site, lang: asked.lang, index, directory: &directory };
    let html = page::list(found.entries.iter().map(|entry| &**entry), next.as_deref(), &around);
    Ok(Public::html(html).changed_at(found.changed_at).answer(&state, &headers))
}

/// The list of notices as a page to frame, for sites that allow no script.
#[utoipa::path(
    get, path = "/public/v1/frame", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 304, description = "The client has it"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn frame(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&params, &headers, FeedOrder::Newest)?;
    let found = asked.page(&state, false).await?;
    let next = asked.next(&state, "frame", &found);
    let (site, index) = (state.publishing.site(), false);
    let directory = Directory::default();
    let around = page::Around { site, lang: asked.lang, index, directory: &directory };
    let html = page::frame(found.entries.iter().map(|entry| &**entry), next.as_deref(), &around);
    Ok(Public::html(html).framed().changed_at(found.changed_at).answer(&state, &headers))
}

/// The style sheet of the pages.
#[utoipa::path(
    get, path = "/public/v1/page.css", tag = "public",
    responses(
        (status = 200, description = "The style sheet", body = String, content_type = "text/css"),
        (status = 304, description = "The client has it")
    )
)]
pub(crate) async fn page_css(State(state): State<AppState>, headers: HeaderMap) -> Response {
    Public::new("text/css; charset=utf-8", page::STYLE).answer(&state, &headers)
}

/// Who helps nationals of a country: consulate, Red Cross, civil society, shelters,
/// directorate of immigration.
#[utoipa::path(
    get, path = "/public/v1/help", tag = "public", params(HelpParams),
    responses(
        (status = 200, description = "Institutions", body = HelpListDto),
        (status = 304, description = "The client has them"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn help(
    State(state): State<AppState>,
    Params(params): Params<HelpParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lang = language(params.lang.as_deref(), &headers)?;
    let country = country(params.country.as_deref())?;
    let directory = state.publishing.directory();
    let links = directory.of(country.as_ref().map(Country::code));
    let help = links.into_iter().map(|link| HelpDto::new(link, lang)).collect();
    Ok(Public::json(&HelpListDto { help })?.answer(&state, &headers))
}

/// What a list is asked for.
struct Asked {
    query: FeedQuery,
    lang: PublicLang,
    /// The parameters but for the cursor, to go on with.
    rest: String,
}

impl Asked {
    fn new(params: &NoticeParams, headers: &HeaderMap, order: FeedOrder) -> Result<Self, Problem> {
        let lang = language(params.lang.as_deref(), headers)?;
        let query = FeedQuery {
            country: country(params.country.as_deref())?,
            minors: params.minors.unwrap_or(false),
            placeholders: false,
            order: in_order(params.order.as_deref())?.unwrap_or(order),
            after: after(params.cursor.as_deref())?,
            since: since(params.min_entry_date.as_deref())?,
            limit: page_size(params.limit)?,
        };
        let mut rest = format!("lang={lang}");
        if let Some(country) = &query.country {
            rest.push_str(&format!("&country={country}"));
        }
        if query.minors {
            rest.push_str("&minors=true");
        }
        // What was read is of a closed form: it needs no escape.
        let given = [("order", &params.order), ("min_entry_date", &params.min_entry_date)];
        for (name, value) in given {
            if let Some(value) = value {
                rest.push_str(&format!("&{name}={value}"));
            }
        }
        if let Some(limit) = params.limit {
            rest.push_str(&format!("&limit={limit}"));
        }
        Ok(Self { query, lang, rest })
    }

    async fn page(&self, state: &AppState, placeholders: bool) -> Result<FeedPage, Problem> {
        let query = FeedQuery { placeholders, ..self.query.clone() };
        state.run(Lane::Quick, move |it| Ok(it.engine.feed_page(&query)?)).await
    }

    fn address(&self, state: &AppState, name: &str, cursor: Option<&str>) -> String {
        let base = state.publishing.site().base();
        let cursor = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        format!("{base}/public/v1/{name}?{}{cursor}", self.rest)
    }

    fn next(&self, state: &AppState, name: &str, page: &FeedPage) -> Option<String> {
        let next = page.next.as_ref()?.to_string();
        Some(self.address(state, name, Some(&next)))
    }
}

/// The entry of an id; a problem where there never was one.
async fn find(state: &AppState, id: &str) -> Result<std::sync::Arc<Entry>, Problem> {
    let not_found = || Problem::new(Code::NoticeNotFound);
    let id = PublicId::parse(id).ok_or_else(not_found)?;
    let entry = state.run(Lane::Quick, move |it| Ok(it.engine.feed_entry(&id)?)).await?;
    entry.ok_or_else(not_found)
}

fn country(text: Option<&str>) -> Result<Option<Country>, Problem> {
    let rule = || Problem::invalid("country", "form", Words::same("ISO 3166-1 alpha-2"));
    text.map(|text| Country::parse(text).ok_or_else(rule)).transpose()
}

fn photo_size(text: Option<&str>) -> Result<PhotoSize, Problem> {
    let Some(text) = text else { return Ok(PhotoSize::default()) };
    let found = PhotoSize::ALL.into_iter().find(|size| size.as_str() == text);
    found.ok_or_else(|| Problem::invalid("size", "word", Words::same("small, large")))
}

fn in_order(text: Option<&str>) -> Result<Option<FeedOrder>, Problem> {
    match text {
        None => Ok(None),
        Some("newest") => Ok(Some(FeedOrder::Newest)),
        Some("oldest") => Ok(Some(FeedOrder::Oldest)),
        Some(_) => Err(Problem::invalid("order", "word", Words::same("newest, oldest"))),
    }
}

fn after(text: Option<&str>) -> Result<Option<FeedPlace>, Problem> {
    text.map(|text| text.parse().map_err(|_| bad_cursor("cursor"))).transpose()
}

fn since(text: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let is_written_so = |text: &str| {
        text.len() <= 30 && text.bytes().all(|b| b.is_ascii_digit() || b"-:.TZ".contains(&b))
    };
    let rule = || Problem::invalid("min_entry_date", "form", Words::same("yyyy-mm-ddThh:mm:ssZ"));
    let read = |text: &str| is_written_so(text).then(|| text.parse().ok()).flatten();
    text.map(|text| read(text).ok_or_else(rule)).transpose()
}

/// The language of a public answer: as the address says, else as the browser does.
fn language(asked: Option<&str>, headers: &HeaderMap) -> Result<PublicLang, Problem> {
    if let Some(word) = asked {
        let rule = Words::same("es, en, fr, pt, ht");
        return word.parse().map_err(|_| Problem::invalid("lang", "word", rule));
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut best: Option<(f32, PublicLang)> = None;
    for entry in accepted.unwrap_or_default().split(',') {
        let (tag, parameters) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok());
        let Some((weight, lang)) = weight.zip(tag.parse().ok()) else { continue };
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, lang));
        }
    }
    Ok(best.map_or(PublicLang::default(), |(_, lang)| lang))
}
