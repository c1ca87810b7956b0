//! What a model keeps, sends and refuses, shown on a small hand-written model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::time::Duration;

use jsapi::codec::macros::{Member, Members};
use jsapi::codec::{
    Extra, Failed, Field, Model, RequiredApiLevel, Sink, Source, deserialize, model, open_enum,
    serialize,
};
use jsapi::time::OffsetDateTime;
use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq)]
enum Colour {
    Red,
    DarkBlue,
    Unknown(String),
}

open_enum!(Colour { Red = "red", DarkBlue = "dark_blue" });

#[derive(Clone, Debug, PartialEq)]
struct Config {
    name: String,
    colour: Option<Colour>,
    subjects: Vec<String>,
    max_age: Option<Duration>,
    backoff: Vec<Duration>,
    sealed: bool,
    metadata: BTreeMap<String, String>,
    first_seq: Option<u64>,
    parts: Vec<Part>,
    named: BTreeMap<String, Part>,
    extra: Extra,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    active: Duration,
    since: Option<OffsetDateTime>,
    extra: Extra,
}

#[derive(Clone, Debug, PartialEq)]
struct Info {
    config: Config,
    created: OffsetDateTime,
    extra: Extra,
}

/// An `Info` with two additional members.
#[derive(Clone, Debug, PartialEq)]
struct InfoResponse {
    info: Info,
    total: u64,
    did_create: bool,
}

model! {
    Config {
        name: required,
        colour: value_levels(&[("dark_blue", 2)]),
        subjects,
        max_age: duration,
        backoff: duration,
        sealed: level(1),
        metadata,
        first_seq,
        parts,
        named,
    }
}

model! {
    Part {
        active: required duration,
        since: level(4),
    }
}

model! {
    Info {
        config: required,
        created: required,
    }
}

model! {
    InfoResponse {
        ..info: Info,
        total: required,
        did_create,
    }
}

fn read<M: for<'de> serde::Deserialize<'de>>(json: &str) -> Result<M, serde_json::Error> {
    serde_json::from_str(json)
}

fn text(model: &impl serde::Serialize) -> String {
    serde_json::to_string(model).unwrap()
}

/// Reads and writes, and expects the same text again.
fn same<M: for<'de> serde::Deserialize<'de> + serde::Serialize>(json: &str) -> M {
    let model: M = read(json).unwrap();
    assert_eq!(text(&model), json);
    model
}

#[test]
fn what_is_set_is_written_in_the_order_of_the_schema() {
    let config: Config = same(
        r#"{"name":"A","colour":"red","subjects":["a.>"],"max_age":3600000000000,"backoff":[1,2],"sealed":true,"metadata":{"k":"v"},"first_seq":18446744073709551615,"parts":[{"active":5,"since":"2026-11-20T16:49:22.28517812Z"}],"named":{"x":{"active":0}}}"#,
    );
    assert_eq!(config.colour, Some(Colour::Red));
    assert_eq!(config.max_age, Some(Duration::from_secs(3600)));
    assert_eq!(
        config.backoff,
        [Duration::from_nanos(1), Duration::from_nanos(2)]
    );
    assert_eq!(config.first_seq, Some(u64::MAX));
    assert_eq!(config.parts[0].active, Duration::from_nanos(5));
}

#[test]
fn what_is_not_set_is_not_written() {
    assert_eq!(text(&Config::empty()), r#"{"name":""}"#);
    same::<Config>(r#"{"name":"A"}"#);
}

#[test]
fn null_false_and_empty_are_unset() {
    let config: Config = read(
        r#"{"name":"A","colour":null,"subjects":null,"max_age":null,"backoff":null,"sealed":null,"metadata":null,"first_seq":null,"parts":[],"named":{}}"#,
    )
    .unwrap();
    assert_eq!(text(&config), r#"{"name":"A"}"#);
    assert_eq!(
        read::<Config>(r#"{"name":"A","sealed":false}"#).unwrap(),
        config
    );
}

#[test]
fn the_zero_time_is_none_where_there_may_be_none() {
    let part: Part = read(r#"{"active":1,"since":"0001-01-01T00:00:00Z"}"#).unwrap();
    assert_eq!(part.since, None);
    assert_eq!(text(&part), r#"{"active":1}"#);
}

#[test]
fn a_zero_number_or_duration_is_a_value() {
    same::<Config>(r#"{"name":"A","max_age":0,"first_seq":0}"#);
}

#[test]
fn unknown_members_survive_at_any_depth() {
    let json = r#"{"config":{"name":"A","parts":[{"active":1,"zz":{"deep":[1,null,"x"]}}],"named":{"a.b":{"active":2,"yy":1}},"ww":false},"created":"2026-11-20T16:49:22Z","total":3,"vv":1.5,"xx":null}"#;
    let reply: InfoResponse = same(json);
    assert_eq!(
        reply.unknown_fields(),
        [
            "vv",
            "xx",
            "config.ww",
            "config.parts[0].zz",
            "config.named[\"a.b\"].yy"
        ]
    );

    let clean = reply.without_unknown_fields();
    assert_eq!(clean.unknown_fields(), [""; 0]);
    assert_eq!(
        text(&clean),
        r#"{"config":{"name":"A","parts":[{"active":1}],"named":{"a.b":{"active":2}}},"created":"2026-11-20T16:49:22Z","total":3}"#
    );
}

#[test]
fn a_read_config_changed_in_one_field_differs_in_that_field_alone() {
    let mut config: Config = read(r#"{"name":"A","colour":"brandnew","zz":{"a":1}}"#).unwrap();
    assert_eq!(config.colour, Some(Colour::Unknown("brandnew".into())));
    config.sealed = true;
    assert_eq!(
        text(&config),
        r#"{"name":"A","colour":"brandnew","sealed":true,"zz":{"a":1}}"#
    );
}

#[test]
fn a_negative_duration_is_kept_until_it_is_set() {
    let json = r#"{"name":"A","max_age":-5,"backoff":[1,-1],"parts":[{"active":-1}]}"#;
    let mut config: Config = same(json);
    assert_eq!(config.max_age, None);
    assert!(config.backoff.is_empty());
    assert_eq!(config.extra.get("max_age"), Some(&json!(-5)));
    assert_eq!(config.parts[0].active, Duration::ZERO);
    // The model knows the field, so no server refuses it as unknown.
    assert_eq!(config.unknown_fields(), [""; 0]);
    assert_eq!(text(&config.clone().without_unknown_fields()), json);

    config.max_age = Some(Duration::from_nanos(7));
    config.parts[0].active = Duration::from_nanos(8);
    assert_eq!(
        text(&config),
        r#"{"name":"A","max_age":7,"backoff":[1,-1],"parts":[{"active":8}]}"#
    );
}

#[test]
fn the_last_of_several_members_of_one_name_counts() {
    let config: Config = read(
        r#"{"name":"A","name":"B","subjects":["a"],"subjects":["b"],"zz":1,"zz":2,"max_age":-5,"max_age":6,"backoff":[1],"backoff":[-1]}"#,
    )
    .unwrap();
    assert_eq!(
        text(&config),
        r#"{"name":"B","subjects":["b"],"max_age":6,"backoff":[-1],"zz":2}"#
    );
    let config: Config = read(r#"{"name":"A","max_age":6,"max_age":-5}"#).unwrap();
    assert_eq!(text(&config), r#"{"name":"A","max_age":-5}"#);
    let info: Info = read(
        r#"{"config":{"name":"A","subjects":["a"],"zz":1},"config":{"name":"B"},"created":"2026-11-20T16:49:22Z"}"#,
    )
    .unwrap();
    assert_eq!(text(&info.config), r#"{"name":"B"}"#);
}

#[test]
fn no_name_is_written_twice() {
    let mut config: Config = read(r#"{"name":"A","sealed":true}"#).unwrap();
    config.extra.insert("name", json!("B"));
    config.extra.insert("sealed", json!("yes"));
    config.extra.insert("subjects", json!("mine"));
    assert_eq!(
        text(&config),
        r#"{"name":"A","subjects":"mine","sealed":true}"#
    );
}

#[test]
fn a_key_with_escapes_is_the_key_it_spells() {
    let config: Config = read(r#"{"n\u0061me":"\u0041\n","z\u007a":1}"#).unwrap();
    assert_eq!(config.name, "A\n");
    assert_eq!(config.extra.get("zz"), Some(&json!(1)));
}

#[test]
fn a_missing_required_member_is_named() {
    let missing = |json: &str| read::<InfoResponse>(json).unwrap_err().to_string();
    assert!(missing("{}").starts_with("missing field `config`"));
    assert!(missing(r#"{"total":1,"config":{"name":""}}"#).starts_with("missing field `created`"));
    assert!(missing(r#"{"total":1,"config":{}}"#).starts_with("missing field `name`"));
    assert!(
        missing(r#"{"created":"2026-11-20T16:49:22Z","config":{"name":""}}"#)
            .starts_with("missing field `total`")
    );
}

#[test]
fn a_value_of_the_wrong_type_is_an_error() {
    for json in [
        r#"{"name":1}"#,
        r#"{"name":null}"#,
        r#"{"name":"A","colour":1}"#,
        r#"{"name":"A","subjects":"a"}"#,
        r#"{"name":"A","subjects":{}}"#,
        r#"{"name":"A","subjects":[null]}"#,
        r#"{"name":"A","max_age":"1s"}"#,
        r#"{"name":"A","max_age":1.5}"#,
        r#"{"name":"A","max_age":9223372036854775808}"#,
        r#"{"name":"A","backoff":[9223372036854775808]}"#,
        r#"{"name":"A","sealed":1}"#,
        r#"{"name":"A","metadata":[]}"#,
        r#"{"name":"A","metadata":{"k":1}}"#,
        r#"{"name":"A","first_seq":-1}"#,
        r#"{"name":"A","first_seq":18446744073709551616}"#,
        r#"{"name":"A","first_seq":1e400}"#,
        r#"{"name":"A","first_seq":1.0}"#,
        r#"{"name":"A","parts":[[1]]}"#,
        "[]",
        r#"["A"]"#,
        "null",
        "1",
        "",
    ] {
        assert!(read::<Config>(json).is_err(), "{json}");
    }
}

/// A custom kind of field: an even number.
#[derive(Clone, Debug, PartialEq)]
struct Even(u64);

impl Field for Even {
    fn unset() -> Self {
        Self(0)
    }

    fn reset(&mut self) {
        self.0 = 0;
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.0.read_value(from)?;
        if self.0.is_multiple_of(2) {
            Ok(())
        } else {
            Err(from.refuse(format_args!("{} is odd", self.0)))
        }
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        self.0.write_value(to)
    }
}

#[test]
fn a_custom_field_reports_why_it_refuses_a_value() {
    let read = |json: &str| {
        let mut from = serde_json::Deserializer::from_str(json);
        deserialize::<Vec<Option<Even>>, _>(&mut from)
    };
    let read_back = read("[2, null]").unwrap();
    assert_eq!(read_back, [Some(Even(2)), None]);
    let written = serialize(&read_back, serde_json::value::Serializer);
    assert_eq!(written.unwrap(), json!([2, null]));
    assert!(
        read("[2, 3]")
            .unwrap_err()
            .to_string()
            .starts_with("3 is odd")
    );
}

#[test]
fn huge_numbers_in_unknown_members_keep_their_value() {
    let config: Config =
        same(r#"{"name":"A","big":18446744073709551615,"small":-9223372036854775808}"#);
    assert_eq!(config.extra.get("big"), Some(&json!(u64::MAX)));
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let json = format!(
            r#"{{"name":"A","zz":{}1{}}}"#,
            open.repeat(100_000),
            close.repeat(100_000)
        );
        assert!(read::<Config>(&json).is_err());
        assert!(read::<Config>(&json[..100_000]).is_err());
    }
}

#[test]
fn a_duration_beyond_the_maximum_is_not_written() {
    let mut config = Config::empty();
    config.max_age = Some(Duration::MAX);
    let error = serde_json::to_string(&config).unwrap_err().to_string();
    assert!(error.contains("18446744073709551615 s"), "{error}");
    config.max_age = Some(Duration::from_nanos(i64::MAX as u64));
    same::<Config>(&text(&config));
}

#[test]
fn an_open_enum_is_any_text() {
    assert_eq!(Colour::from("dark_blue"), Colour::DarkBlue);
    assert_eq!("red".parse(), Ok(Colour::Red));
    assert_eq!(
        Colour::from(String::from("RED")),
        Colour::Unknown("RED".into())
    );
    assert_eq!(format!("{:>10}", Colour::DarkBlue), " dark_blue");
    assert_eq!(text(&Colour::Unknown("a\"b".into())), r#""a\"b""#);
    assert_eq!(read::<Colour>(r#""re\u0064""#).unwrap(), Colour::Red);
}

#[test]
fn the_required_level_names_the_field() {
    let mut info: Info =
        read(r#"{"config":{"name":"A"},"created":"2026-11-20T16:49:22Z"}"#).unwrap();
    assert_eq!(info.required_level(), RequiredApiLevel::default());

    info.config.sealed = true;
    assert_eq!(info.required_level().level, 1);
    assert_eq!(
        info.required_level().field.as_deref(),
        Some("config.sealed")
    );

    info.config.colour = Some(Colour::DarkBlue);
    assert_eq!(
        info.required_level().field.as_deref(),
        Some("config.colour")
    );

    let mut part = Part::empty();
    part.since = Some(OffsetDateTime::UNIX_EPOCH);
    info.config.named.insert("x".into(), part);
    assert_eq!(info.required_level().level, 4);
    assert_eq!(
        info.required_level().field.as_deref(),
        Some("config.named.since")
    );
}

#[test]
fn a_model_is_read_from_a_value_too() {
    let value: Value = json!({"name": "A", "subjects": null, "max_age": -1, "zz": 1});
    let config: Config = serde_json::from_value(value).unwrap();
    assert_eq!(
        serde_json::to_value(&config).unwrap(),
        json!({"name": "A", "max_age": -1, "zz": 1})
    );
}

#[test]
fn an_event_names_its_unknown_fields() {
    let event = |text: &str| jsapi::Event::decode(text.as_bytes()).unwrap();
    let known = event(
        r#"{"type":"io.nats.jetstream.advisory.v1.stream_action","id":"x","action":"create",
            "timestamp":"2026-11-20T16:30:21Z","stream":"S","brand_new":{"a":1}}"#,
    );
    assert_eq!(known.unknown_fields(), ["brand_new"]);
    let unknown = event(r#"{"type":"io.nats.jetstream.advisory.v2.brand_new","b":1,"a":2}"#);
    assert_eq!(unknown.unknown_fields(), ["a", "b"]);
}

/// A model whose table names a member that it has no field for.
#[derive(Clone, Debug, PartialEq)]
struct Forgetful {
    name: String,
    extra: Extra,
}

impl Model for Forgetful {
    fn empty() -> Self {
        Self {
            name: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[
            Member::new(&["name"]).required(),
            Member::new(&["size"]),
            Member::new(&["age"]).duration(),
        ]);
        &MEMBERS
    }

    fn field(&self, index: usize) -> Option<&dyn Field> {
        (index == 0).then_some(&self.name)
    }

    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        (index == 0).then_some(&mut self.name)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

jsapi::__serde!(Forgetful);

#[test]
fn a_member_without_a_field_is_not_lost() {
    let kept: Forgetful = same(r#"{"name":"A","size":7,"age":-1,"zz":true}"#);
    assert_eq!(kept.extra.len(), 3);
}
