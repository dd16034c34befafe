//! CSV, XLSX, NDJSON and Parquet in and out; mapping files; row-level reports.
