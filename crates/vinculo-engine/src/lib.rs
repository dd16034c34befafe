//! Joins store, exchange, search and matching into the operations that both edges offer.
