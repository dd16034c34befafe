//! What is asked of every page: it fits a phone, axe-core finds nothing, nothing is logged,
//! and no other host is asked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::driver::Driver;
use crate::tools::AXE;

/// What a page is looked at on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Phone,
    Desktop,
}

impl Screen {
    const ALL: [Screen; 2] = [Screen::Phone, Screen::Desktop];

    /// In CSS pixels.
    const fn size(self) -> (u32, u32) {
        match self {
            Screen::Phone => (360, 740),
            Screen::Desktop => (1280, 800),
        }
    }
}

/// The rules of WCAG 2.0 to 2.2, A and AA, in what axe-core calls them.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

impl Driver {
    /// Looks at the page on a screen from now on.
    #[track_caller]
    pub fn at(&self, screen: Screen) {
        let (width, height) = screen.size();
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({
                "width": width, "height": height, "screenWidth": width, "screenHeight": height,
                "deviceScaleFactor": 1, "mobile": screen == Screen::Phone,
            }),
        );
        // A frame has the screen's width only in part.
        let is_phone = screen == Screen::Phone;
        self.wait(&format!(
            "window === top ? screen.width === {width} : innerWidth <= 360 === {is_phone}"
        ));
    }

    /// Asks for pages in a language from now on.
    #[track_caller]
    pub fn speak(&self, lang: &str) {
        let agent = self.run("return navigator.userAgent;");
        let parameters = json!({"userAgent": agent, "acceptLanguage": lang});
        self.tell("Emulation.setUserAgentOverride", parameters);
    }

    /// Holds the page, or the frame, to all that is asked of every page.
    #[track_caller]
    pub fn check(&self, name: &str) {
        self.check_but(name, "nothing");
    }

    /// The same, with a text in what is logged that is expected: a status that is an error.
    #[track_caller]
    pub fn check_but(&self, name: &str, logged: &str) {
        for screen in Screen::ALL {
            self.fits(name, screen);
            let found = self.broken_rules();
            assert_eq!(found, Vec::<String>::new(), "{name}, {screen:?}");
        }
        self.is_quiet(name, logged);
        eprintln!("checked {name}");
    }

    /// The same without axe-core, which takes minutes for words of 10,000 characters.
    #[track_caller]
    pub fn check_layout(&self, name: &str) {
        for screen in Screen::ALL {
            self.fits(name, screen);
        }
        self.is_quiet(name, "nothing");
    }

    /// Looks at the page on a screen; nothing has to be moved sideways.
    #[track_caller]
    fn fits(&self, name: &str, screen: Screen) {
        self.at(screen);
        assert_eq!(self.too_wide(), Value::Null, "{name}, {screen:?}");
    }

    #[track_caller]
    fn is_quiet(&self, name: &str, logged: &str) {
        let quiet: Vec<String> =
            self.messages().into_iter().filter(|message| !message.contains(logged)).collect();
        assert_eq!(quiet, Vec::<String>::new(), "{name}");
    }

    /// The widest element of a page that has to be moved sideways; null if it fits.
    #[track_caller]
    pub fn too_wide(&self) -> Value {
        self.run(
            "const root = document.scrollingElement;
             if (root.scrollWidth <= root.clientWidth) return null;
             const right = (element) => element.getBoundingClientRect().right;
             const all = [...document.querySelectorAll('body *')].sort((a, b) => right(b) - right(a));
             return [root.scrollWidth, root.clientWidth, all[0].outerHTML.slice(0, 300)];",
        )
    }

    /// What axe-core finds wrong.
    #[track_caller]
    pub fn broken_rules(&self) -> Vec<String> {
        if self.run("return typeof axe === 'undefined';") == true {
            self.run(&AXE);
        }
        let rules = json!({"iframes": false, "runOnly": {"type": "tag", "values": RULES}});
        let found = self.run_async(&format!(
            "const {{ passes, violations }} = await axe.run(document, {rules});
             const nodes = (rule) => rule.nodes.map((node) => node.html.slice(0, 300) + ' ' + node.failureSummary);
             return {{ passes: passes.length, violations: violations.map((rule) => rule.id + ': ' + nodes(rule).join(' | ')) }};"
        ));
        assert!(found["passes"].as_u64().is_some_and(|passes| passes > 5), "{found}");
        strings(&found["violations"])
    }

    /// What the page logged since it was last asked.
    #[track_caller]
    pub fn messages(&self) -> Vec<String> {
        self.log("browser").iter().map(|entry| entry["message"].to_string()).collect()
    }

    /// What was loaded since it was last asked, with the bytes that came for it.
    #[track_caller]
    pub fn traffic(&self) -> Vec<(String, u64)> {
        let mut addresses = BTreeMap::new();
        let mut loaded = Vec::new();
        for entry in self.log("performance") {
            let event: Value =
                serde_json::from_str(entry["message"].as_str().unwrap()).expect("JSON");
            let (method, event) = (&event["message"]["method"], &event["message"]["params"]);
            let id = event["requestId"].as_str().unwrap_or_default().to_owned();
            if method == "Network.requestWillBeSent" {
                let address = event["request"]["url"].as_str().unwrap().to_owned();
                addresses.insert(id, address);
            } else if method == "Network.loadingFinished" {
                let bytes = event["encodedDataLength"].as_f64().unwrap_or_default();
                loaded.push((id, bytes as u64));
            }
        }
        // What was begun and never came is traffic, too.
        let mut traffic: Vec<(String, u64)> = loaded
            .into_iter()
            .filter_map(|(id, bytes)| Some((addresses.remove(&id)?, bytes)))
            .collect();
        traffic.extend(addresses.into_values().map(|address| (address, 0)));
        traffic
    }

    /// The text of the elements that an expression gives, as it is seen.
    #[track_caller]
    pub fn texts(&self, expression: &str) -> Vec<String> {
        strings(
            &self.run(&format!(
                "return [...{expression}].map((element) => element.innerText.trim());"
            )),
        )
    }

    /// Presses Tab until the element that has the focus, in a shadow root too, matches a
    /// selector. Wherever the focus stops on the way, it is seen.
    #[track_caller]
    pub fn tab_to(&self, selector: &str) {
        for _ in 0..200 {
            self.press(crate::driver::key::TAB);
            let focus = self.run(&format!(
                "let at = document.activeElement;
                 while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
                 const style = getComputedStyle(at);
                 return [at === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
                         at.matches({selector:?}), at.outerHTML.slice(0, 300)];"
            ));
            assert_eq!(focus[0], true, "the focus cannot be seen on {}", focus[2]);
            if focus[1] == true {
                return;
            }
        }
        panic!("no Tab reaches {selector}");
    }

    /// Does something that leads to another page, and waits for that.
    #[track_caller]
    pub fn leave(&self, action: impl FnOnce(&Self)) {
        self.run("window.left = true;");
        action(self);
        self.wait("window.left === undefined && document.readyState === 'complete'");
    }
}

/// The origins in what was loaded.
pub fn origins(traffic: &[(String, u64)]) -> BTreeSet<String> {
    let origin = |address: &String| address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    traffic.iter().map(|(address, _)| origin(address)).collect()
}

/// A list of texts.
pub fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}
