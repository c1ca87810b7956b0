//! What is wrong with a table beside the schemas is said with its row.

mod support;

use support::{Set, THING, endpoint, refuses_table, schema};

#[test]
fn a_name_that_matches_nothing() {
    for table in [
        "[types]\nnone = \"Lost\"",
        "[fields]\n\"thing.none\" = \"x\"",
        "[formats]\n\"thing.none\" = \"base64\"",
        "[modules]\nnone_ = \"x\"",
        "[skip]\nnone = \"because\"",
        "[enum.Lost]\nat = [\"thing.none\"]",
        "[enum.Lost]\ndoc = \"Nothing.\"",
        "inline = [\"none\"]",
        "include = [\"thing\", \"none/\"]",
        "error_arm = \"none\"",
    ] {
        refuses_table("rust.toml", table, &["rust.toml#/", "matches nothing"]);
    }
    refuses_table("rust.toml", "types = [", &["rust.toml"]);
}

#[test]
fn what_no_table_knows_or_is_of_another_type() {
    for (file, text, place) in [
        ("rust.toml", "[feilds]\n\"thing.n\" = \"m\"", "/feilds"),
        ("rust.toml", "types = 3", "/types"),
        ("rust.toml", "[types]\nthing = 3", "/types/thing"),
        ("rust.toml", "inline = [3]", "/inline"),
        (
            "rust.toml",
            "[formats]\n\"thing.n\" = \"wobble\"",
            "/formats/thing.n",
        ),
        (
            "rust.toml",
            "[enum.E]\nvalue = { a = \"x\" }",
            "/enum/E/value",
        ),
        ("rust.toml", "[enum.E]\nat = [3]", "/enum/E/at"),
        ("rust.toml", "[enum.E.values]\na = 3", "/enum/E/values/a"),
        (
            "rust.toml",
            "[enum.E.values]\na = { nam = \"A\" }",
            "/enum/E/values/a/nam",
        ),
        (
            "corrections.toml",
            "[[corrections]]\nid = \"C7\"",
            "/corrections",
        ),
        ("corrections.toml", "correction = 3", "/correction"),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = \"/type\"\nbefor = \"x\""),
            "/correction/0/befor",
        ),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = [\"/type\", 3]"),
            "/correction/0/at",
        ),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = \"/type\"")
                .replace("\"x.v1.thing\"", "[\"x.v1.thing\", 3]"),
            "/correction/0/schema",
        ),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = \"/type\"\nto = \"x\""),
            "/correction/0/to",
        ),
        ("endpoints.toml", "[[endpiont]]\nx = 1", "/endpiont"),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\nlevel = -1"),
            "/endpoint/0/level",
        ),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\nlevel = \"x\""),
            "/endpoint/0/level",
        ),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\npublishes = [3]"),
            "/endpoint/0/publishes",
        ),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\npaging = 3"),
            "/endpoint/0/paging",
        ),
        ("levels.toml", &level("levle = 1"), "/field/0/levle"),
        ("levels.toml", &level("level = -1"), "/field/0/level"),
        ("levels.toml", &level("values = 1"), "/field/0/values"),
        ("events.toml", "[[events]]\ntype = \"x\"", "/events"),
        ("events.toml", "[[event]]\ntype = 3", "/event/0/type"),
    ] {
        refuses_table(file, text, &[&format!("{file}#{place}: ")]);
    }
}

fn level(rest: &str) -> String {
    format!("[[field]]\ntype = \"thing\"\nfield = \"n\"\nsince = \"2.12.0\"\n{rest}")
}

fn correction(rest: &str) -> String {
    format!(
        "[[correction]]\nid = \"C7\"\nschema = \"x.v1.thing\"\nwhy = \"w\"\nevidence = \"e\"\nservers = \"s\"\n{rest}"
    )
}

#[test]
fn a_correction_that_does_not_apply() {
    for (rest, place) in [
        (
            "op = \"remove\"\nat = \"/properties/none\"",
            "/properties/none",
        ),
        (
            "op = \"replace\"\nat = \"/properties/n/type\"\nvalue = \"integer\"",
            "so already",
        ),
        (
            "op = \"replace\"\nat = \"/properties/n/none\"\nvalue = 1",
            "not there",
        ),
        (
            "op = \"add\"\nat = \"/properties/n\"\nvalue = 1",
            "there already",
        ),
        ("op = \"add\"\nat = \"/none/n\"\nvalue = 1", "parent"),
        (
            "op = \"add\"\nat = \"/properties/m\"\nbefore = \"none\"\nvalue = 1",
            "none",
        ),
        (
            "op = \"rename\"\nat = \"/properties/none\"\nto = \"m\"",
            "not there",
        ),
        (
            "op = \"rename\"\nat = \"/properties/n\"\nto = \"n\"",
            "there already",
        ),
        (
            "op = \"remove\"\nat = \"/required\"\nvalue = \"n\"",
            "array",
        ),
    ] {
        refuses_table(
            "corrections.toml",
            &correction(rest),
            &["thing.json#/", "correction C7", place],
        );
    }
    let other = correction("op = \"remove\"\nat = \"/type\"").replace("x.v1.thing", "x.v1.none");
    refuses_table(
        "corrections.toml",
        &other,
        &["corrections.toml#/correction/0", "C7", "\"x.v1.none\""],
    );
}

#[test]
fn a_correction_that_is_not_complete() {
    for text in [
        "[[correction]]\nschema = \"x.v1.thing\"",
        "[[correction]]\nid = \"C7\"\nschema = \"x.v1.thing\"\nop = \"remove\"\nat = \"/type\"",
        &correction("op = \"twist\"\nat = \"/type\""),
        &correction("op = \"add\"\nat = \"/type\""),
        &correction("op = \"remove\""),
        &format!("{0}\n{0}", correction("op = \"remove\"\nat = \"/type\"\n")),
    ] {
        refuses_table("corrections.toml", text, &["corrections.toml#/correction/"]);
    }
}

#[test]
fn an_endpoint_that_does_not_fit_the_schemas() {
    for (rest, what) in [
        ("reply = \"json\"", "response"),
        ("reply = \"json\"\nresponse = \"x.v1.none\"", "x.v1.none"),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\nrequest = \"x.v1.none\"",
            "x.v1.none",
        ),
        ("reply = \"telegram\"", "telegram"),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\nform_of = \"none\"",
            "none",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\ncolour = \"red\"",
            "colour",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\npaging = { items = \"n\" }",
            "limit",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\npaging = { items = \"n\", limit = 2 }",
            "offset",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\ntokens = { stream = \"n\" }",
            "\"n\"",
        ),
    ] {
        refuses_table(
            "endpoints.toml",
            &endpoint(rest),
            &["endpoints.toml#/endpoint/0", what],
        );
    }
}

#[test]
fn a_level_for_something_that_is_not_there() {
    let row = |owner: &str, field: &str| {
        format!("[[field]]\ntype = \"{owner}\"\nfield = \"{field}\"\nsince = \"2.12.0\"\nlevel = 2")
    };
    refuses_table(
        "levels.toml",
        &row("none", "n"),
        &["levels.toml#/field/0", "none"],
    );
    refuses_table(
        "levels.toml",
        &row("thing", "none"),
        &["levels.toml#/field/0", "none"],
    );
    let twice = [row("thing", "n"), row("thing", "n")].join("\n");
    refuses_table("levels.toml", &twice, &["levels.toml#/field/1", "thing.n"]);
}

#[test]
fn a_table_of_errors_that_contradicts_itself() {
    let row = |code: u32, constant: &str| {
        format!(
            r#"{{"constant": "{constant}", "code": 400, "error_code": {code}, "description": "d"}}"#
        )
    };
    for (rows, what) in [
        (
            format!("[{}, {}]", row(1, "JSAErr"), row(1, "JSBErr")),
            "twice",
        ),
        (
            format!("[{}, {}]", row(1, "JSAErr"), row(2, "JSAErrF")),
            "A",
        ),
        (format!("[{}]", row(70_000, "JSAErr")), "16 bits"),
        ("{}".to_owned(), "array"),
        ("[{}]".to_owned(), "error_code"),
    ] {
        refuses_table("server/errors.json", &rows, &["errors.json", what]);
    }
}

#[test]
fn levels_follow_from_releases() {
    let release =
        |since: &str, level: u64| format!("[[release]]\nsince = \"{since}\"\nlevel = {level}\n");
    let field = |rest: &str| format!("[[field]]\ntype = \"thing\"\nfield = \"n\"\n{rest}");
    let good = release("2.11.0", 1) + &release("2.14.0", 4);
    for (table, parts) in [
        (
            good.clone() + &field("since = \"2.12.0\"\nlevel = 2"),
            ["#/field/0", "level 2, but 2.12.0 has level 1"],
        ),
        (
            good.clone() + &field("since = \"2.12\""),
            ["#/field/0", "\"2.12\" is no version"],
        ),
        (
            release("2.11", 1),
            ["#/release/0", "\"2.11\" is no version"],
        ),
        (
            release("2.14.0", 4) + &release("2.11.0", 5),
            ["#/release/1", "2.11.0 does not come after 2.14.0"],
        ),
        (
            release("2.11.0", 4) + &release("2.14.0", 4),
            ["#/release/1", "2.14.0 does not come after 2.11.0"],
        ),
        (
            "[[release]]\nsince = \"2.11.0\"".to_owned(),
            ["#/release/0", "level"],
        ),
        (
            format!("newest = \"new\"\n{good}"),
            ["levels.toml", "\"new\" is no version"],
        ),
    ] {
        refuses_table("levels.toml", &table, &parts);
    }
    let since = |version: &str| {
        let set = Set::new(&[
            ("thing.json", &schema("x.v1.thing", THING)),
            (
                "levels.toml",
                &(good.clone() + &field(&format!("since = \"{version}\""))),
            ),
        ]);
        set.code()
    };
    assert!(since("2.14.3").contains("Requires API level 4"));
    assert!(since("2.13.0").contains("Requires API level 1"));
    assert!(!since("2.10.0").contains("Requires API level"));
}
