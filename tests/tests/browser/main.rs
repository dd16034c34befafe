//! What is served, as others see it: a real browser (keyboard, phone, axe-core), a page of
//! another site under a strict policy, and readers of feeds that share no code with ours.
//!
//! `tests/browser/set-up.sh` installs what is needed. With `VINCULO_SCREENSHOTS=FOLDER` the
//! same steps leave their pictures there.

// The helpers of the command line's tests; not every one is used here.
#[allow(dead_code)]
#[path = "../e2e/dice.rs"]
mod dice;
#[allow(dead_code)]
#[path = "../e2e/http.rs"]
mod http;
#[allow(dead_code)]
#[path = "../e2e/picture.rs"]
mod picture;
#[allow(dead_code, unused_imports)]
#[path = "../e2e/support.rs"]
mod support;

mod driver;
mod ministry;
mod page;
mod pictures;
mod tools;
mod world;

mod console;
mod consulate;
mod feeds;
mod frame;
mod hostile;
mod notice;
mod partner;
mod photo;
mod widget;
