//! The bundled region, served; and who signs in.

use crate::driver::Driver;
use crate::http::Server;
use crate::support::Store;

/// Institutions that do not exist.
const DIRECTORY: &str = "country,kind,name,url,phone,verified_on\n\
    GT,consulate,Consulado de ejemplo,https://consulado.example/gt,+52 000 000 0000,2026-10-01\n\
    *,red_cross,Cruz Roja de ejemplo,https://cruzroja.example,,2026-10-01\n";

/// The region with a directory of who helps, and a server for it.
pub fn region() -> (Store, Server) {
    let store = Store::of_region_in(tempfile::tempdir());
    std::fs::write(store.dir().join("directory.csv"), DIRECTORY).expect("it can be written");
    let server = Server::start(&store);
    (store, server)
}

/// A driver that reads Spanish, or another language.
pub fn reader_of(lang: &str) -> Driver {
    let driver = Driver::start();
    driver.speak(lang);
    driver
}

/// Signs in with the mouse; the first page is open then.
#[track_caller]
pub fn sign_in(driver: &Driver, server: &Server, token: &str, purpose: &str) {
    driver.open(&server.url("/console"));
    driver.fill("document.querySelector('#token')", token);
    driver.click(&format!("document.querySelector('#purpose option[value={purpose}]')"));
    driver.leave(|driver| driver.click("document.querySelector('main form button')"));
}

/// Two records of the region that are one person's.
pub struct Pair {
    /// What the first is called.
    pub name: &'static str,
    pub left: &'static str,
    pub right: &'static str,
}

impl Pair {
    /// Where the console shows it.
    pub fn address(&self) -> String {
        format!("/console/pair?left={}&right={}", self.left, self.right)
    }
}
