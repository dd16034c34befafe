//! What the description of the API says of tokens, the same for every route that needs one.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};
use vinculo_access::Purpose;

use crate::console::CONSOLE;
use crate::permissions::{self, Need};

const SCHEME: &str = "token";

/// Adds the token, the purpose and the refusals to each route that needs them.
pub(crate) fn secure(document: &mut OpenApi) {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("As 'vinculo token create' shows it, once."))
        .build();
    let components = document.components.get_or_insert_default();
    components.security_schemes.insert(SCHEME.to_owned(), RefOr::T(SecurityScheme::Http(bearer)));
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("GET", &mut item.get),
            ("PUT", &mut item.put),
            ("POST", &mut item.post),
            ("DELETE", &mut item.delete),
            ("PATCH", &mut item.patch),
        ];
        for (method, operation) in operations {
            let open = permissions::of(method, path).is_some_and(|rule| rule.need == Need::Nothing);
            if let Some(operation) = operation.as_mut().filter(|_| !open) {
                secure_one(operation, path);
            }
        }
    }
}

fn secure_one(operation: &mut Operation, path: &str) {
    let requirement = SecurityRequirement::new::<_, [&str; 0], &str>(SCHEME, []);
    operation.security.get_or_insert_default().push(requirement);
    operation.parameters.get_or_insert_default().push(RefOr::T(purpose()));
    let refusals = [
        ("400", "Not understood, or no purpose was stated"),
        ("401", "No token, or none that is good"),
        ("403", "The token's role may not do this"),
        ("429", "Too many requests, or too many different people; `Retry-After` says when again"),
    ];
    for (status, words) in refusals {
        let known = operation.responses.responses.entry(status.to_owned());
        known.or_insert_with(|| RefOr::T(problem(words, path)));
    }
}

fn purpose() -> Parameter {
    let words = Purpose::ALL.iter().filter(|purpose| **purpose != Purpose::Unstated);
    let schema = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .enum_values(Some(words.map(|purpose| purpose.as_str())));
    ParameterBuilder::new()
        .name("Vinculo-Purpose")
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some("Why: it is recorded in the audit log"))
        .schema(Some(schema))
        .build()
}

/// A refusal of a route; the console shows it as a page too.
pub(crate) fn problem(words: &str, path: &str) -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDto"))).build();
    let mut response =
        ResponseBuilder::new().description(words).content("application/problem+json", body);
    if path.starts_with(CONSOLE) {
        let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
        response = response.content("text/html", ContentBuilder::new().schema(Some(text)).build());
    }
    response.build()
}
