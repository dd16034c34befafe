//! Full-text search over records: schema, analyzers, queries.
