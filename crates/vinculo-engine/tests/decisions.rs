//! Decisions and what consulates are told, through the engine: what reaches a list, who sees
//! what, and what stands in the store after a crash.

use std::path::Path;

use tempfile::TempDir;
use vinculo_access::{Caller, Purpose, Role, Who};
use vinculo_engine::store::{Decision, Note, Notification, NotificationEvent};
use vinculo_engine::{
    DecideRequest, Engine, EngineError, ImportRequest, Input, MatchOptions, RecordDecisions,
    Refusal, RuledOut, Scope, Told,
};
use vinculo_record::vocab::{Country, DecisionReason, DecisionState};
use vinculo_record::{Kind, Lang, Link, RecordRef, Row};

struct World {
    folder: TempDir,
    engine: Engine,
}

fn open(folder: &Path) -> Engine {
    let dir = folder.join("store");
    if !Engine::exists(&dir) {
        Engine::init(&dir).unwrap();
    }
    Engine::open_writer(&dir, "test").unwrap()
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    World { folder, engine }
}

impl World {
    /// Ends the process's hold of the store and opens it again.
    fn reopen(self) -> Self {
        let Self { folder, engine } = self;
        drop(engine);
        let engine = open(folder.path());
        Self { folder, engine }
    }

    fn put(&self, kind: Kind, json: &str) {
        self.engine.put(kind, &Row::from_json(json).unwrap()).unwrap();
    }

    fn notice(&self, id: &str, more: &str) {
        self.put(
            Kind::Notice,
            &format!(
                r#"{{"source":"COMITE","local_id":"{id}","given_names":"Wilmer Adonías",
                    "paternal_surname":"Xiloj","maternal_surname":"Tzunún","sex":"male",
                    "birth_date":"2012-05-17","nationality":["GT"],"event_date":"2023-03-02",
                    "event_country":"MX","event_admin1":"Chiapas"{more}}}"#
            ),
        );
    }

    fn remains(&self, id: &str, more: &str) {
        self.put(
            Kind::Remains,
            &format!(
                r#"{{"source":"SEMEFO","local_id":"{id}","sex":"male","age_min":"9",
                    "age_max":"13","event_date":"2023-06-01","event_country":"MX",
                    "event_admin1":"Chiapas"{more}}}"#
            ),
        );
    }

    fn shelter(&self, id: &str, more: &str) {
        self.put(Kind::Shelter, &shelter_row(id, more));
    }

    /// Imports a sheet in NDJSON.
    fn import(&self, kind: Kind, sheet: &str) {
        let text = std::io::Cursor::new(sheet.to_owned());
        let source = Some("ALBERGUE".to_owned());
        let request = ImportRequest { source, ..ImportRequest::new(kind, Lang::En) };
        let input = Input::from_reader("x.ndjson", text, &request.limits).unwrap();
        self.engine.import(&input, &request, None, &mut |_| {}).unwrap();
    }

    /// Decides and takes whatever stands there.
    fn decide(
        &self,
        caller: &Caller,
        pair: [&str; 2],
        state: DecisionState,
        reason: Option<DecisionReason>,
    ) -> Result<Decision, EngineError> {
        self.engine.decide(caller, Scope::Open, &request(pair, state, reason))
    }

    /// The right ids of a link's candidates of one notice, with what was decided.
    fn candidates(&self, link: Link, ruled_out: RuledOut) -> Vec<String> {
        let options = MatchOptions { link, top: 9, min_weight: None, batch: None, lang: Lang::En };
        let found = self.engine.match_link_with(&options, ruled_out).unwrap();
        let line = |row: &vinculo_engine::CandidateRow| {
            let decision = row.decision.as_ref();
            let state = decision.map_or("unreviewed", |decision| decision.state.code());
            let back: Vec<String> =
                decision.iter().flat_map(|d| &d.back).map(|changed| changed.code()).collect();
            format!("{} {} {state} {}", row.left.local_id, row.right.local_id, back.join(";"))
        };
        found.rows.iter().map(line).collect()
    }

    fn of_one(&self, record: &str, link: Link) -> Vec<String> {
        let lists = self.engine.candidates_of(&reference(record), Some(link), 9, Lang::En).unwrap();
        lists[0]
            .rows
            .iter()
            .map(|row| format!("{} {}", row.left.local_id, row.right.local_id))
            .collect()
    }

    fn told(&self) -> Vec<String> {
        let here = Caller::system("root", Purpose::Consular);
        let mut told = Vec::new();
        for child in [true, false] {
            let inbox = self.engine.inbox(&here, child, None, 0, 100).unwrap();
            let line = |n: &Notification| format!("{} {}", n.event, n.to.code());
            told.extend(inbox.notifications.iter().map(line));
        }
        told.sort();
        told
    }

    fn examine(&self) {
        while self.engine.examine_matches(vinculo_engine::MATCHED_PROBABILITY).unwrap().more {}
    }

    fn assert_sound(&self) {
        let found = self.engine.verify().unwrap();
        assert!(found.is_sound(), "{:?} {:?}", found.store.findings, found.findings);
    }
}

fn shelter_row(id: &str, more: &str) -> String {
    format!(
        r#"{{"source":"ALBERGUE","local_id":"{id}","given_names":"Wilmer Adonías",
            "paternal_surname":"Xiloj","maternal_surname":"Tzunún","sex":"male",
            "birth_date":"2012-05-17","nationality":["GT","HN"],
            "event_date":"2023-04-20","event_country":"MX"{more}}}"#
    )
}

fn reference(text: &str) -> RecordRef {
    text.parse().unwrap()
}

fn request(pair: [&str; 2], state: DecisionState, reason: Option<DecisionReason>) -> DecideRequest {
    DecideRequest {
        left: reference(pair[0]),
        right: reference(pair[1]),
        state,
        reason,
        note: None,
        signed_for: None,
        score_visible: Some(true),
        expected: None,
    }
}

fn person(code: &str, role: Role) -> Caller {
    let country = (role == Role::Consular).then(|| Country::parse("GT").unwrap());
    Caller::new(Who::person(code).unwrap(), "CNB", [role].into(), country, Purpose::Review)
}

const PAIR: [&str; 2] = ["COMITE/N1", "SEMEFO/R1"];
const LIVING: [&str; 2] = ["COMITE/N1", "ALBERGUE/S1"];

#[test]
fn a_ruled_out_pair_is_in_no_list_until_a_compared_field_changes_and_says_why_it_is_back() {
    let world = world();
    world.notice("N1", "");
    world.remains("R1", "");
    world.remains("R2", "");
    let ana = person("ana", Role::Reviewer);
    let link = Link::NoticeRemains;
    assert_eq!(world.candidates(link, RuledOut::LeftOut).len(), 2);
    world.decide(&ana, PAIR, DecisionState::RuledOut, Some(DecisionReason::Dental)).unwrap();
    assert_eq!(world.candidates(link, RuledOut::LeftOut), ["N1 R2 unreviewed "]);
    assert_eq!(world.of_one("COMITE/N1", link), ["N1 R2"]);
    assert_eq!(world.of_one("SEMEFO/R1", link), [""; 0]);
    let all = ["N1 R1 ruled_out ", "N1 R2 unreviewed "];
    assert_eq!(world.candidates(link, RuledOut::Listed), all);

    // What no comparison reads brings nothing back; nor does a restart.
    world.remains("R1", r#","fingerprints":"n/o""#);
    let world = world.reopen();
    assert_eq!(world.candidates(link, RuledOut::LeftOut), ["N1 R2 unreviewed "]);

    world.remains("R1", r#","dental":["16=filled"]"#);
    let back = ["N1 R1 ruled_out right:dental", "N1 R2 unreviewed "];
    assert_eq!(world.candidates(link, RuledOut::LeftOut), back);
    let pair = PAIR.map(reference);
    let history = world.engine.pair_history(&ana, Scope::Open, &pair[0], &pair[1]).unwrap();
    assert_eq!(history.back[0].code(), "right:dental");
    // Ruled out again, it is out again; reopened, it is work again.
    world.decide(&ana, PAIR, DecisionState::RuledOut, Some(DecisionReason::Dental)).unwrap();
    assert_eq!(world.candidates(link, RuledOut::LeftOut), ["N1 R2 unreviewed "]);
    world.decide(&ana, PAIR, DecisionState::Reopened, Some(DecisionReason::Mistake)).unwrap();
    assert_eq!(world.candidates(link, RuledOut::LeftOut)[0], "N1 R1 reopened ");
    world.assert_sound();
}

#[test]
fn a_pair_of_one_kind_is_ruled_out_from_both_sides() {
    let world = world();
    for id in ["N1", "N2", "N3"] {
        world.notice(id, "");
    }
    let ana = person("ana", Role::Reviewer);
    let pair = ["COMITE/N2", "COMITE/N1"];
    let decided = world.decide(&ana, pair, DecisionState::RuledOut, Some(DecisionReason::Dates));
    assert_eq!(decided.unwrap().pair.left.local_id, "N1", "the smaller key stands left");
    let link = Link::NoticeNotice;
    assert_eq!(
        world.candidates(link, RuledOut::LeftOut),
        ["N1 N3 unreviewed ", "N2 N3 unreviewed "]
    );
    assert_eq!(world.of_one("COMITE/N1", link), ["N1 N3"]);
    assert_eq!(world.of_one("COMITE/N2", link), ["N2 N3"]);
}

#[test]
fn an_identification_takes_two_authorities_and_is_told_to_the_consulate() {
    let world = world();
    world.notice("N1", "");
    world.remains("R1", "");
    let (ana, eva) = (person("ana", Role::Authority), person("eva", Role::Authority));
    let dna = Some(DecisionReason::Dna);
    let early = world.decide(&ana, PAIR, DecisionState::Identified, dna).unwrap_err();
    assert!(matches!(early, EngineError::Refused(Refusal::NotFromHere { .. })), "{early}");
    world.decide(&ana, PAIR, DecisionState::Possible, None).unwrap();
    world.decide(&ana, PAIR, DecisionState::Referred, None).unwrap();
    let sign = |caller: &Caller, signed_for| {
        let request = DecideRequest { signed_for, ..request(PAIR, DecisionState::Identified, dna) };
        world.engine.decide(caller, Scope::Open, &request)
    };
    assert_eq!(sign(&ana, Some(Kind::Notice)).unwrap().state, DecisionState::Signed);
    assert!(world.told().is_empty(), "one signature tells nobody");
    let same = sign(&ana, Some(Kind::Remains)).unwrap_err();
    assert!(matches!(same, EngineError::Refused(Refusal::SamePerson)), "{same}");
    let reviewer = sign(&person("luz", Role::Reviewer), Some(Kind::Remains)).unwrap_err();
    assert!(matches!(reviewer, EngineError::Refused(Refusal::NotAllowed(_))), "{reviewer}");
    assert_eq!(sign(&eva, Some(Kind::Remains)).unwrap().state, DecisionState::Identified);
    assert_eq!(world.told(), ["identified GT"]);
    world.decide(&eva, PAIR, DecisionState::Reopened, Some(DecisionReason::Contested)).unwrap();
    assert!(world.told().is_empty());
    world.assert_sound();
}

#[test]
fn a_searcher_is_told_to_ask_child_protection_and_nothing_more() {
    let world = world();
    world.notice("N1", "");
    world.shelter("S1", "");
    let (ana, search) = (person("ana", Role::Reviewer), person("sol", Role::Search));
    let protection = person("paz", Role::ChildProtection);
    world.decide(&ana, LIVING, DecisionState::Possible, None).unwrap();
    let located =
        |caller, reason| world.decide(caller, LIVING, DecisionState::Located, Some(reason));
    let refused = located(&ana, DecisionReason::ContactAccepted).unwrap_err();
    assert!(matches!(refused, EngineError::Refused(Refusal::NotAllowed(_))), "{refused}");
    let asked = RecordDecisions { decisions: Vec::new(), ask_child_protection: true };
    let nothing = RecordDecisions::default();
    let of_notice =
        || world.engine.decisions_of(&search, Scope::Open, &reference("COMITE/N1")).unwrap();
    assert_eq!(of_notice(), nothing, "a child in a shelter does not exist for a searcher");
    located(&protection, DecisionReason::GuardianToBeAssessed).unwrap();
    assert_eq!(of_notice(), asked);
    let [left, right] = LIVING.map(reference);
    let pair = world.engine.pair_history(&search, Scope::Open, &left, &right).unwrap_err();
    assert!(pair.is_not_found(), "{pair}");
    let queue = world.engine.decision_page(&search, &[], 0, 9).unwrap();
    assert!(queue.decisions.is_empty());
    let whole = world.engine.pair_history(&protection, Scope::Open, &left, &right).unwrap();
    assert!(matches!(whole.told, Told::Decisions(decisions) if decisions.len() == 2));
    // Released only once the person accepts.
    let release = || world.decide(&protection, LIVING, DecisionState::Released, None);
    assert!(release().is_err());
    located(&protection, DecisionReason::ContactAccepted).unwrap();
    release().unwrap();
    assert_eq!(of_notice(), nothing, "what may be told of a child, child protection tells");
    // Under protection hold not even the hint is left.
    located(&protection, DecisionReason::ContactAccepted).unwrap();
    world.shelter("S1", r#","protection_hold":"true""#);
    assert_eq!(of_notice(), nothing);
    world.assert_sound();
}

#[test]
fn an_adult_who_was_located_is_withheld_from_a_searcher_until_released() {
    let world = world();
    let adult = r#","birth_date":"1980-01-01""#;
    world.notice("N1", adult);
    world.shelter("S1", adult);
    let (ana, search) = (person("ana", Role::Reviewer), person("sol", Role::Search));
    world.decide(&ana, LIVING, DecisionState::Possible, None).unwrap();
    let [left, right] = LIVING.map(reference);
    let told = || world.engine.pair_history(&search, Scope::Open, &left, &right).unwrap().told;
    let Told::Decisions(seen) = told() else { panic!("possible is no secret") };
    assert_eq!((seen[0].by.code.as_str(), &seen[0].note, &seen[0].key), ("", &None, &None));
    let accepted = Some(DecisionReason::ContactAccepted);
    world.decide(&ana, LIVING, DecisionState::Located, accepted).unwrap();
    assert_eq!(told(), Told::AskChildProtection);
    assert!(world.told().is_empty(), "of an adult found alive no consulate is told");
    world.decide(&ana, LIVING, DecisionState::Released, None).unwrap();
    assert!(matches!(told(), Told::Decisions(_)));
}

#[test]
fn who_read_an_older_state_is_refused() {
    let world = world();
    world.notice("N1", "");
    world.remains("R1", "");
    let ana = person("ana", Role::Reviewer);
    let request = DecideRequest {
        expected: Some(0),
        note: Some(Note("el anillo".to_owned())),
        ..request(PAIR, DecisionState::Possible, None)
    };
    let first = world.engine.decide(&ana, Scope::Open, &request).unwrap();
    assert_eq!((first.version, first.score_visible), (1, Some(true)));
    assert!(first.model.is_some() && first.seen.contains_key("sex"));
    assert!(!first.seen.contains_key("dental"), "neither says anything of teeth");
    let stale = world.engine.decide(&ana, Scope::Open, &request).unwrap_err();
    assert!(matches!(stale, EngineError::Store(error) if error.is_stale()));
}

#[test]
fn a_child_is_told_of_when_received_and_when_matched_and_a_hold_takes_it_back() {
    let world = world();
    world.shelter("S1", "");
    assert_eq!(world.told(), ["received GT", "received HN"]);
    world.notice("N1", "");
    let held = r#","protection_hold":"true""#;
    world.shelter("S2", held);
    world.examine();
    assert_eq!(world.told(), ["matched GT", "matched HN", "received GT", "received HN"]);
    // Nothing is told twice, whatever is examined again.
    world.notice("N1", r#","circumstances":"iba con su tía""#);
    world.examine();
    assert_eq!(world.told().len(), 4);
    world.assert_sound();
    // Guatemala has been given its page; Honduras has not.
    let consul = person("consul", Role::Consular);
    let inbox = world.engine.inbox(&consul, true, None, 0, 9).unwrap();
    assert_eq!(inbox.notifications.len(), 2);
    assert!(inbox.notifications.iter().all(|n| n.to.code() == "GT"));
    let id = inbox.notifications[0].id;
    let seen = world.engine.notified_record(&consul, id).unwrap().unwrap();
    assert_eq!(seen.record.key.local_id, "S1");
    assert!(world.engine.acknowledge(&consul, id).unwrap().is_some());
    world.shelter("S1", held);
    assert_eq!(world.told(), ["retracted GT", "retracted GT"]);
    assert!(world.engine.notified_record(&consul, id).unwrap().is_none());
    world.assert_sound();
    let protection = person("paz", Role::ChildProtection);
    assert!(world.engine.inbox(&protection, true, None, 0, 9).is_err());
    let overdue = world.engine.overdue(&protection, 0, 0, 9).unwrap();
    assert!(overdue.notifications.iter().all(|n| n.event == NotificationEvent::Retracted));
}

#[test]
fn a_match_that_is_ruled_out_is_taken_back_and_not_told_again() {
    let world = world();
    world.notice("N1", "");
    world.shelter("S1", "");
    world.examine();
    assert!(world.told().contains(&"matched HN".to_owned()));
    let ana = person("ana", Role::Reviewer);
    world.decide(&ana, LIVING, DecisionState::RuledOut, Some(DecisionReason::Documents)).unwrap();
    world.notice("N1", r#","travelling_with":["su tía"]"#);
    world.examine();
    assert_eq!(world.told(), ["received GT", "received HN"]);
    world.assert_sound();
}

#[test]
fn matches_are_examined_from_where_the_log_was_left() {
    let world = world();
    world.shelter("S1", "");
    world.notice("N1", "");
    // The process ends before anything was examined.
    let world = world.reopen();
    world.examine();
    assert_eq!(world.told().len(), 4);
    let done = world.engine.examine_matches(0.9).unwrap();
    assert_eq!((done.written, done.more), (0, false));
}

#[test]
fn a_batch_is_examined_in_steps_although_it_is_one_place_of_the_log() {
    let world = world();
    world.notice("N1", "");
    world.examine();
    let mut sheet = String::new();
    for number in 2..=120 {
        sheet += &format!("{{\"local_id\":\"S{number}\",\"age_min\":\"40\"}}\n");
    }
    // The last one is whom the notice seeks.
    sheet += &shelter_row("S1", "").replace('\n', " ");
    world.import(Kind::Shelter, &sheet);
    let first = world.engine.examine_matches(0.9).unwrap();
    assert!(first.more);
    // A restart goes on within the batch.
    let world = world.reopen();
    let second = world.engine.examine_matches(0.9).unwrap();
    assert_eq!((second.seq, second.more, second.written), (first.seq, true, 0));
    let last = world.engine.examine_matches(0.9).unwrap();
    assert_eq!((last.more, last.written), (false, 2));
    assert_eq!(world.told(), ["matched GT", "matched HN", "received GT", "received HN"]);
}

#[test]
fn pairs_ruled_out_elsewhere_come_in_and_others_stay_as_they_are() {
    let world = world();
    world.notice("N1", "");
    for id in ["R1", "R2", "R3"] {
        world.remains(id, "");
    }
    let ana = person("ana", Role::Reviewer);
    world.decide(&ana, ["COMITE/N1", "SEMEFO/R2"], DecisionState::Possible, None).unwrap();
    let file = world.folder.path().join("pairs.csv");
    std::fs::write(
        &file,
        "left_source,left_id,right_source,right_id,reason,note\n\
         COMITE,N1,SEMEFO,R1,dna,laboratorio\n\
         SEMEFO,R1,COMITE,N1,dna,\n\
         COMITE,N1,SEMEFO,R2,dna,\n\
         COMITE,N1,SEMEFO,R9,dna,\n\
         COMITE,N1,SEMEFO,R3,nombre raro,\n\
         COMITE,N1,SEMEFO,R3,other,\n",
    )
    .unwrap();
    let import = || {
        let table = vinculo_exchange::TableReader::open(&file).unwrap();
        world.engine.import_ruled_out(&ana, table).unwrap()
    };
    let done = import();
    let rejected: Vec<(u64, &str)> = done.rejected.iter().map(|p| (p.row, p.code)).collect();
    let expected =
        [(3, "decided_otherwise"), (4, "no_such_record"), (5, "reason"), (6, "needs_note")];
    assert_eq!((done.imported.len(), done.unchanged, rejected), (1, 1, expected.to_vec()));
    let again = import();
    assert_eq!((again.imported.len(), again.unchanged), (0, 2));
    let lists = world.candidates(Link::NoticeRemains, RuledOut::LeftOut);
    assert_eq!(lists, ["N1 R2 possible ", "N1 R3 unreviewed "]);
    let search = person("sol", Role::Search);
    let table = vinculo_exchange::TableReader::open(&file).unwrap();
    assert!(world.engine.import_ruled_out(&search, table).is_err());
}
