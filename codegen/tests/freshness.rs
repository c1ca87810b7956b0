//! What is committed is what the schemas give.

#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::describe::{FOLDER, describe};
use jsapi_codegen::{Options, generate};
use std::fs;
use std::process::Command;
use support::{Set, THING, repository, schema};

#[test]
fn the_committed_code_is_what_the_schemas_give() {
    let options = Options::new(repository().join("schemas")).with_runtime("crate");
    let stale = generate(&options)
        .unwrap()
        .stale(&repository().join("jsapi/src/generated"))
        .unwrap();
    assert!(
        stale.is_empty(),
        "run `cargo codegen` and commit what it writes: {stale:?} is stale"
    );
}

#[test]
fn a_file_that_an_earlier_run_generated_goes_from_any_folder() {
    let set = Set::new(&[("thing.json", &schema("x.v1.thing", THING))]);
    let generated = set.generate().unwrap();
    let out = set.path().join("out");
    generated.write(&out).unwrap();
    assert!(generated.stale(&out).unwrap().is_empty());
    fs::create_dir(out.join("inside")).unwrap();
    fs::write(out.join("inside/old.rs"), "// Generated once.\n").unwrap();
    fs::write(out.join("inside/mine.rs"), "// Mine.\n").unwrap();
    assert_eq!(generated.stale(&out).unwrap(), ["inside/old.rs"]);
    assert_eq!(
        generated.strays(&out).unwrap(),
        ["inside/mine.rs", "inside/old.rs"]
    );
    generated.write(&out).unwrap();
    assert_eq!(generated.strays(&out).unwrap(), ["inside/mine.rs"]);
}

#[test]
fn a_check_names_files_that_no_run_generates() {
    let root = Set::new(&[
        ("schemas/thing.json", &schema("x.v1.thing", THING)),
        ("schemas/rust.toml", "include = [\"thing.json\"]"),
        ("schemas/endpoints.toml", ""),
    ]);
    let run = |command: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"))
            .current_dir(root.path())
            .arg(command)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), told)
    };
    assert_eq!(run("generate"), (true, String::new()));
    assert_eq!(run("check"), (true, String::new()));
    let described = describe(&Options::new(root.path().join("schemas"))).unwrap();
    let folder = root.path().join("schemas").join(FOLDER);
    assert!(described.strays(&folder).unwrap().is_empty());
    for stray in [
        "jsapi/src/generated/mine/notes.rs",
        "schemas/generated/notes.json",
    ] {
        root.write(stray, "{}");
        let (well, told) = run("check");
        let name = stray.split("generated/").nth(1).unwrap();
        assert!(!well && told.contains(name), "{stray}: {told}");
        fs::remove_file(root.path().join(stray)).unwrap();
    }
}
