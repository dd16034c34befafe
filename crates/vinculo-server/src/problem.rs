//! Errors as `application/problem+json` (RFC 9457), in the reader's language.
//!
//! A [`Problem`] is a code of a closed table with texts of this crate: nothing of
//! the request's content can get into one. It becomes a body only at the outermost
//! layer, which knows the language of the request.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;
use vinculo_record::Lang;

macro_rules! codes {
    ($($variant:ident $status:ident $code:literal $es:literal $en:literal;)*) => {
        /// What went wrong, as a stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code { $($variant,)* }

        impl Code {
            /// The word in the answer.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)* }
            }

            /// The HTTP status.
            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Code::$variant => StatusCode::$status,)* }
            }

            /// The kind of problem, in words.
            pub(crate) const fn title(self, lang: Lang) -> &'static str {
                match self { $(Code::$variant => lang.pick($es, $en),)* }
            }
        }
    };
}

codes! {
    BadQuery BAD_REQUEST "bad_query"
        "Los parámetros de la dirección no se entienden"
        "The query parameters are not understood";
    BadBody BAD_REQUEST "bad_body"
        "El cuerpo de la petición no se entiende"
        "The body of the request is not understood";
    PurposeRequired BAD_REQUEST "purpose_required"
        "Falta decir para qué, o la palabra no es de la lista"
        "The purpose is not stated, or its word is not of the list";
    TokenRequired UNAUTHORIZED "token_required"
        "Hace falta un token"
        "A token is needed";
    TokenInvalid UNAUTHORIZED "token_invalid"
        "El token no existe, venció o fue revocado"
        "The token does not exist, has ended or was revoked";
    SignInRefused UNPROCESSABLE_ENTITY "sign_in_refused"
        "No se pudo entrar: el token no existe, venció o fue revocado"
        "Could not sign in: the token does not exist, has ended or was revoked";
    Forbidden FORBIDDEN "forbidden"
        "El rol no lo permite"
        "The role does not allow it";
    CrossOrigin FORBIDDEN "cross_origin"
        "La petición viene de otra página"
        "The request comes from another page";
    NoSuchRoute NOT_FOUND "no_such_route"
        "Esta dirección no existe"
        "There is nothing at this address";
    RecordNotFound NOT_FOUND "record_not_found"
        "No existe ese registro"
        "There is no such record";
    BatchNotFound NOT_FOUND "batch_not_found"
        "No existe ese lote"
        "There is no such batch";
    MatchingNotFound NOT_FOUND "matching_not_found"
        "No existe esa búsqueda de candidatos"
        "There is no such matching";
    TokenNotFound NOT_FOUND "token_not_found"
        "No existe ese token"
        "There is no such token";
    NoticeNotFound NOT_FOUND "notice_not_found"
        "No hay un aviso público con ese identificador"
        "There is no public notice of that id";
    NoticeGone GONE "notice_gone"
        "Este aviso ya no se publica: borre las copias que tenga"
        "This notice is no longer published: delete any copies you hold";
    NotPublishable CONFLICT "not_publishable"
        "El aviso no puede publicarse así"
        "The notice may not be published so";
    NotificationNotFound NOT_FOUND "notification_not_found"
        "No existe esa notificación"
        "There is no such notification";
    AskChildProtection FORBIDDEN "ask_child_protection"
        "Pregunte a protección de la niñez"
        "Ask child protection";
    DecisionRefused CONFLICT "decision_refused"
        "La decisión incumple una regla"
        "The decision breaks a rule";
    StalePair PRECONDITION_FAILED "stale_pair"
        "La pareja o uno de sus registros cambió"
        "The pair or one of its records has changed";
    ConditionMissing PRECONDITION_REQUIRED "condition_missing"
        "Falta la condición"
        "The condition is missing";
    PictureNotFound NOT_FOUND "picture_not_found"
        "El registro no tiene esa foto"
        "The record has no such photo";
    MethodNotAllowed METHOD_NOT_ALLOWED "method_not_allowed"
        "Esta dirección no admite ese método"
        "This address does not take that method";
    BatchClosed CONFLICT "batch_closed"
        "El lote ya terminó"
        "The batch has ended";
    BatchOpen CONFLICT "batch_open"
        "El lote todavía no termina"
        "The batch has not ended yet";
    MatchingOpen CONFLICT "matching_open"
        "Todavía no hay candidatos"
        "There are no candidates yet";
    MatchingOutdated CONFLICT "matching_outdated"
        "Un registro ya no está disponible: busque los candidatos otra vez"
        "A record is no longer available: match again";
    KeyInUse CONFLICT "key_in_use"
        "Una petición con esa clave de idempotencia todavía se atiende"
        "A request with that idempotency key is still being answered";
    KeyReused UNPROCESSABLE_ENTITY "key_reused"
        "Esa clave de idempotencia vino antes con otra petición"
        "That idempotency key came before with another request";
    Erased GONE "erased"
        "Ese registro fue borrado y no se guarda otra vez"
        "That record was erased and is not stored again";
    Stale PRECONDITION_FAILED "stale"
        "El registro no está en la versión esperada"
        "The record is not at the expected version";
    TooLarge PAYLOAD_TOO_LARGE "too_large"
        "El cuerpo de la petición es demasiado grande"
        "The body of the request is too large";
    WrongMediaType UNSUPPORTED_MEDIA_TYPE "wrong_media_type"
        "Tipo de contenido no admitido"
        "The content type is not accepted";
    Misdirected MISDIRECTED_REQUEST "misdirected"
        "Este servidor no responde por ese nombre"
        "This server does not answer for that name";
    Invalid UNPROCESSABLE_ENTITY "invalid"
        "La petición incumple una regla"
        "The request breaks a rule";
    NoLink UNPROCESSABLE_ENTITY "no_link"
        "Esos registros no se comparan entre sí"
        "Those records are not compared with each other";
    Ambiguous UNPROCESSABLE_ENTITY "ambiguous"
        "Varios registros tienen ese identificador"
        "Several records have that id";
    UnreadableFile UNPROCESSABLE_ENTITY "unreadable_file"
        "El archivo no se puede leer"
        "The file cannot be read";
    UnreadablePicture UNPROCESSABLE_ENTITY "unreadable_picture"
        "La imagen o el código no se puede leer"
        "The picture or code cannot be read";
    BadMapping UNPROCESSABLE_ENTITY "bad_mapping"
        "El archivo de correspondencias no sirve"
        "The mapping file cannot be used";
    TooManyRequests TOO_MANY_REQUESTS "too_many_requests"
        "Demasiadas peticiones seguidas"
        "Too many requests in a row";
    TooManyRecords TOO_MANY_REQUESTS "too_many_records"
        "Demasiadas personas distintas en un día"
        "Too many different people in a day";
    Internal INTERNAL_SERVER_ERROR "internal"
        "Error interno"
        "Internal error";
    Busy SERVICE_UNAVAILABLE "busy"
        "El servidor está ocupado"
        "The server is busy";
    StoreUnavailable SERVICE_UNAVAILABLE "store_unavailable"
        "El almacén no está disponible"
        "The store is not available";
    AuditUnavailable SERVICE_UNAVAILABLE "audit_unavailable"
        "No se pudo dejar constancia, así que no se responde"
        "It could not be recorded, so it is not answered";
    TimedOut SERVICE_UNAVAILABLE "timed_out"
        "La petición tardó demasiado"
        "The request took too long";
    DiskFull INSUFFICIENT_STORAGE "disk_full"
        "El disco está lleno"
        "The disk is full";
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    es: String,
    en: String,
}

impl Words {
    pub(crate) fn new(es: impl Into<String>, en: impl Into<String>) -> Self {
        Self { es: es.into(), en: en.into() }
    }

    /// The same in both: codes and names of fields.
    pub(crate) fn same(text: impl Into<String>) -> Self {
        let es = text.into();
        Self { en: es.clone(), es }
    }

    pub(crate) fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.es, &self.en)
    }
}

/// What is wrong with one part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where: `/text` in a body, `limit` in a query.
    pub pointer: String,
    /// A stable code of the rule.
    pub code: &'static str,
    /// The rule.
    pub message: Words,
}

impl Fault {
    pub(crate) fn new(pointer: impl Into<String>, code: &'static str, message: Words) -> Self {
        Self { pointer: pointer.into(), code, message }
    }
}

/// Why a request was not answered. Holds no value of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub code: Code,
    detail: Words,
    faults: Vec<Fault>,
    retry_after: Option<u32>,
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self { code, detail: Words::default(), faults: Vec::new(), retry_after: None }
    }

    pub(crate) fn detail(mut self, detail: Words) -> Self {
        self.detail = detail;
        self
    }

    pub(crate) fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// One part of the request breaks a rule.
    pub(crate) fn invalid(pointer: impl Into<String>, code: &'static str, rule: Words) -> Self {
        Self::new(Code::Invalid).fault(Fault::new(pointer, code, rule))
    }

    /// What it says of parts of the request; as a whole, of the part `whole`.
    pub(crate) fn into_faults(self, whole: &str) -> Vec<Fault> {
        if self.faults.is_empty() {
            return vec![Fault::new(whole, self.code.as_str(), self.detail)];
        }
        self.faults
    }

    /// The body in a language. `instance` is the id of the request.
    pub(crate) fn body(&self, lang: Lang, instance: &str) -> ProblemDto {
        let code = self.code.as_str();
        let detail = self.detail.pick(lang);
        ProblemDto {
            kind: format!("urn:vinculo:problem:{code}"),
            title: self.code.title(lang).to_owned(),
            status: self.code.status().as_u16(),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            instance: format!("urn:uuid:{instance}"),
            code: code.to_owned(),
            errors: self.faults.iter().map(|fault| FaultDto::new(fault, lang)).collect(),
        }
    }

    /// The answer in a language.
    pub(crate) fn render(&self, lang: Lang, instance: &str) -> Response<Body> {
        let json = serde_json::to_vec(&self.body(lang, instance)).unwrap_or_default();
        let mut response = Response::new(Body::from(json));
        *response.status_mut() = self.code.status();
        let headers = response.headers_mut();
        let media_type = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, media_type);
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// An answer without body that carries the problem to the outermost layer.
    fn into_response(self) -> axum::response::Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem as RFC 9457 says. It never repeats a value of the request.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemDto {
    /// The kind of problem, as a URI.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem, in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// This occurrence, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The id of the request.
    instance: String,
    /// The kind of problem, as a stable code.
    code: String,
    /// What is wrong with which part of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FaultDto>,
}

/// What is wrong with one part of a request.
#[derive(Serialize, ToSchema)]
pub(crate) struct FaultDto {
    /// The part: a JSON pointer into the body, or the name of a parameter.
    pointer: String,
    /// The rule, as a stable code.
    code: String,
    /// The rule, in words.
    message: String,
}

impl FaultDto {
    pub(crate) fn new(fault: &Fault, lang: Lang) -> Self {
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.to_owned(),
            message: fault.message.pick(lang).to_owned(),
        }
    }
}
