// <vinculo-notices country="GT" lang="es" minors></vinculo-notices>
//
// Shows public notices in a shadow root. No framework, no cookies, no storage, no request to
// any other host than the one this file came from; every text is set as text.
//
// Attributes: country (ISO 3166-1 alpha-2), lang (es, en, fr, pt, ht), minors (children
// alone), limit (1 to 200), src (a notices.json file of a static copy, instead of the server).

const WORDS = "%WORDS%";
const KIN = "%KIN%";
const LANGS = ["es", "en", "fr", "pt", "ht"];
const REFRESH_MS = 300000;

const STYLE = `
:host { display: block; font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
section { padding: .5rem; overflow-wrap: anywhere; }
h2 { margin: 0 0 .5rem; font-size: 1.25rem; }
ul { margin: 0; padding: 0; list-style: none; }
li { overflow: hidden; padding: .6rem 0; border-bottom: 1px solid #ddd; }
a { color: #0b4f8a; }
li > a { display: inline-block; min-height: 24px; font-size: 1.1rem; font-weight: 600; }
p { margin: .25rem 0; }
img { float: right; object-fit: cover; margin-left: .75rem; }
.small { font-size: .875rem; color: #4a4a4a; }
.minor { font-weight: 700; color: #9a1111; }
button { font: inherit; min-height: 2.5rem; padding: .25rem 1rem; margin: .75rem 0; color: #1b1b1b; background: #f2f2f2; border: 2px solid #1b1b1b; border-radius: .25rem; }
a:focus-visible, button:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
`;

let sheet;

function style() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

function element(name, text, more) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  return Object.assign(made, more);
}

// Only a page of http or https is linked: nothing in the data becomes a script.
function address(text, base) {
  try {
    const url = new URL(text, base);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// An EDTF date for people, as pages show it.
function day(edtf) {
  const [, plain, sign] = /^(.*?)([~?%]?)$/.exec(edtf || "");
  const about = sign === "~" || sign === "%" ? "≈ " : "";
  const unsure = sign === "?" || sign === "%" ? " (?)" : "";
  return about + plain.replace("/", " – ") + unsure;
}

class VinculoNotices extends HTMLElement {
  static observedAttributes = ["country", "lang", "minors", "limit", "src"];

  #root;
  #list;
  #more;
  #status;
  #next = null;
  #turn = 0;
  #timer = 0;

  connectedCallback() {
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: "open" });
      this.#root.adoptedStyleSheets = [style()];
    }
    this.#begin();
    this.#timer = setInterval(() => document.hidden || this.#begin(true), REFRESH_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#turn += 1;
  }

  attributeChangedCallback(name, before, after) {
    if (this.#root && this.isConnected && before !== after) this.#begin();
  }

  get #lang() {
    const wanted = this.getAttribute("lang") || document.documentElement.lang || "es";
    const code = wanted.slice(0, 2).toLowerCase();
    return LANGS.includes(code) ? code : "es";
  }

  get #country() {
    const code = (this.getAttribute("country") || "").trim().toUpperCase();
    return /^[A-Z]{2}$/.test(code) ? code : "";
  }

  #word(name) {
    return WORDS[name][LANGS.indexOf(this.#lang)];
  }

  // Draws the frame and loads the first page; a refresh keeps what is shown until then.
  #begin(refresh = false) {
    const section = element("section", "", { lang: this.#lang });
    section.setAttribute("aria-label", this.#word("FeedTitle"));
    section.append(element("h2", this.#word("FeedTitle")));
    this.#list = element("ul");
    this.#list.setAttribute("role", "list");
    this.#more = element("button", this.#word("Next"), { type: "button", hidden: true });
    this.#more.addEventListener("click", () => this.#load(section, true));
    this.#status = element("p", "", { className: "small" });
    this.#status.setAttribute("role", "status");
    section.append(this.#list, this.#status, this.#more);
    this.#next = null;
    this.#turn += 1;
    if (!refresh) this.#root.replaceChildren(section);
    this.#load(section, false);
  }

  #url() {
    const src = this.getAttribute("src");
    if (src) return new URL(src, document.baseURI);
    const url = new URL("notices", import.meta.url);
    url.searchParams.set("lang", this.#lang);
    if (this.#country) url.searchParams.set("country", this.#country);
    if (this.hasAttribute("minors")) url.searchParams.set("minors", "true");
    const limit = Number.parseInt(this.getAttribute("limit") || "", 10);
    if (limit >= 1 && limit <= 200) url.searchParams.set("limit", String(limit));
    if (this.#next) url.searchParams.set("cursor", this.#next);
    return url;
  }

  async #fetch(url) {
    const options = { credentials: "omit", referrerPolicy: "no-referrer", mode: "cors" };
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async #load(section, more) {
    const turn = this.#turn;
    const url = this.#url();
    try {
      const page = await this.#fetch(url);
      if (turn !== this.#turn) return;
      const country = this.#country;
      const wanted = (notice) =>
        (!country || (notice.nationality || []).includes(country)) &&
        (!this.hasAttribute("minors") || notice.minor === true);
      const items = page.notices.filter(wanted).map((notice) => this.#item(notice, url));
      this.#list.append(...items);
      this.#next = page.next || null;
      this.#more.hidden = !this.#next;
      this.#status.textContent = this.#list.children.length ? "" : this.#word("None");
      if (!section.isConnected) this.#root.replaceChildren(section);
      if (more && items.length) items[0].querySelector("a, p")?.focus();
      if (!more) await this.#help(section, turn);
    } catch {
      if (turn !== this.#turn) return;
      // Nothing old is left standing: it may have been taken down meanwhile.
      if (!section.isConnected) this.#root.replaceChildren(section);
      this.#status.textContent = this.#word("Unavailable");
    }
  }

  #item(notice, base) {
    const item = element("li");
    const parts = [notice.given_names, notice.paternal_surname, notice.maternal_surname];
    const name = notice.full_name || parts.filter(Boolean).join(" ");
    const title = name || this.#word(notice.searcher_only ? "SearchOnlyTitle" : "Missing");
    const href = address(notice.page, base);
    const head = href
      ? element("a", title, { href, target: "_blank", rel: "noopener noreferrer", dir: "auto" })
      : element("p", title, { tabIndex: -1, dir: "auto" });
    // Beside the title: it says nothing that the title does not.
    const src = notice.photo && address(notice.photo, base);
    if (src) item.append(element("img", "", { alt: "", loading: "lazy", width: 72, height: 72, src }));
    item.append(head);
    if (notice.minor === true) item.append(element("p", this.#word("Minor"), { className: "minor" }));
    for (const line of this.#lines(notice)) {
      item.append(element("p", line, { className: "small", dir: "auto" }));
    }
    return item;
  }

  #lines(notice) {
    const lines = [];
    const line = (word, value) => value && lines.push(`${this.#word(word)}: ${value}`);
    line("WhoSearches", this.#kin(notice.searcher));
    line("KinSought", this.#kin(notice.sought));
    if (Number.isInteger(notice.age_min) && Number.isInteger(notice.age_max)) {
      const { age_min: min, age_max: max } = notice;
      line("Age", `${min === max ? min : `${min}–${max}`} ${this.#word("Years")}`);
    }
    line("LastSeen", day(notice.event_date));
    const place = [notice.event_place, notice.event_admin1, this.#place(notice.event_country)];
    line("Where", place.filter(Boolean).join(", "));
    line("Contact", notice.contact);
    return lines;
  }

  #kin(code) {
    return code && KIN[code] ? KIN[code][LANGS.indexOf(this.#lang)] : "";
  }

  #place(code) {
    if (!code) return "";
    try {
      const names = new Intl.DisplayNames([this.#lang, "fr", "es"], { type: "region" });
      return names.of(code);
    } catch {
      return code;
    }
  }

  // Who helps nationals of the country; a static copy has no such list.
  async #help(section, turn) {
    if (this.hasAttribute("src")) return;
    const url = new URL("help", import.meta.url);
    url.searchParams.set("lang", this.#lang);
    if (this.#country) url.searchParams.set("country", this.#country);
    const page = await this.#fetch(url).catch(() => ({ help: [] }));
    if (turn !== this.#turn || !page.help.length) return;
    const list = element("ul");
    list.setAttribute("role", "list");
    for (const { label, name, url: page_url, phone, verified_on } of page.help) {
      const item = element("li", `${label}: `, { className: "small" });
      const href = page_url && address(page_url);
      const link = { href, target: "_blank", rel: "noopener noreferrer" };
      item.append(href ? element("a", name, link) : name);
      item.append(`${phone ? `, ${phone}` : ""} (${this.#word("Verified")} ${verified_on})`);
      list.append(item);
    }
    section.append(element("h2", this.#word("Help")), list);
  }
}

if (!customElements.get("vinculo-notices")) {
  customElements.define("vinculo-notices", VinculoNotices);
}
