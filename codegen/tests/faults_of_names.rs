//! Names that clash, or that Rust cannot take, are refused where they stand.

mod support;

use support::{Set, THING, endpoint, refuses, refuses_table, refuses_thing, schema};

#[test]
fn two_definitions_that_claim_one_name() {
    refuses(
        &[
            (
                "a.json",
                &schema(
                    "x.v1.some_thing",
                    r#""type": "object", "properties": {"n": {"type": "integer"}}"#,
                ),
            ),
            (
                "b.json",
                &schema(
                    "x.v2.some_thing",
                    r#""type": "object", "properties": {"m": {"type": "integer"}}"#,
                ),
            ),
        ],
        &["b.json", "SomeThing", "a.json"],
    );
    refuses_thing(
        r#""type": "object", "properties": {
        "a": {"type": "string", "enum": ["x-y", "x_y"]}}"#,
        &["x_y", "variant name"],
    );
}

#[test]
fn a_name_that_a_file_and_a_definition_both_have_is_decided_by_place() {
    let shared = r#""definitions": {"template": {"type": "object", "properties": {"n": {"type": "integer"}}}}"#;
    let thing =
        r#""type": "object", "properties": {"t": {"$ref": "parts.json#/definitions/template"}}"#;
    let files = [
        ("api/parts.json", schema("x.v1.parts", shared)),
        ("api/template.json", schema("x.v1.template", THING)),
        ("api/thing.json", schema("x.v1.thing", thing)),
    ];
    let set = |names: &str| {
        let set = Set::new(&[("rust.toml", names)]);
        for (path, text) in &files {
            set.write(path, text);
        }
        set
    };
    let told = set("").generate().unwrap_err().to_string();
    for part in [
        "the name Template is claimed by",
        "[types] \"api/parts.json#template\"",
        "[skip]",
    ] {
        assert!(told.contains(part), "{told}");
    }
    // By its key alone, both are renamed.
    assert!(set("[types]\ntemplate = \"T\"").generate().is_err());
    for (names, structs) in [
        (
            "[types]\n\"api/parts.json#template\" = \"Part\"",
            ["struct Part", "struct Template"],
        ),
        (
            "[types]\n\"api/template.json\" = \"Whole\"",
            ["struct Whole", "struct Template"],
        ),
        (
            "[types]\ntemplate = \"Both\"\n\"api/template.json\" = \"Whole\"",
            ["struct Whole", "struct Both"],
        ),
    ] {
        let code = set(names).code();
        for wanted in structs {
            assert!(code.contains(&format!("{wanted} {{")), "{wanted}: {code}");
        }
    }
    let code = set("[skip]\n\"api/template.json\" = \"nothing uses it\"").code();
    assert_eq!(code.matches("struct Template {").count(), 1, "{code}");
    for unused in ["api/other.json", "api/parts.json#other"] {
        let names = format!("[types]\n\"api/template.json\" = \"W\"\n\"{unused}\" = \"U\"");
        let told = set(&names).generate().unwrap_err().to_string();
        assert!(told.contains("matches nothing"), "{told}");
    }
}

#[test]
fn two_members_that_claim_one_field() {
    for (members, names, place) in [
        (r#""a-b": {}, "a_b": {}"#, "", "#/properties/a_b"),
        (r#""extra": {}"#, "", "#/properties/extra"),
        (r#""kind": {}, "type": {}"#, "", "#/properties/type"),
        (
            r#""m": {}, "n": {}"#,
            "\"thing.n\" = \"m\"",
            "#/properties/n",
        ),
        (r#""n": {}"#, "\"thing.n\" = \"extra\"", "#/properties/n"),
    ] {
        let members = members.replace("{}", r#"{"type": "integer"}"#);
        let thing = format!(r#""type": "object", "properties": {{{members}}}"#);
        let names = format!("[fields]\n{names}");
        refuses(
            &[
                ("thing.json", &schema("x.v1.thing", &thing)),
                ("rust.toml", &names),
            ],
            &["thing.json", place, "would both be Thing."],
        );
    }
    for (part, own, what) in [
        ("x", "a", "would both be Thing.a"),
        ("x", "x", "\"x\" is also in a part of Thing"),
    ] {
        let members = format!(
            r##""type": "object", "definitions": {{"a": {{"type": "object", "properties": {{"{part}": {{"type": "integer"}}}}}}}},
            "allOf": [{{"$ref": "#/definitions/a"}}], "properties": {{"{own}": {{"type": "string"}}}}"##
        );
        refuses_thing(&members, &[&format!("#/properties/{own}"), what]);
    }
    for (subject, parts) in [
        ("LOOK.{n}", ["look.json#/properties/n", "the token {n}"]),
        (
            "LOOK.{extra}",
            ["endpoints.toml#/endpoint/0", "LookRequest.extra"],
        ),
    ] {
        let row = endpoint("reply = \"pull\"\nrequest = \"x.v1.look_request\"");
        refuses(
            &[
                ("look.json", &schema("x.v1.look_request", THING)),
                ("endpoints.toml", &row.replace("LOOK.{stream}", subject)),
            ],
            &parts,
        );
    }
}

/// A schema with one definition of this name.
fn defines(key: &str) -> String {
    format!(
        r##""type": "object", "definitions": {{"{key}": {{"type": "object", "properties": {{"x": {{"type": "integer"}}}}}}}},
        "properties": {{"p": {{"$ref": "#/definitions/{key}"}}}}"##
    )
}

#[test]
fn a_name_that_rust_cannot_take() {
    for key in [
        "option", "string", "vec", "extra", "model", "self", "1", "-", "a.b", "a_b",
    ] {
        refuses_thing(
            &defines(key),
            &[&format!("thing.json#/definitions/{key}: ")],
        );
        let titled = schema(&format!("x.v1.{}", key.replace('.', "_")), THING);
        refuses(&[("thing.json", &titled)], &["thing.json: "]);
    }
    for (table, place) in [
        ("[types]\nthing = \"1 x\"", "/types/thing"),
        ("[types]\nthing = \"Box\"", "/types/thing"),
        ("[fields]\n\"thing.n\" = \"a b\"", "/fields/thing.n"),
        ("[fields]\n\"thing.n\" = \"fn\"", "/fields/thing.n"),
        ("[modules]\nthing = \"fn\"", "/modules/thing"),
        ("[modules]\nthing = \"a/../../b\"", "/modules/thing"),
        ("[modules]\nthing = \"error_code\"", "/modules/thing"),
        ("[enum.\"1 E\"]\nat = [\"thing.e\"]", "/enum/1 E"),
    ] {
        refuses_table("rust.toml", table, &[&format!("rust.toml#{place}: ")]);
    }
    for (known, new, place) in [
        ("\"look\"", "\"1 x\"", "operation"),
        ("\"look\"", "\"Look\"", "operation"),
        ("doc =", "name = \"1 x\"\ndoc =", "name"),
        ("doc =", "name = \"fn\"\ndoc =", "name"),
        ("doc =", "name = \"Vec\"\ndoc =", "name"),
        ("{stream}", "{}", "subject"),
        ("{stream}", "{a b}", "subject"),
        ("{stream}", "{fn}", "subject"),
        ("{stream}", "{a}.{a}", "subject"),
        ("{stream}", "{a", "subject"),
        ("{stream}", "x{a}", "subject"),
        ("{stream}", ".B", "subject"),
        ("{stream}", "A B", "subject"),
    ] {
        let text = endpoint("reply = \"pull\"").replace(known, new);
        let place = format!("endpoints.toml#/endpoint/0/{place}: ");
        refuses_table("endpoints.toml", &text, &[&place]);
    }
}

#[test]
fn values_and_names_that_typify_would_make_one_of() {
    for values in [
        ["aB", "a_b"],
        ["HTTPServer", "HttpServer"],
        ["a²", "a½"],
        ["+1", "plus1"],
        ["it's", "its"],
        ["self", "x"],
        ["unknown", "x"],
        ["1", "x1"],
    ] {
        let values = values.map(|value| format!("\"{value}\"")).join(", ");
        refuses_thing(
            &format!(
                r#""type": "object", "properties": {{"e": {{"type": "string", "enum": [{values}]}}}}"#
            ),
            &[
                "thing.json#/properties/e: ",
                "needs a variant name of its own",
            ],
        );
    }
    let both = ["ab", "aB"].map(|key| {
        format!(r#""{key}": {{"type": "object", "properties": {{"x": {{"type": "integer"}}}}}}"#)
    });
    refuses_thing(
        &format!(
            r##""type": "object", "definitions": {{{}}}, "properties": {{
            "p": {{"$ref": "#/definitions/ab"}}, "q": {{"$ref": "#/definitions/aB"}}}}"##,
            both.join(", ")
        ),
        &["thing.json#/definitions/aB: ", "too alike"],
    );
}

#[test]
fn a_value_with_a_name_in_the_table_is_not_asked_of_typify() {
    let thing = schema(
        "x.v1.thing",
        r#""type": "object", "properties": {"e": {"type": "string", "enum": ["x-y", "x_y", "fn"]}}"#,
    );
    let names = "[enum.E]\nat = [\"thing.e\"]\n[enum.E.values]\nx_y = { name = \"Other\" }\n";
    let set = Set::new(&[("thing.json", &thing), ("rust.toml", names)]);
    let code = set.code();
    let variants = r#"open_enum! { E { XY = "x-y", Other = "x_y", Fn = "fn", } }"#;
    assert!(code.contains(&support::squeeze(variants)), "{code}");
}
