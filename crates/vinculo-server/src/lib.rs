//! HTTP: API, public notices, OpenAPI.
