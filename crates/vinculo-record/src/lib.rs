//! Record types, controlled vocabularies, EDTF dates, intervals and validation.
