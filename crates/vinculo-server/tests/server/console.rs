//! The console: signing in, the pages of a search team's, a partner's and a consulate's day.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use vinculo_access::Role;

use crate::world::{Answer, World, notice, shelter, with};

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser that has signed in.
struct Browser<'a> {
    world: &'a World,
    cookie: String,
}

impl<'a> Browser<'a> {
    async fn sign_in(world: &'a World, token: &str) -> (Self, Answer) {
        let body = format!("token={token}&purpose=review");
        let request = Request::post("/console/session")
            .header("content-type", FORM)
            .header("host", "console.example")
            .header("origin", "http://console.example");
        let answer = world.send(request.body(Body::from(body)).unwrap()).await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        (Self { world, cookie }, answer)
    }

    async fn get(&self, path: &str) -> Answer {
        let request =
            Request::get(path).header("cookie", &self.cookie).header("accept", "text/html");
        self.world.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, media_type: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header("cookie", &self.cookie)
            .header("content-type", media_type)
            .header("host", "console.example")
            .header("origin", "http://console.example")
            .header("sec-fetch-site", "same-origin");
        self.world.send(request.body(Body::from(body)).unwrap()).await
    }

    /// What the forms of a page carry.
    async fn form_key(&self, path: &str) -> String {
        let page = self.get(path).await.text;
        value_of(&page, "form_key")
    }
}

/// The value of a hidden field.
fn value_of(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// A page runs nothing, loads nothing of another host, and is kept by nobody.
#[track_caller]
fn check_page(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    for forbidden in ["<script", "style=", "onclick=", "http://", "https://"] {
        assert!(!answer.text.to_lowercase().contains(forbidden), "{forbidden} in {}", answer.text);
    }
    assert!(answer.text.contains("<main>"));
    assert_eq!(answer.text.matches("<h1>").count(), 1, "{}", answer.text);
    // Every field that is shown has its label.
    for field in
        answer.text.split("<input id=\"").skip(1).chain(answer.text.split("<select id=\"").skip(1))
    {
        let id = field.split('"').next().unwrap();
        assert!(answer.text.contains(&format!("for=\"{id}\"")), "{id}");
    }
}

#[tokio::test]
async fn a_token_signs_in_and_its_end_signs_out() {
    let world = World::new();
    world.create(notice("N1")).await;
    let token = world.token(&[Role::Reviewer], "COMITE", None);
    check_page(&world.get("/console").await);
    let nobody = Browser { world: &world, cookie: String::new() };
    let sent_away = nobody.get("/console/queue").await;
    assert_eq!(
        (sent_away.status, sent_away.header("location")),
        (StatusCode::SEE_OTHER, "/console")
    );

    let (browser, answer) = Browser::sign_in(&world, &token).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/console/queue")
    );
    let cookie = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/console", "Max-Age=28800"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains(&token));
    check_page(&browser.get("/console/queue").await);
    assert_eq!(browser.get("/console").await.header("location"), "/console/queue");
    // The session is the console's alone.
    browser.get("/api/v1/records").await.is_problem(401, "token_required");
    // What the role may not do is refused here, too.
    assert_eq!(browser.get("/console/inbox").await.status, StatusCode::FORBIDDEN);

    let id: i64 = token.split('_').nth(1).unwrap().parse().unwrap();
    let admin = world.token(&[Role::Admin], "COMITE", None);
    let revoke = Request::delete(format!("/api/v1/tokens/{id}"));
    assert!(world.ask(&admin, revoke.body(Body::empty()).unwrap()).await.status.is_success());
    assert_eq!(browser.get("/console/queue").await.header("location"), "/console");
    let (_, refused) = Browser::sign_in(&world, &token).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.header("set-cookie"), "");
    assert!(!refused.text.contains(&token));
}

#[tokio::test]
async fn leaving_ends_the_session() {
    let world = World::new();
    let token = world.token(&[Role::Reviewer], "COMITE", None);
    let (browser, _) = Browser::sign_in(&world, &token).await;
    let key = browser.form_key("/console/queue").await;
    let left = browser.post("/console/leave", FORM, format!("form_key={key}")).await;
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(browser.get("/console/queue").await.header("location"), "/console");
}

#[tokio::test]
async fn only_forms_of_the_session_itself_are_taken() {
    let world = World::new();
    world.create(notice("N1")).await;
    let token = world.token(&[Role::Search], "COMITE", None);
    let (browser, _) = Browser::sign_in(&world, &token).await;
    let key = browser.form_key("/console/search").await;
    let found = browser.post("/console/search", FORM, format!("form_key={key}&text=Xiloj")).await;
    check_page(&found);
    for body in ["text=Xiloj".to_owned(), format!("form_key={}&text=Xiloj", "0".repeat(64))] {
        let refused = browser.post("/console/search", FORM, body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!refused.text.contains("Xiloj"));
    }
    for (name, other) in [("origin", "http://other.example"), ("sec-fetch-site", "cross-site")] {
        let request = Request::post("/console/search")
            .header("cookie", &browser.cookie)
            .header("content-type", FORM)
            .header("host", "console.example")
            .header(name, other);
        let body = Body::from(format!("form_key={key}&text=Xiloj"));
        world.send(request.body(body).unwrap()).await.is_problem(403, "cross_origin");
    }
    let request = Request::post("/console/session")
        .header("content-type", FORM)
        .header("host", "console.example")
        .header("origin", "http://other.example");
    let body = Body::from(format!("token={token}&purpose=review"));
    let refused = world.send(request.body(body).unwrap()).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
}

#[tokio::test]
async fn a_reviewers_day_from_search_to_decision() {
    let world = World::new();
    world.create(with(notice("N1"), json!({"circumstances": "<script>alert(1)</script>"}))).await;
    world.create(shelter("S1")).await;
    let token = world.token(&[Role::Reviewer], "COMITE", None);
    let (browser, _) = Browser::sign_in(&world, &token).await;
    let key = browser.form_key("/console/search").await;
    let found = browser
        .post("/console/search", FORM, format!("form_key={key}&text=xiloh&kind=notice"))
        .await;
    check_page(&found);
    assert!(
        found.text.contains("Xiloj") && found.text.contains("notice%3ACOMITE%2FN1"),
        "{}",
        found.text
    );
    let list = browser.get("/console/candidates?record=notice%3ACOMITE%2FN1").await;
    check_page(&list);
    assert!(list.text.contains("ALBERGUE/S1"), "{}", list.text);
    let address = "/console/pair?left=notice%3ACOMITE%2FN1&right=shelter%3AALBERGUE%2FS1";
    let pair = browser.get(address).await;
    check_page(&pair);
    assert!(
        pair.text.contains("&lt;script&gt;alert(1)") && !pair.text.contains("<svg"),
        "{}",
        pair.text
    );
    let shown = browser.get(&format!("{address}&score=true")).await;
    check_page(&shown);
    assert!(shown.text.contains("<svg") && shown.text.contains("log10 LR"));
    assert_eq!(value_of(&shown.text, "score_visible"), "true");

    let version = value_of(&pair.text, "version");
    assert_eq!((version.as_str(), value_of(&pair.text, "score_visible").as_str()), ("0", "false"));
    let decision = |version: &str| {
        format!(
            "form_key={key}&left=notice:COMITE/N1&right=shelter:ALBERGUE/S1&version={version}&state=possible&reason=&signed_for=&note=Visto&score_visible=false"
        )
    };
    let decided = browser.post("/console/pair", FORM, decision(&version)).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let after = browser.get(decided.header("location")).await;
    check_page(&after);
    assert!(after.text.contains("Visto") && value_of(&after.text, "version") == "1");
    let stale = browser.post("/console/pair", FORM, decision("0")).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let queue = browser.get("/console/queue").await;
    check_page(&queue);
    assert!(queue.text.contains("notice:COMITE/N1 ↔ shelter:ALBERGUE/S1"), "{}", queue.text);
    let english = Request::get("/console/queue")
        .header("cookie", &browser.cookie)
        .header("accept-language", "en");
    let english = world.send(english.body(Body::empty()).unwrap()).await;
    assert!(english.text.contains("Pairs to be decided") && english.text.contains("lang=\"en\""));
}

#[tokio::test]
async fn what_nobody_has_reviewed_stands_in_the_queue_until_somebody_does() {
    let world = World::new();
    world.create(notice("A")).await;
    world.create(shelter("A")).await;
    let background = world.start();
    let token = world.token(&[Role::Reviewer], "COMITE", None);
    let (browser, _) = Browser::sign_in(&world, &token).await;
    let lead = "aria-label=\"Comparar notice:COMITE/A ↔ shelter:ALBERGUE/A\"";
    let first = browser.get("/console/queue").await;
    check_page(&first);
    assert!(first.text.contains("Se está preparando") && !first.text.contains(lead));
    world
        .until("the queue is made", async |world| {
            let (browser, _) = Browser::sign_in(world, &token).await;
            browser.get("/console/queue").await.text.contains(lead)
        })
        .await;
    let queue = browser.get("/console/queue").await;
    check_page(&queue);
    assert!(queue.text.contains("Wilmer") && !queue.text.contains("class=\"number\""));
    let key = browser.form_key("/console/search").await;
    let body = format!(
        "form_key={key}&left=notice:COMITE/A&right=shelter:ALBERGUE/A&version=0&state=possible&score_visible=false"
    );
    browser.post("/console/pair", FORM, body).await;
    let after = browser.get("/console/queue").await.text;
    assert!(!after.contains(lead) && after.contains("notice:COMITE/A ↔"), "{after}");
    background.stop().await;
}

#[tokio::test]
async fn children_come_first_in_the_queue() {
    let world = World::new();
    let people = [("A", "1985-01-01"), ("B", "2016-01-01"), ("C", "1986-01-01")];
    for (id, birth) in people {
        world.create(with(notice(id), json!({"birth_date": birth}))).await;
        world.create(with(shelter(id), json!({"birth_date": birth}))).await;
    }
    let token = world.token(&[Role::Reviewer], "COMITE", None);
    let (browser, _) = Browser::sign_in(&world, &token).await;
    let key = browser.form_key("/console/search").await;
    for (id, _) in people {
        let body = format!(
            "form_key={key}&left=notice:COMITE/{id}&right=shelter:ALBERGUE/{id}&version=0&state=possible&score_visible=false"
        );
        let decided = browser.post("/console/pair", FORM, body).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    }
    let queue = browser.get("/console/queue").await.text;
    let place = |id: &str| queue.find(&format!("notice:COMITE/{id} ↔")).unwrap();
    assert!(place("B") < place("A") && place("A") < place("C"), "{queue}");
    assert_eq!(queue.matches("class=\"child\"").count(), 1);
}

#[tokio::test]
async fn a_partner_uploads_and_reads_what_was_wrong() {
    let world = World::new();
    let background = world.start();
    let token = world.token(&[Role::Forensic], "LAB", None);
    let (browser, answer) = Browser::sign_in(&world, &token).await;
    assert!(answer.header("location").starts_with("/console/"));
    let page = browser.get("/console/batches").await;
    check_page(&page);
    let key = page.text.split("?form_key=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let part = |name: &str, more: &str, text: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n{text}\r\n")
    };
    let sheet = "local_id,sex,event_date\n1,male,2021-02-30\n2,male,2021\n2,female,2021\n";
    let body = [
        part("kind", "", "remains"),
        part("source", "", ""),
        part("mapping", "", ""),
        part("file", "; filename=\"a.csv\"", sheet),
        "--b--\r\n".to_owned(),
    ]
    .concat();
    let media_type = "multipart/form-data; boundary=b";
    let refused = browser.post("/console/batches", media_type, body.clone()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let taken = browser.post(&format!("/console/batches?form_key={key}"), media_type, body).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let address = taken.header("location").to_owned();
    world
        .until("the batch ends", async |_| browser.get(&address).await.text.contains("terminada"))
        .await;
    let rejected = browser.get(&address).await;
    check_page(&rejected);
    assert!(
        rejected.text.contains("rechazada") && rejected.text.contains(">4<"),
        "{}",
        rejected.text
    );
    let doubtful = browser.get(&format!("{address}?filter=doubtful")).await;
    check_page(&doubtful);
    assert!(doubtful.text.contains("fecha del hecho"), "{}", doubtful.text);
    assert!(!doubtful.text.contains("2021-02-30"), "shapes, never values");
    check_page(&browser.get("/console/batches").await);
    background.stop().await;
}

#[tokio::test]
async fn a_consulate_reads_its_inbox_and_acknowledges() {
    let world = World::new();
    let child = json!({"birth_date": "2016-03-01", "nationality": ["HN"]});
    world.create(with(shelter("S1"), child.clone())).await;
    let held = with(shelter("S2"), with(child, json!({"protection_hold": true})));
    assert!(world.post("/api/v1/records", held).await.status.is_success());
    let token = world.token(&[Role::Consular], "CONSULADO-HN", Some("HN"));
    let (browser, answer) = Browser::sign_in(&world, &token).await;
    assert!(answer.header("location").starts_with("/console/"), "{}", answer.text);
    let inbox = browser.get("/console/inbox").await;
    check_page(&inbox);
    assert_eq!(inbox.text.matches("action=\"/console/inbox/").count(), 1, "{}", inbox.text);
    let path =
        inbox.text.split("action=\"").find(|part| part.starts_with("/console/inbox/")).unwrap();
    let path = path.split('"').next().unwrap().to_owned();
    let record = browser.get(&path).await;
    check_page(&record);
    assert!(record.text.contains("shelter:ALBERGUE/S1"), "{}", record.text);
    let key = value_of(&inbox.text, "form_key");
    let refused = browser.post(&path, FORM, String::new()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let done = browser.post(&path, FORM, format!("form_key={key}")).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/console/inbox"));
    let inbox = browser.get("/console/inbox").await;
    assert!(!inbox.text.contains("action=\"/console/inbox/"), "{}", inbox.text);
}

#[tokio::test]
async fn a_store_without_tokens_opens_under_a_banner() {
    let world = World::new();
    world.create(notice("N1")).await;
    let home = world.get("/console").await;
    assert_eq!((home.status, home.header("location")), (StatusCode::SEE_OTHER, "/console/queue"));
    let queue = world.get("/console/queue").await;
    check_page(&queue);
    assert!(queue.text.contains("class=\"banner\"") && queue.text.contains("Demostración"));
    assert_eq!(world.get("/console/nothing").await.status, StatusCode::NOT_FOUND);
}
