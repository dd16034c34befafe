//! Logs and messages show nothing of the people in the records.

use serde_json::json;

use crate::http::Server;
use crate::support::{Ran, Store, arg};

/// Values that stand in the records and nowhere else.
const SENTINELS: [&str; 8] = [
    "Zyxomar",
    "Quorthiñez",
    "Vlexpueblo",
    "5550198765",
    "ZZQQ900101HDFXXX09",
    "tatuaje de un grifo violeta",
    "Brumhilda",
    "1987-06-05",
];

fn rows() -> String {
    let head = "local_id,given_names,paternal_surname,birth_date,event_place,document_numbers,\
                contact,marks,relatives,circumstances,sex,event_date\n";
    let row = |id: &str, sex: &str, date: &str| {
        format!(
            "{id},Zyxomar,Quorthiñez,1987-06-05,Vlexpueblo,CURP:ZZQQ900101HDFXXX09,5550198765,\
             tattoo@arm/left:tatuaje de un grifo violeta,madre:Brumhilda Quorthiñez,\
             Brumhilda llamó al 5550198765,{sex},{date}\n"
        )
    };
    // The second has bad cells, the third is rejected as another content of one id.
    head.to_owned()
        + &row("1", "male", "2021-05-05")
        + &row("2", "Zyxomar", "Quorthiñez")
        + &row("1", "female", "2021-05-06")
        + "4,\"Zyxomar\",Quorthiñez,x,Vlexpueblo,CURP:ZZQQ900101HDFXXX09,5550198765,a,b,c,d,e,f,g\n"
}

#[track_caller]
fn check(what: &str, text: &str) {
    let text = text.to_lowercase();
    for sentinel in SENTINELS {
        assert!(!text.contains(&sentinel.to_lowercase()), "{what} shows {sentinel}: {text}");
    }
    // Folded as the index has them, too.
    assert!(!text.contains("quorthinez") && !text.contains("grifo"), "{what}: {text}");
}

fn traced(store: &Store, command: &str, args: &[&str]) -> Ran {
    let mut command = store.command(command, args);
    Ran::of(command.env("RUST_LOG", "trace").output().unwrap())
}

#[test]
fn logs_and_reports_of_commands_show_nobody() {
    let store = Store::new();
    let (sheet, report) = (store.beside("people.csv"), store.beside("report.csv"));
    std::fs::write(&sheet, rows()).unwrap();
    let args = ["--kind", "notice", "--source", "ORG", "--report", arg(&report), arg(&sheet)];
    let imported = traced(&store, "import", &args).ended(3);
    check("import", &(imported.err + &imported.out));
    check("the report", &std::fs::read_to_string(&report).unwrap());
    let found = traced(&store, "search", &["--json", "Zyxomar Quorthiñes 5550198765"]).ended(0);
    assert!(found.out.contains("Quorthiñez"), "the record is found: {}", found.out);
    check("search", &found.err);
    let out = store.beside("out.csv");
    check(
        "match",
        &traced(&store, "match", &["--link", "notice-notice", "--out", arg(&out)]).ended(0).err,
    );
    let explained = traced(&store, "explain", &["ORG/1", "ORG/2"]).ended(0);
    assert!(explained.out.contains("Zyxomar"), "{}", explained.out);
    check("explain", &explained.err);
    let out = store.beside("export.parquet");
    let args = ["--kind", "notice", "--format", "parquet", "--out", arg(&out)];
    check("export", &traced(&store, "export", &args).ended(0).err);
    let verified = traced(&store, "verify", &[]).ended(0);
    check("verify", &(verified.err + &verified.out));
    check("reindex", &traced(&store, "reindex", &[]).ended(0).err);
}

#[test]
fn logs_and_problems_of_the_server_show_nobody() {
    let store = Store::new();
    let mut command = store.command("serve", ["--listen", "127.0.0.1:0"]);
    command.env("RUST_LOG", "trace");
    let server = Server::spawn(command);
    let person = json!({
        "kind": "notice", "source": "ORG", "local_id": "1", "given_names": "Zyxomar",
        "paternal_surname": "Quorthiñez", "birth_date": "1987-06-05", "contact": "5550198765",
        "document_numbers": ["CURP:ZZQQ900101HDFXXX09"], "event_place": "Vlexpueblo",
    });
    server.post("/api/v1/records", &person).has(201);
    let address = server
        .send("/api/v1/batches?kind=notice&source=ORG", "text/csv", rows())
        .has(202)
        .header("location")
        .to_owned();
    let batch = server.batch_done(&address);
    check("the batch", &batch.to_string());
    let wrong = server.get(&format!("{address}/rows?filter=rejected")).has(200);
    assert!(wrong.json()["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{}", wrong.text);
    check("rejected rows", &wrong.text);
    let found = server.post("/api/v1/search", &json!({"text": "Zyxomar Quorthiñes"})).has(200);
    assert!(found.text.contains("Quorthiñez"), "{}", found.text);
    let mut unknown = person.clone();
    unknown["Zyxomar"] = json!("5550198765");
    let mut wrong_type = person.clone();
    wrong_type["sex"] = json!({"Zyxomar": "Brumhilda"});
    let problems = [
        server.post("/api/v1/records", &wrong_type),
        server.post("/api/v1/search", &json!({"text": "Zyxomar", "sex": "Quorthiñez"})),
        server.post("/api/v1/match", &json!({"descriptions": [{"name": "a", "kind": "Zyxomar"}]})),
        server.send("/api/v1/records", "application/json", "{\"full_name\": Zyxomar 5550198765}"),
    ];
    for problem in problems {
        if problem.status != 200 {
            assert!((400..500).contains(&problem.status), "{}", problem.text);
            assert_eq!(problem.header("content-type"), "application/problem+json");
        }
        check("a problem", &problem.text);
    }
    // The name of a member is the client's own, not a value of a record.
    assert_eq!(server.post("/api/v1/records", &unknown).status, 422);
    check("the server's log", &server.log());
}
