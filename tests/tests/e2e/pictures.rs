//! The same picture: from a sheet with photos to a lead, and what must never come of it.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::http::Server;
use crate::picture::{commented, cropped, drawn, jpeg, mirrored, png, resized};
use crate::support::{Store, arg, csv_columns, csv_rows, run};

/// A sheet with its photos in a folder of its own beside the store.
fn sheet(store: &Store, name: &str, rows: &str, photos: &[(&str, &[u8])]) -> PathBuf {
    let folder = store.beside(name);
    fs::create_dir_all(&folder).unwrap();
    for (photo, bytes) in photos {
        let path = folder.join(photo);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let path = folder.join("sheet.csv");
    fs::write(&path, rows).unwrap();
    path
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn import(store: &Store, kind: &str, source: &str, file: &std::path::Path) -> String {
    store.run("import", ["--kind", kind, "--source", source, arg(file)]).ended(0).err
}

fn image(args: &[&str]) -> crate::support::Ran {
    run([&["image"], args].concat())
}

/// Records that show a file's picture, with the tier, the surest first.
fn found(store: &Store, name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let file = store.beside(name);
    fs::write(&file, bytes).unwrap();
    let ran = image(&["search", "--store", &store.arg(), "--json", arg(&file)]).ended(0);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let hit = |hit: &Value| {
        (format!("{}/{}", text(&hit["source"]), text(&hit["local_id"])), text(&hit["tier"]))
    };
    ran.json()["hits"].as_array().unwrap().iter().map(hit).collect()
}

fn dups(store: &Store) -> Value {
    image(&["dups", "--store", &store.arg(), "--json"]).ended(0).json()
}

/// A notice's photo comes back small and cut in a shelter's record of another name.
fn travelled() -> (Store, image::RgbImage) {
    let store = Store::new();
    let picture = drawn(1);
    let notices = sheet(
        &store,
        "notices",
        "local_id,given_names,sex,photos\nN1,Ana,female,fotos/ana.jpg:rostro\nN2,Eva,female,eva.png:rostro\n",
        &[("fotos/ana.jpg", &jpeg(&picture, 90)), ("eva.png", &png(&drawn(2)))],
    );
    import(&store, "notice", "ORG", &notices);
    let shelter = sheet(
        &store,
        "shelter",
        "local_id,given_names,sex,photos\nS1,Luz,female,x.jpg:cara\nS2,Sol,female,y.jpg:cara\n",
        &[("x.jpg", &jpeg(&resized(&picture, 60), 50)), ("y.jpg", &jpeg(&drawn(3), 80))],
    );
    import(&store, "shelter", "ALBERGUE", &shelter);
    (store, picture)
}

#[test]
fn a_photo_that_travelled_is_found_searched_and_evidence() {
    let (store, picture) = travelled();
    let both = vec![
        ("ALBERGUE/S1".to_owned(), "strong".to_owned()),
        ("ORG/N1".to_owned(), "strong".to_owned()),
    ];
    let sorted = |mut found: Vec<_>| {
        found.sort();
        found
    };
    assert_eq!(sorted(found(&store, "a.jpg", &jpeg(&picture, 30))), both);
    let mirror = found(&store, "b.jpg", &jpeg(&mirrored(&picture), 80));
    assert!(mirror.iter().any(|(record, _)| record == "ORG/N1"), "{mirror:?}");
    let crop = found(&store, "c.jpg", &jpeg(&cropped(&picture), 80));
    assert!(crop.iter().any(|(record, _)| record == "ORG/N1"), "{crop:?}");
    assert_eq!(found(&store, "d.jpg", &jpeg(&drawn(9), 80)), []);

    let clusters = dups(&store);
    assert_eq!(clusters.as_array().unwrap().len(), 1, "{clusters}");
    assert_eq!(clusters[0]["template"], false);
    assert_eq!(clusters[0]["shown"].as_array().unwrap().len(), 2);

    let out = store.beside("candidates.csv");
    store.run("match", ["--link", "notice-shelter", "--out", arg(&out)]).ended(0);
    assert!(csv_columns(&out).contains(&"w_picture".to_owned()));
    for row in csv_rows(&out) {
        let weight: f64 = row["w_picture"].parse().unwrap();
        let shares = row["left_id"] == "N1" && row["right_id"] == "S1";
        assert_eq!(weight > 10.0, shares, "{row:?}");
        assert_eq!(weight == 0.0, !shares, "{row:?}");
        if shares {
            assert_eq!(row["rank"], "1");
            assert!(row["reason"].contains("same picture of a face"), "{}", row["reason"]);
        }
    }
    let explained = store.run("explain", ["ORG/N1", "ALBERGUE/S1"]).ended(0).out;
    assert!(explained.contains("same picture of a face"), "{explained}");
    assert!(explained.contains("photo 1 (face"), "{explained}");
    assert!(explained.contains("does not say the same person"), "{explained}");
    assert!(!explained.contains("x.jpg"), "{explained}");
    assert_eq!(store.sound_records(), 4);
    store.run("reindex", [""; 0]).ended(0);
    assert_eq!(dups(&store), clusters);
    assert_eq!(store.sound_records(), 4);
}

#[test]
fn an_archive_holds_sheet_and_photos() {
    let store = Store::new();
    let rows = "local_id,photos\n1,fotos/1.jpg:tatuaje\n2,2.png:prenda\n";
    let archive = store.beside("batch.zip");
    let files: &[(&str, &[u8])] = &[
        ("lote/datos.csv", rows.as_bytes()),
        ("lote/fotos/1.jpg", &jpeg(&drawn(1), 90)),
        ("lote/2.png", &png(&drawn(2))),
    ];
    fs::write(&archive, zipped(files)).unwrap();
    let said = import(&store, "remains", "SEMEFO", &archive);
    assert!(said.contains("created 2") && said.contains("with doubts 0"), "{said}");
    assert_eq!(found(&store, "q.jpg", &jpeg(&drawn(2), 50))[0].0, "SEMEFO/2");
    // The same again changes nothing, nor does the sheet without its photos.
    assert!(import(&store, "remains", "SEMEFO", &archive).contains("unchanged 2"));
    let bare = sheet(&store, "bare", rows, &[]);
    let said = import(&store, "remains", "SEMEFO", &bare);
    assert!(said.contains("unchanged 2"), "{said}");
    // Another photo under the same name is another version.
    let changed = sheet(&store, "changed", rows, &[("fotos/1.jpg", &jpeg(&drawn(7), 90))]);
    let said = import(&store, "remains", "SEMEFO", &changed);
    assert!(said.contains("updated 1") && said.contains("unchanged 1"), "{said}");
    assert_eq!(found(&store, "q.jpg", &jpeg(&drawn(7), 50))[0].0, "SEMEFO/1");
    assert!(!found(&store, "q.jpg", &jpeg(&drawn(1), 50)).iter().any(|hit| hit.0 == "SEMEFO/1"));
}

/// Files that are no photo, with the code that the report gives.
fn bad_photos() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let whole = jpeg(&drawn(1), 90);
    // A frame header of 30,000 × 30,000 pixels.
    let frame = whole.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
    let mut vast = whole.clone();
    vast[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    vec![
        ("vlex1.jpg", whole[..whole.len() / 2].to_vec(), "photo_damaged"),
        ("vlex2.jpg", Vec::new(), "photo_empty"),
        ("vlex3.jpg", b"esto no es una foto".to_vec(), "photo_format"),
        ("vlex4.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), "photo_format"),
        ("vlex5.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "photo_format"),
        ("vlex6.jpg", vast, "photo_too_large"),
        ("vlex7.png", png(&image::RgbImage::new(1, 1)), "photo_too_small"),
        (
            "vlex8.png",
            png(&image::RgbImage::from_pixel(200, 200, image::Rgb([9; 3]))),
            "photo_plain",
        ),
    ]
}

#[test]
fn a_photo_that_cannot_be_used_costs_the_photo_and_not_the_row() {
    let store = Store::new();
    let bad = bad_photos();
    let mut rows = "local_id,given_names,photos\n".to_owned();
    let mut expected = Vec::new();
    for (i, (name, _, code)) in bad.iter().enumerate() {
        rows += &format!("{i},Zyxomar,{name}:rostro\n");
        expected.push(((i + 2).to_string(), *code));
    }
    let elsewhere =
        ["../../etc/passwd:rostro", "/etc/passwd:rostro", "c:\\\\a.jpg", "no hay.jpg:rostro"];
    for (i, (name, code)) in elsewhere
        .iter()
        .zip(["photo_name", "photo_name", "photo_missing", "photo_missing"])
        .enumerate()
    {
        rows += &format!("x{i},Zyxomar,{name}\n");
        expected.push(((bad.len() + i + 2).to_string(), code));
    }
    // A photo of a wrong ending is read all the same.
    rows += "good,Zyxomar,really a png.jpg:rostro\n";
    let mut photos: Vec<(&str, &[u8])> =
        bad.iter().map(|(name, bytes, _)| (*name, bytes.as_slice())).collect();
    let good = png(&drawn(4));
    photos.push(("really a png.jpg", &good));
    let file = sheet(&store, "bad", &rows, &photos);
    let report = store.beside("report.csv");
    let args = ["--kind", "notice", "--source", "ORG", "--report", arg(&report), arg(&file)];
    let ran = store.run("import", args).ended(0);
    let told: Vec<(String, String)> =
        csv_rows(&report).iter().map(|row| (row["line"].clone(), row["code"].clone())).collect();
    let expected: Vec<(String, String)> =
        expected.into_iter().map(|(line, code)| (line, code.to_owned())).collect();
    assert_eq!(told, expected, "{}", ran.err);
    assert!(csv_rows(&report).iter().all(|row| row["column"] == "photos" && row["item"] == "1"));
    let said = fs::read_to_string(&report).unwrap() + &ran.err;
    assert!(!said.contains("vlex"), "{said}");
    assert!(!said.contains("passwd") && !said.contains("no hay"), "{said}");
    assert_eq!(store.sound_records() as usize, bad.len() + elsewhere.len() + 1);
    assert_eq!(found(&store, "q.jpg", &jpeg(&drawn(4), 60))[0].0, "ORG/good");
}

#[test]
fn an_archive_with_a_traversal_name_costs_that_photo() {
    let store = Store::new();
    let rows = "local_id,photos\n1,../../evil.jpg:rostro\n2,evil.jpg:rostro\n3,ok.jpg:rostro\n";
    let photo = jpeg(&drawn(1), 90);
    let archive = store.beside("batch.zip");
    let files: &[(&str, &[u8])] =
        &[("s.csv", rows.as_bytes()), ("../../evil.jpg", &photo), ("ok.jpg", &photo)];
    fs::write(&archive, zipped(files)).unwrap();
    let report = store.beside("report.csv");
    let args = ["--kind", "notice", "--source", "ORG", "--report", arg(&report), arg(&archive)];
    store.run("import", args).ended(0);
    let codes: Vec<String> = csv_rows(&report).iter().map(|row| row["code"].clone()).collect();
    assert_eq!(codes, ["photo_name", "photo_missing"]);
    assert_eq!(store.sound_records(), 3);
}

#[test]
fn two_folders_are_compared_file_by_file() {
    let store = Store::new();
    let (left, right, out) =
        (store.beside("left"), store.beside("right"), store.beside("pairs.csv"));
    for folder in [&left, &right] {
        fs::create_dir_all(folder).unwrap();
    }
    for seed in 1..=6 {
        fs::write(left.join(format!("{seed}.jpg")), jpeg(&drawn(seed), 90)).unwrap();
    }
    for seed in 4..=9 {
        fs::write(right.join(format!("r{seed}.png")), png(&resized(&drawn(seed), 70))).unwrap();
    }
    fs::write(right.join("notes.txt"), "no picture").unwrap();
    let ran = image(&["pairs", "--left", arg(&left), "--right", arg(&right), "--out", arg(&out)])
        .ended(0);
    assert!(ran.err.contains("notes.txt"), "{}", ran.err);
    assert_eq!(csv_columns(&out), ["left", "right", "tier", "distance", "inliers"]);
    let pairs: Vec<(String, String, String)> = csv_rows(&out)
        .iter()
        .map(|row| (row["left"].clone(), row["right"].clone(), row["tier"].clone()))
        .collect();
    let expected: Vec<(String, String, String)> = (4..=6)
        .map(|seed| (format!("{seed}.jpg"), format!("r{seed}.png"), "strong".to_owned()))
        .collect();
    assert_eq!(pairs, expected);
}

#[test]
fn codes_are_compared_where_photos_may_not_be_shared() {
    let (store, picture) = travelled();
    let sheet = store.beside("codes.csv");
    image(&["codes", "--store", &store.arg(), "--kind", "notice", "--out", arg(&sheet)]).ended(0);
    let text = fs::read_to_string(&sheet).unwrap();
    assert!(!text.contains("ana.jpg") && !text.contains("Ana"), "{text}");
    let partner = Store::new();
    partner.run("import", ["--kind", "notice", "--source", "ORG", arg(&sheet)]).ended(0);
    assert_eq!(found(&partner, "q.jpg", &jpeg(&picture, 60))[0].0, "ORG/N1");
    // By code alone, too.
    let file = partner.beside("q.jpg");
    let listed = image(&["codes", arg(&file)]).ended(0).out;
    let code = listed.lines().nth(1).unwrap().rsplit_once(',').unwrap().1.to_owned();
    let args = ["search", "--store", &partner.arg(), "--json", "--code", &code];
    assert_eq!(image(&args).ended(0).json()["hits"][0]["local_id"], "N1");
    image(&["search", "--store", &partner.arg(), "--code", "no code"]).ended(1);
    assert_eq!(partner.sound_records(), 2);
}

#[test]
fn a_picture_that_many_people_s_records_show_is_no_evidence() {
    let store = Store::new();
    let logo = drawn(5);
    let mut rows = "local_id,given_names,photos\n".to_owned();
    let photos: Vec<(String, Vec<u8>)> = (0..12)
        .map(|i| (format!("{i}.jpg"), jpeg(&resized(&logo, 100 - 3 * i), 60 + i as u8)))
        .collect();
    for (i, (name, _)) in photos.iter().enumerate() {
        rows += &format!("{i},Ana,{name}:rostro\n");
    }
    let photos: Vec<(&str, &[u8])> =
        photos.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let file = sheet(&store, "logo", &rows, &photos);
    import(&store, "notice", "ORG", &file);
    let clusters = dups(&store);
    assert_eq!(clusters.as_array().unwrap().len(), 1, "{clusters}");
    assert_eq!(clusters[0]["template"], true);
    let out = store.beside("candidates.csv");
    store.run("match", ["--link", "notice-notice", "--out", arg(&out)]).ended(0);
    assert!(csv_rows(&out).iter().all(|row| row["w_picture"].parse::<f64>() == Ok(0.0)));
    let query = store.beside("q.jpg");
    fs::write(&query, jpeg(&logo, 50)).unwrap();
    let found = image(&["search", "--store", &store.arg(), "--json", arg(&query)]).ended(0).json();
    assert_eq!(found["template"], true);
    assert_eq!(store.sound_records(), 12);
}

#[test]
fn the_server_takes_an_archive_finds_a_picture_and_gives_no_original() {
    let store = Store::new();
    let server = Server::start(&store);
    let photo = commented(&drawn(1), "GPS 14.6,-90.5 Zyxomar");
    let rows = "local_id,given_names,photos\n1,Zyxomar,Zyxomar Quorth.jpg:rostro\n2,Ana,b.jpg\n";
    let files: &[(&str, &[u8])] = &[("datos.csv", rows.as_bytes()), ("Zyxomar Quorth.jpg", &photo)];
    let address = server
        .send("/api/v1/batches?kind=notice&source=ORG", "application/zip", zipped(files))
        .has(202)
        .header("location")
        .to_owned();
    let batch = server.batch_done(&address);
    assert_eq!(batch["state"], "succeeded", "{batch}");
    let doubts = server.get(&format!("{address}/rows")).has(200);
    assert!(
        doubts.text.contains("photo_missing") && !doubts.text.contains("Quorth"),
        "{}",
        doubts.text
    );

    let search = |bytes: Vec<u8>| server.send("/api/v1/images:search", "image/jpeg", bytes);
    let answer = search(jpeg(&resized(&drawn(1), 80), 50)).has(200).json();
    assert_eq!(answer["hits"][0]["local_id"], "1", "{answer}");
    assert_eq!(answer["hits"][0]["photo"], 1);
    assert_eq!(search(jpeg(&drawn(8), 50)).has(200).json()["hits"], json!([]));
    let problem = search(b"no picture".to_vec()).has(422);
    assert_eq!(problem.json()["code"], "unreadable_picture");
    server.post("/api/v1/images:search", &json!({"code": "x"})).has(422);

    let thumbnail = server.bytes("/api/v1/records/notice/ORG/1/photos/1?side=100");
    let small = image::load_from_memory(&thumbnail).unwrap();
    assert_eq!((small.width(), small.height()), (100, 75));
    assert!(!thumbnail.windows(7).any(|window| window == b"Zyxomar"));
    for missing in ["notice/ORG/1/photos/2", "notice/ORG/2/photos/1", "notice/ORG/9/photos/1"] {
        server.get(&format!("/api/v1/records/{missing}")).has(404);
    }

    let held = json!({
        "kind": "notice", "source": "ORG", "local_id": "1", "protection_hold": true,
        "photos": ["Zyxomar Quorth.jpg:rostro"],
    });
    server.post("/api/v1/records", &held).has(202);
    assert_eq!(search(jpeg(&drawn(1), 50)).has(200).json()["hits"], json!([]));
    server.get("/api/v1/records/notice/ORG/1/photos/1").has(404);
    assert!(!server.log().contains("Zyxomar"), "{}", server.log());
}

#[test]
fn a_held_record_s_pictures_exist_for_nothing() {
    let (store, picture) = travelled();
    let shelter = sheet(
        &store,
        "held",
        "local_id,given_names,sex,photos,protection_hold\nS1,Luz,female,x.jpg:cara,true\n",
        &[("x.jpg", &jpeg(&resized(&picture, 60), 50))],
    );
    import(&store, "shelter", "ALBERGUE", &shelter);
    assert_eq!(found(&store, "a.jpg", &jpeg(&picture, 30)), [("ORG/N1".into(), "strong".into())]);
    assert_eq!(dups(&store), json!([]));
    let out = store.beside("candidates.csv");
    store.run("match", ["--link", "notice-shelter", "--out", arg(&out)]).ended(0);
    for row in csv_rows(&out) {
        assert_ne!(row["right_id"], "S1");
        assert_eq!(row["w_picture"].parse::<f64>(), Ok(0.0), "{row:?}");
    }
    let codes = store.beside("codes.csv");
    image(&["codes", "--store", &store.arg(), "--kind", "shelter", "--out", arg(&codes)]).ended(0);
    assert!(!fs::read_to_string(&codes).unwrap().contains("S1"));
    assert_eq!(store.sound_records(), 4);
}
