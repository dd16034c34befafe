//! Tokens: which there are, and ending them. They are created on the command line alone, by
//! whoever has the store's files.

use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;

use crate::asked::Asked;
use crate::dto::administration::{TokenDto, TokenListDto};
use crate::lanes::Lane;
use crate::problem::{Code, Problem, ProblemDto};
use crate::state::AppState;

/// Lists tokens, the ended ones too; never a secret.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "administration",
    responses((status = 200, description = "The tokens", body = TokenListDto))
)]
pub(crate) async fn list_tokens(
    State(state): State<AppState>,
    _asked: Asked,
) -> Result<Json<TokenListDto>, Problem> {
    let tokens = state.run(Lane::Quick, |it| Ok(it.engine.store().access()?.tokens()?)).await?;
    let now = Timestamp::now();
    let tokens = tokens.into_iter().map(|token| TokenDto::new(token, now));
    Ok(Json(TokenListDto { tokens: tokens.collect() }))
}

/// Revokes a token at once.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "administration",
    params(("id" = i64, Path, description = "The token's number")),
    responses(
        (status = 200, description = "It is revoked", body = TokenDto),
        (status = 404, description = "No such token", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn revoke_token(
    State(state): State<AppState>,
    _asked: Asked,
    Path(id): Path<String>,
) -> Result<Json<TokenDto>, Problem> {
    let not_found = || Problem::new(Code::TokenNotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let token =
        state.run(Lane::Quick, move |it| Ok(it.engine.store().access()?.revoke_token(id)?)).await?;
    Ok(Json(TokenDto::new(token.ok_or_else(not_found)?, Timestamp::now())))
}
