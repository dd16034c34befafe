//! Pictures for the README, left by the tests themselves.

use std::path::PathBuf;

use crate::driver::Driver;
use crate::page::Screen;

/// Leaves a picture of the page as a screen shows it, if a folder is named for pictures.
#[track_caller]
pub fn keep(driver: &Driver, name: &str, screen: Screen) {
    let Some(folder) = std::env::var_os("VINCULO_SCREENSHOTS") else { return };
    driver.at(screen);
    let path = PathBuf::from(folder).join(name).with_extension("png");
    std::fs::write(path, driver.screenshot()).expect("the picture can be written");
}
