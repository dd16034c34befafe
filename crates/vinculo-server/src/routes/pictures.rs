//! Pictures: looking for one, and thumbnails.

use axum::Json;
use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use vinculo_engine::PictureAsked;

use super::{between, page_size};
use crate::asked::Asked;
use crate::dto::picture::{
    PictureCode, PictureForm, PictureParams, PictureSearchDto, ThumbnailParams,
};
use crate::extract::{JsonBody, KeyPath, Params};
use crate::lanes::Lane;
use crate::language::Language;
use crate::limits::{MAX_THUMBNAIL_SIDE, THUMBNAIL_SIDE};
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::AppState;

/// Looks for the records that show a picture, through cropping, turning, watermarks and
/// pages: the same picture, never the same person.
///
/// The picture itself as the body, or a form with a `file`, or a JSON object with the
/// picture's `code`. Nothing of it is kept.
#[utoipa::path(
    post, path = "/api/v1/images:search", tag = "matching", params(PictureParams),
    request_body(
        content(
            (Vec<u8> = "image/*"),
            (Vec<u8> = "application/octet-stream"),
            (PictureForm = "multipart/form-data"),
            (PictureCode = "application/json")
        )
    ),
    responses(
        (status = 200, description = "The records", body = PictureSearchDto),
        (status = 413, description = "The picture is too large", body = ProblemDto, content_type = "application/problem+json"),
        (status = 415, description = "Not a type of a picture", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "The picture or code cannot be read", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn search_picture(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<PictureParams>,
    request: Request,
) -> Result<Json<PictureSearchDto>, Problem> {
    let limit = page_size(params.limit)?;
    let given = Given::receive(request).await?;
    // Decoding takes time: it waits where comparisons do, off the async threads.
    let found = state.at_desk(Lane::Compare, asked, move |_, desk| {
        let picture = match &given {
            Given::File(bytes) => PictureAsked::File(bytes),
            Given::Code(code) => PictureAsked::Code(code),
        };
        Ok(desk.search_picture(&picture, limit)?)
    });
    Ok(Json(PictureSearchDto::new(found.await?, lang)))
}

/// What came in.
enum Given {
    File(Bytes),
    Code(String),
}

impl Given {
    async fn receive(request: Request) -> Result<Self, Problem> {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => {
                let JsonBody(PictureCode { code }) = JsonBody::from_request(request, &()).await?;
                Ok(Self::Code(code))
            }
            "multipart/form-data" => Self::of_form(request).await,
            "application/octet-stream" => Self::of_body(request).await,
            image if image.starts_with("image/") => Self::of_body(request).await,
            _ => {
                let expected =
                    "image/*, application/octet-stream, multipart/form-data, application/json";
                Err(Problem::new(Code::WrongMediaType).detail(Words::same(expected)))
            }
        }
    }

    async fn of_body(request: Request) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, &()).await;
        bytes.map(Self::File).map_err(|rejection| refused(rejection.status()))
    }

    async fn of_form(request: Request) -> Result<Self, Problem> {
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|_| Problem::new(Code::BadBody))?;
        let field = form.next_field().await.map_err(|error| refused(error.status()))?;
        let Some(field) = field else {
            let rule = Words::new("falta la imagen", "the picture is missing");
            return Err(Problem::invalid("file", "required", rule));
        };
        if field.name() != Some("file") {
            return Err(Problem::invalid("", "unknown_part", Words::same("file")));
        }
        field.bytes().await.map(Self::File).map_err(|error| refused(error.status()))
    }
}

fn refused(status: StatusCode) -> Problem {
    let too_large = status == StatusCode::PAYLOAD_TOO_LARGE;
    Problem::new(if too_large { Code::TooLarge } else { Code::BadBody })
}

/// A small JPEG of one of a record's photos, made from its pixels alone: nothing of the
/// original's metadata, and never the original.
#[utoipa::path(
    get, path = "/api/v1/records/{kind}/{source}/{id}/photos/{number}", tag = "records",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped"),
        ("number" = u32, Path, description = "Which photo, from 1"),
        ThumbnailParams
    ),
    responses(
        (status = 200, description = "The thumbnail", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 404, description = "No such record, or it has no such photo", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn thumbnail(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
    Path(path): Path<Vec<(String, String)>>,
    Params(params): Params<ThumbnailParams>,
) -> Result<Response, Problem> {
    let side = params.side.unwrap_or(THUMBNAIL_SIDE as usize);
    let side = between(side, "side", MAX_THUMBNAIL_SIDE)? as u32;
    let number = path.iter().find(|(name, _)| name == "number").map(|(_, value)| value.as_str());
    let item = number.and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
    let item = item.ok_or_else(|| Problem::new(Code::PictureNotFound))?;
    let found = state.at_desk(Lane::Long, asked, move |_, desk| {
        if !desk.exists(&key)? {
            return Err(Problem::new(Code::RecordNotFound));
        }
        let thumbnail = desk.thumbnail(&key, item, side)?;
        thumbnail.ok_or_else(|| Problem::new(Code::PictureNotFound))
    });
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], found.await?).into_response())
}
