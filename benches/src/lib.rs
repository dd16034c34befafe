//! Speed and memory figures.
