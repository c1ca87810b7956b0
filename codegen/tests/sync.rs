//! The base is brought to other official schemas whole, or not at all.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::diff::Class;
use jsapi_codegen::sync::Sync;
use jsapi_codegen::{Options, generate};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;
use support::{checkout, official, read_official, repository, schema};
use tempfile::TempDir;

const OLD: &str = "jsm.go-v0.3.0-2025-09-22";
const NEW: &str = "jsm.go-2026-08-20";
const TABLES: [&str; 5] = [
    "corrections.toml",
    "endpoints.toml",
    "grounds.toml",
    "levels.toml",
    "rust.toml",
];

/// A copy of what of this repository a sync has to do with.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(TempDir::new().unwrap());
        for folder in ["schemas", "jsapi/src/generated"] {
            copy_folder(&repository().join(folder), &copy.path().join(folder));
        }
        copy
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Every file with its text.
    fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut tree = BTreeMap::new();
        read_folder(self.path(), self.path(), &mut tree);
        tree
    }

    fn sync(&self, from: &Path) -> Sync {
        Sync::new(self.path(), from)
            .with_commit("v1.2.3")
            .with_date("2026-01-02")
    }

    /// Everything that is generated, without the words.
    fn facts(&self) -> BTreeMap<String, String> {
        let options = Options::new(self.path().join("schemas"))
            .with_runtime("crate")
            .without_docs();
        generate(&options).unwrap().files().clone()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    let mut tree = BTreeMap::new();
    read_folder(from, from, &mut tree);
    for (path, text) in tree {
        let file = to.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

fn read_folder(root: &Path, folder: &Path, tree: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(root, &path, tree);
        } else {
            tree.insert(
                path.strip_prefix(root).unwrap().to_owned(),
                fs::read(&path).unwrap(),
            );
        }
    }
}

/// Changes one file of a checkout.
fn edit(checkout: &Path, path: &str, change: impl FnOnce(&mut Value)) {
    let file = checkout.join(path);
    let mut value = read_official(&file);
    change(&mut value);
    fs::write(file, value.to_string()).unwrap();
}

#[test]
fn the_same_schemas_change_nothing_but_the_record() {
    let (copy, from) = (Copy::new(), checkout());
    let mut before = copy.tree();
    let synced = copy.sync(from.path()).run().unwrap();
    assert!(synced.report.changes().is_empty(), "{}", synced.report);
    assert!(synced.to_describe.is_empty() && synced.dropped.is_empty());
    assert_eq!(synced.written, ["schemas/source.toml"]);
    let mut after = copy.tree();
    let source = after.remove(Path::new("schemas/source.toml")).unwrap();
    before.remove(Path::new("schemas/source.toml"));
    assert_eq!(after, before);
    let source = String::from_utf8(source).unwrap();
    assert!(
        source.contains("commit = \"v1.2.3\"\ndate = \"2026-01-02\"\n"),
        "{source}"
    );
}

#[test]
fn a_description_stays_when_only_a_bound_changes_and_is_listed() {
    const BATCH: &str = "/properties/batch";
    let (copy, from) = (Copy::new(), checkout());
    let file = "jetstream/api/v1/consumer_getnext_request.json";
    edit(from.path(), &format!("schema_source/{file}"), |schema| {
        let batch = schema.pointer_mut(BATCH).unwrap();
        batch["minimum"] = json!(7);
        batch["description"] = json!("Their words.");
    });
    let ours = read_official(&copy.path().join("schemas").join(file));
    let synced = copy.sync(from.path()).run().unwrap();
    let place = format!("schemas/{file}#{BATCH}/description");
    assert_eq!(synced.to_reread, [place]);
    assert!(synced.to_describe.is_empty());
    let now = read_official(&copy.path().join("schemas").join(file));
    let words = |schema: &Value| schema.pointer(BATCH).unwrap()["description"].clone();
    assert!(words(&ours).is_string());
    assert_eq!(words(&now), words(&ours));
    assert_eq!(now.pointer(BATCH).unwrap()["minimum"], 7);
}

/// Where the values of a field stand whose enum an extra schema has too.
const RETENTION: &str = "/definitions/stream_configuration/properties/retention/enum";

#[test]
fn values_of_an_enum_that_an_extra_schema_shares_are_added_and_removed() {
    let (copy, from) = (Copy::new(), checkout());
    let definitions = "schema_source/jetstream/api/v1/definitions.json";
    for (values, kind, class) in [
        (
            json!(["limits", "interest", "workqueue", "brand_new"]),
            "value added",
            Class::Additive,
        ),
        (
            json!(["limits", "interest", "workqueue"]),
            "value removed",
            Class::Callers,
        ),
    ] {
        edit(from.path(), definitions, |definitions| {
            *definitions.pointer_mut(RETENTION).unwrap() = values;
        });
        let synced = copy.sync(from.path()).run().unwrap();
        let changes = synced.report.changes().iter();
        let changes: Vec<_> = changes
            .filter(|change| change.class != Class::Documentation)
            .map(|change| (change.subject(), change.kind, change.class))
            .collect();
        assert_eq!(
            changes,
            [("RetentionPolicy.brand_new".to_owned(), kind, class)]
        );
    }
}

#[test]
fn a_sync_stops_where_upstream_changed_what_a_correction_corrects() {
    type Change = fn(&mut Value);
    let places: &[(&[&str], &str, Change)] = &[
        (&["D17"], "stream_configuration/required", |required| {
            required.as_array_mut().unwrap().push(json!("discard"));
        }),
        (
            &["D37", "D37b"],
            "stream_configuration/properties/persist_mode/enum",
            |values| values.as_array_mut().unwrap().push(json!("lazy")),
        ),
        (
            &["D34"],
            "stream_configuration/properties/max_msgs/minimum",
            |bound| *bound = json!(0),
        ),
        (&["D63"], "stream_info/properties/domain/type", |kind| {
            *kind = json!("integer");
        }),
        (
            &["D18b"],
            "new_deliver_policy/properties/deliver_policy/enum",
            |values| values.as_array_mut().unwrap().push(json!("newest")),
        ),
    ];
    for (ids, place, change) in places {
        let (copy, from) = (Copy::new(), checkout());
        let before = copy.tree();
        edit(
            from.path(),
            "schema_source/jetstream/api/v1/definitions.json",
            |schema| {
                change(
                    schema
                        .pointer_mut(&format!("/definitions/{place}"))
                        .unwrap(),
                )
            },
        );
        let error = copy.sync(from.path()).run().unwrap_err().to_string();
        for part in ["was  ", "is now  ", "corrected  "] {
            assert!(error.contains(part), "{error}");
        }
        for id in *ids {
            assert!(error.contains(&format!("correction {id} at")), "{error}");
        }
        let dropping = copy.sync(from.path()).drop_stale().run();
        assert!(dropping.is_err(), "{place}");
        assert!(copy.tree() == before, "{place}");

        let accepting = ids
            .iter()
            .fold(copy.sync(from.path()), |sync, id| sync.accept(*id));
        let synced = accepting.run().unwrap();
        let under: Vec<&str> = synced
            .report
            .changes()
            .iter()
            .filter(|change| change.class == Class::Corrected)
            .map(|change| change.name.as_str())
            .collect();
        assert_eq!(under, [ids.join(", ")], "{}", synced.report);
        // What is accepted is pinned, and the next sync has nothing to ask.
        copy.sync(from.path()).run().unwrap();
    }
    let error = Copy::new().sync(checkout().path()).accept("D99").run();
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("corrections.toml") && error.contains("D99"),
        "{error}"
    );
}

#[test]
fn no_extra_schema_states_values_that_the_base_has() {
    fn enums(schema: &Value, at: &str, into: &mut Vec<(String, Value)>) {
        match schema {
            Value::Object(members) => {
                for (key, value) in members {
                    if key == "enum" && value.is_array() {
                        into.push((at.to_owned(), value.clone()));
                    }
                    enums(value, &format!("{at}/{key}"), into);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| enums(item, at, into)),
            _ => {}
        }
    }
    let schemas = repository().join("schemas");
    let (mut base, mut extra) = (Vec::new(), Vec::new());
    for path in support::json_files(&schemas) {
        let schema = read_official(&schemas.join(&path));
        match path.starts_with("extra/") {
            _ if path.starts_with("generated/") => {}
            true => enums(&schema, &path, &mut extra),
            false => enums(&schema, &path, &mut base),
        }
    }
    assert!(base.len() > 10);
    for (place, values) in extra {
        let stated = base.iter().find(|(_, known)| *known == values);
        assert_eq!(stated, None, "{place} states it again");
    }
}

#[test]
fn eleven_months_back_and_forth_give_the_same_facts() {
    let (Some(old), Some(new)) = (official(OLD), official(NEW)) else {
        return;
    };
    let copy = Copy::new();
    let (tree, facts) = (copy.tree(), copy.facts());

    let error = copy.sync(&old).run().unwrap_err().to_string();
    for part in [
        "correction D52",
        "correction D46b",
        "correction D63",
        "correction D44",
    ] {
        assert!(error.contains(part), "{error}");
    }
    assert_eq!(copy.tree(), tree);

    let synced = copy.sync(&old).drop_stale().run().unwrap();
    assert_eq!(synced.mended.len(), 5);
    let told = synced.report.to_text(false);
    for part in [
        "field removed allow_batched",
        "operation removed: CONSUMER.RESET",
        "value removed flow_control",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let definitions = fs::read_to_string(
        copy.path()
            .join("schemas/jetstream/api/v1/definitions.json"),
    )
    .unwrap();
    assert!(definitions.contains("template_owner") && !definitions.contains("allow_batched"));
    // What was not touched is described as it was, and nothing in their words.
    let ours =
        fs::read_to_string(repository().join("schemas/jetstream/api/v1/definitions.json")).unwrap();
    let theirs =
        fs::read_to_string(old.join("factored/jetstream/api/v1/definitions.json")).unwrap();
    let said = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| line.contains("\"description\": \""));
        lines
            .map(|line| line.trim().trim_end_matches(',').to_owned())
            .filter(|line| line.len() > 60)
            .collect()
    };
    let (ours, theirs) = (said(&ours), said(&theirs));
    let now = said(&definitions);
    assert!(
        now.len() > 100
            && now
                .iter()
                .all(|line| ours.contains(line) && !theirs.contains(line))
    );
    // What is left without words can be generated all the same.
    assert!(
        synced
            .to_describe
            .iter()
            .any(|place| place.contains("template_owner"))
    );
    let options = Options::new(copy.path().join("schemas")).with_runtime("crate");
    let generated = copy.path().join("jsapi/src/generated");
    assert!(
        generate(&options)
            .unwrap()
            .stale(&generated)
            .unwrap()
            .is_empty()
    );

    for table in TABLES {
        fs::copy(
            repository().join("schemas").join(table),
            copy.path().join("schemas").join(table),
        )
        .unwrap();
    }
    // These are for the newer schemas, and do not fit the older ones.
    assert!(generate(&options).is_err());
    let synced = copy.sync(&new).run().unwrap();
    assert!(
        synced
            .report
            .to_text(false)
            .contains("field added allow_batched"),
        "{}",
        synced.report
    );
    assert_eq!(copy.facts(), facts);
}

#[test]
fn a_new_member_is_generated_and_to_be_described() {
    let mut codes = 0;
    let (copy, from) = (Copy::new(), checkout());
    edit(
        from.path(),
        "schema_source/jetstream/api/v1/stream_purge_request.json",
        |schema| {
            schema["properties"]["brand_new"] =
                json!({"type": "boolean", "description": "Their words about it."});
        },
    );
    edit(from.path(), "schemas/server/errors.json", |table| {
        let row = json!({"constant": "JSBrandNewErr", "code": 400, "error_code": 10999, "description": "their words", "comment": "", "help": "", "url": "", "deprecates": ""});
        let rows = table.as_array_mut().unwrap();
        codes = rows.len();
        rows.push(row);
    });
    let name = "stream_shine_request";
    let title = format!("io.nats.jetstream.api.v1.{name}");
    let text = schema(
        &title,
        r#""type": "object", "description": "Their words.", "properties": {"n": {"type": "integer"}}"#,
    );
    fs::write(
        from.path()
            .join(format!("schema_source/jetstream/api/v1/{name}.json")),
        text,
    )
    .unwrap();

    let synced = copy.sync(from.path()).run().unwrap();
    assert_eq!(
        synced.to_describe,
        [
            "schemas/jetstream/api/v1/stream_purge_request.json#/properties/brand_new/description",
            "schemas/jetstream/api/v1/stream_shine_request.json#/description",
            &format!("schemas/server/errors.json#/{codes}"),
        ]
    );
    assert_eq!(synced.without_operation, [title]);
    let code = fs::read_to_string(copy.path().join("jsapi/src/generated/stream.rs")).unwrap();
    assert!(
        code.contains("pub brand_new: bool,") && code.contains("pub struct StreamShineRequest")
    );
    let codes = fs::read_to_string(copy.path().join("jsapi/src/generated/error_code.rs")).unwrap();
    assert!(codes.contains("BRAND_NEW"));
    for (path, text) in copy.tree() {
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(
            !text.to_lowercase().contains("their words"),
            "{}",
            path.display()
        );
    }
    let told = synced.report.to_text(true);
    assert!(
        told.contains("field added brand_new") && told.contains("10999"),
        "{told}"
    );
}

/// A correction of `stream_state` or so, as the file has them.
fn correction(id: &str, at: &str, value: &str) -> String {
    format!(
        "\n[[correction]]\nid = \"{id}\"\nschema = \"io.nats.jetstream.api.v1.definitions\"\nop = \"add\"\nat = \"{at}\"\nvalue = {value}\nwhy = \"w\"\nevidence = \"e\"\nservers = \"s\"\n"
    )
}

#[test]
fn what_upstream_mends_or_begins_to_describe_is_named_and_taken_out() {
    const STATE: &str = "/definitions/stream_state/properties/shine";
    const CLUSTER: &str = "/definitions/cluster_info/properties/shine";
    let (copy, from) = (Copy::new(), checkout());
    // A member, one with a shape of our own, and a request that upstream lacked.
    let schemas = copy.path().join("schemas");
    let file = schemas.join("corrections.toml");
    let ours = fs::read_to_string(&file).unwrap();
    let mut corrections = ours.clone();
    let left = corrections.find("# what is not corrected").unwrap();
    let reference = r##"{ "$ref" = "server_definitions.json#/definitions/shine" }"##;
    let added = correction("T1", STATE, "{ type = \"integer\" }")
        + &correction("T2", CLUSTER, reference)
        + "\n";
    corrections.insert_str(left, added.trim_start_matches('\n'));
    fs::write(&file, &corrections).unwrap();
    let part = json!({"type": "object", "properties": {"n": {"type": "integer"}}});
    edit(
        copy.path(),
        "schemas/extra/jetstream/api/v1/server_definitions.json",
        |schema| {
            schema["definitions"]["shine"] = part.clone();
        },
    );
    let request = schema(
        "io.nats.jetstream.api.v1.stream_shine_request",
        r#""type": "object", "properties": {"n": {"type": "integer"}}"#,
    );
    let name = "jetstream/api/v1/stream_shine_request.json";
    fs::write(schemas.join("extra").join(name), &request).unwrap();
    copy.sync(from.path()).run().unwrap();

    edit(
        from.path(),
        "schema_source/jetstream/api/v1/definitions.json",
        |schema| {
            schema["definitions"]["stream_state"]["properties"]["shine"] =
                json!({"type": "integer"});
            schema["definitions"]["cluster_info"]["properties"]["shine"] = part.clone();
        },
    );
    fs::write(from.path().join("schema_source").join(name), &request).unwrap();
    let before = copy.tree();
    let error = copy.sync(from.path()).run().unwrap_err().to_string();
    for part in [
        "correction T1",
        "correction T2",
        "there already",
        "extra/jetstream/api/v1/stream_shine_request.json",
    ] {
        assert!(error.contains(part), "{error}");
    }
    assert!(copy.tree() == before);
    let synced = copy.sync(from.path()).drop_stale().run().unwrap();
    assert_eq!(synced.dropped.len(), 4, "{:?}", synced.dropped);
    assert!(synced.dropped[3].contains("server_definitions.json#/definitions/shine"));
    assert!(!schemas.join("extra").join(name).exists());
    let mended = fs::read_to_string(&file).unwrap();
    assert!(
        mended == ours,
        "the rest of the corrections is not as it was"
    );
}

#[test]
fn what_refers_to_nothing_or_says_nothing_new_is_named_and_taken_out() {
    let (copy, from) = (Copy::new(), checkout());
    let schemas = copy.path().join("schemas");
    let file = schemas.join("corrections.toml");
    let ours = fs::read_to_string(&file).unwrap();
    let at = "/definitions/stream_state/properties/shine";
    let reference = r##"{ "$ref" = "#/definitions/gone" }"##;
    let added = correction("T1", at, reference);
    fs::write(&file, format!("{ours}{added}")).unwrap();
    // A code of ours that the official table has now.
    let extra = read_official(&schemas.join("extra/server/errors.json"));
    let code = extra[0]["error_code"].clone();
    edit(from.path(), "schemas/server/errors.json", |table| {
        let rows = table.as_array_mut().unwrap();
        rows.retain(|row| row["error_code"] != code);
        rows.push(extra[0].clone());
    });
    let error = copy.sync(from.path()).run().unwrap_err().to_string();
    assert!(
        error.contains("correction T1 refers to \"#/definitions/gone\", which is not there"),
        "{error}"
    );
    let synced = copy.sync(from.path()).drop_stale().run().unwrap();
    assert_eq!(synced.dropped.len(), 2, "{:?}", synced.dropped);
    assert!(synced.dropped[1].contains(&format!("code {code} changes nothing")));
    assert_eq!(fs::read_to_string(&file).unwrap(), ours);
    let left = read_official(&schemas.join("extra/server/errors.json"));
    assert_eq!(left.as_array().unwrap()[..], extra.as_array().unwrap()[1..]);
}

#[test]
fn a_code_that_upstream_takes_for_something_else_stops_a_sync() {
    let (copy, from) = (Copy::new(), checkout());
    let extra = read_official(&copy.path().join("schemas/extra/server/errors.json"));
    let ours = extra.as_array().unwrap().last().unwrap();
    let code = ours["error_code"].to_string();
    edit(from.path(), "schemas/server/errors.json", |table| {
        let mut row = ours.clone();
        row["constant"] = json!("JSSomethingElseErr");
        table.as_array_mut().unwrap().push(row);
    });
    let error = copy.sync(from.path()).run().unwrap_err().to_string();
    for part in [
        format!("correction {code} at server/errors#/{code}"),
        "was        nothing".to_owned(),
        "JSSomethingElseErr".to_owned(),
    ] {
        assert!(error.contains(&part), "{error}");
    }
    let synced = copy.sync(from.path()).accept(&code).run().unwrap();
    let under = synced.report.changes().iter();
    let under = under.filter(|change| change.class == Class::Corrected);
    assert_eq!(under.count(), 1, "{}", synced.report);
}

#[test]
fn the_row_of_an_event_that_upstream_gave_up_is_taken_out() {
    let (copy, from) = (Copy::new(), checkout());
    let gone = "schema_source/jetstream/advisory/v1/stream_batch_abandoned.json";
    fs::remove_file(from.path().join(gone)).unwrap();
    let synced = copy.sync(from.path()).drop_stale().run().unwrap();
    let row = synced
        .dropped
        .iter()
        .find(|line| line.contains("events.toml"));
    assert!(row.is_some(), "{:?}", synced.dropped);
    let events = fs::read_to_string(copy.path().join("schemas/events.toml")).unwrap();
    assert!(!events.contains("stream_batch_abandoned"));
}

/// What is wrong with a folder, and what a sync from it says.
type Fault = (&'static str, fn(&Path), &'static [&'static str]);

const API: &str = "schema_source/jetstream/api/v1";

const FAULTS: &[Fault] = &[
    (
        "no folder",
        |at| fs::remove_dir_all(at).unwrap(),
        &["no directory"],
    ),
    (
        "an empty folder",
        |at| fs::remove_dir_all(at.join("schema_source")).unwrap(),
        &["no schema set"],
    ),
    (
        "dereferenced schemas only",
        |at| {
            fs::create_dir_all(at.join("schemas/jetstream/api/v1")).unwrap();
            fs::remove_dir_all(at.join("schema_source")).unwrap();
        },
        &["dereferenced"],
    ),
    (
        "a half-written schema",
        |at| {
            let file = at.join(API).join("stream_info_request.json");
            let text = fs::read_to_string(&file).unwrap();
            fs::write(file, &text[..text.len() / 2]).unwrap();
        },
        &["stream_info_request.json", "not JSON"],
    ),
    (
        "a file that is not JSON",
        |at| fs::write(at.join(API).join("notes.json"), "Dear diary").unwrap(),
        &["notes.json", "not JSON"],
    ),
    (
        "bytes that are no text",
        |at| fs::write(at.join(API).join("notes.json"), [0xff, 0xfe, 0x00]).unwrap(),
        &["notes.json"],
    ),
    (
        "a newer draft",
        |at| {
            edit(at, &format!("{API}/stream_info_request.json"), |schema| {
                schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema")
            })
        },
        &["stream_info_request.json#/$schema", "draft-07"],
    ),
    (
        "a keyword that is not known",
        |at| {
            edit(at, &format!("{API}/stream_info_request.json"), |schema| {
                schema["properties"]["deleted_details"]["if"] = json!({})
            })
        },
        &[
            "stream_info_request.json#/properties/deleted_details/if",
            "\"if\"",
        ],
    ),
    (
        "a reference to nothing",
        |at| {
            edit(at, &format!("{API}/stream_info_request.json"), |schema| {
                schema["properties"]["new"] = json!({"$ref": "definitions.json#/definitions/none"})
            })
        },
        &[
            "stream_info_request.json#/properties/new/$ref",
            "refers to nothing",
        ],
    ),
    (
        "a title that is there twice",
        |at| {
            fs::copy(
                at.join(API).join("stream_info_request.json"),
                at.join(API).join("copy.json"),
            )
            .unwrap();
        },
        &["title", "is also that of"],
    ),
    (
        "a value that has no Rust type",
        |at| {
            edit(at, &format!("{API}/stream_info_request.json"), |schema| {
                schema["properties"]["new"] = json!({"type": "string", "format": "hostname"})
            })
        },
        &[
            "schemas/jetstream/api/v1/stream_info_request.json#/properties/new",
            "hostname",
        ],
    ),
    (
        "no table of errors",
        |at| fs::remove_file(at.join("schemas/server/errors.json")).unwrap(),
        &["errors.json"],
    ),
    (
        "half a table of errors",
        |at| fs::write(at.join("schemas/server/errors.json"), "[{\"constant\": ").unwrap(),
        &["errors.json", "not JSON"],
    ),
    (
        "a table of errors that contradicts itself",
        |at| {
            edit(at, "schemas/server/errors.json", |table| {
                let row = table[0].clone();
                table.as_array_mut().unwrap().push(row);
            });
        },
        &["errors.json#/", "twice"],
    ),
];

#[test]
fn bad_input_is_named_and_nothing_is_changed() {
    let copy = Copy::new();
    let before = copy.tree();
    for (what, spoil, parts) in FAULTS {
        let from = checkout();
        let folder = from.path().join("inside");
        fs::create_dir(&folder).unwrap();
        for part in ["schemas", "schema_source"] {
            fs::rename(from.path().join(part), folder.join(part)).unwrap();
        }
        spoil(&folder);
        for drop_stale in [false, true] {
            let mut sync = copy.sync(&folder);
            if drop_stale {
                sync = sync.drop_stale();
            }
            let error = sync.run().unwrap_err().to_string();
            for part in *parts {
                assert!(error.contains(part), "{what}: {part:?} is not in {error:?}");
            }
            assert!(!error.contains(".codegen-sync"), "{what}: {error}");
            assert!(copy.tree() == before, "{what} changed the tree");
        }
    }
}

#[test]
fn the_commit_is_said_or_read_from_the_checkout() {
    let (copy, from) = (Copy::new(), checkout());
    let error = Sync::new(copy.path(), from.path())
        .run()
        .unwrap_err()
        .to_string();
    assert!(error.contains("--commit"), "{error}");
    let error = copy
        .sync(from.path())
        .with_commit("\"\nx = 1")
        .run()
        .unwrap_err()
        .to_string();
    assert!(error.contains("no commit"), "{error}");

    let git = |arguments: &[&str]| {
        let identity = [
            "-c",
            "user.name=n",
            "-c",
            "user.email=n@example.invalid",
            "-c",
            "commit.gpgsign=false",
        ];
        let mut git = Command::new("git");
        let output = git
            .current_dir(from.path())
            .args(identity)
            .args(arguments)
            .env("GIT_COMMITTER_DATE", "2026-03-04T05:06:07Z")
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "schemas"]);
    let commit = git(&["rev-parse", "HEAD"]);
    Sync::new(copy.path(), from.path()).run().unwrap();
    let source = fs::read_to_string(copy.path().join("schemas/source.toml")).unwrap();
    assert!(
        source.contains(&commit) && source.contains("2026-03-04"),
        "{source}"
    );

    edit(
        from.path(),
        &format!("{API}/stream_info_request.json"),
        |schema| schema["x"] = json!(1),
    );
    let error = Sync::new(copy.path(), from.path())
        .run()
        .unwrap_err()
        .to_string();
    assert!(error.contains("changes of its own"), "{error}");
}

#[test]
fn two_syncs_at_once_leave_a_whole_tree() {
    let from = checkout();
    edit(
        from.path(),
        &format!("{API}/stream_purge_request.json"),
        |schema| schema["properties"]["brand_new"] = json!({"type": "boolean"}),
    );
    let alone = Copy::new();
    alone.sync(from.path()).run().unwrap();
    let after = alone.tree();
    let copy = Copy::new();
    let start = Barrier::new(4);
    let outcomes: Vec<_> = thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    copy.sync(from.path()).run()
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let refused: Vec<String> = outcomes
        .iter()
        .filter_map(|outcome| Some(outcome.as_ref().err()?.to_string()))
        .collect();
    assert!(refused.len() < outcomes.len());
    for error in refused {
        assert!(error.contains("another sync is running"), "{error}");
    }
    assert!(copy.tree() == after);
}

#[test]
fn a_command_beside_a_running_sync_says_so_and_ends() {
    let (copy, from) = (Copy::new(), checkout());
    let before = copy.tree();
    let lock = copy.path().join(".codegen-sync.lock");
    let held = fs::File::create(&lock).unwrap();
    held.lock().unwrap();
    let from = from.path().to_str().unwrap();
    for arguments in [&["sync", from, "--commit", "v1"][..], &["check"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"))
            .current_dir(copy.path())
            .args(arguments)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("another sync is running"), "{told}");
    }
    drop(held);
    fs::remove_file(lock).unwrap();
    assert!(copy.tree() == before);
}

#[test]
fn a_run_that_is_killed_loses_nothing() {
    let from = checkout();
    for name in [
        "stream_info_request",
        "stream_purge_request",
        "stream_list_request",
    ] {
        edit(from.path(), &format!("{API}/{name}.json"), |schema| {
            schema["properties"]["brand_new"] = json!({"type": "boolean"});
        });
    }
    let program = |copy: &Copy, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"));
        command
            .current_dir(copy.path())
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    };
    let from = from.path().to_str().unwrap();
    let arguments = ["sync", from, "--commit", "v1"];
    let whole = Copy::new();
    let before = whole.tree();
    assert!(program(&whole, &arguments).status().unwrap().success());
    let after = whole.tree();
    assert_ne!(before, after);
    let mut outcomes = [0, 0];
    for millis in (0..1_500).step_by(167) {
        let copy = Copy::new();
        let mut run = program(&copy, &arguments).spawn().unwrap();
        thread::sleep(Duration::from_millis(millis));
        run.kill().unwrap();
        run.wait().unwrap();
        // Any command takes back what was begun.
        assert!(
            program(&copy, &["check"]).status().unwrap().success(),
            "killed after {millis} ms"
        );
        let tree = copy.tree();
        assert!(tree == before || tree == after, "killed after {millis} ms");
        outcomes[usize::from(tree == after)] += 1;
    }
    assert!(outcomes[0] > 0, "{outcomes:?}");
}
