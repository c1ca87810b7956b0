//! Each rule of the generator on a schema that is as small as can be.

mod support;

use support::{Set, schema, squeeze};

/// The code for one schema called `thing`.
fn code_of(members: &str) -> String {
    Set::new(&[("thing.json", &schema("x.v1.thing", members))]).code()
}

fn assert_has(code: &str, piece: &str) {
    assert!(code.contains(&squeeze(piece)), "{piece}\nis not in\n{code}");
}

#[test]
fn an_object_is_a_struct_with_fields_in_the_schemas_order() {
    let code = code_of(
        r#""description": "A thing.", "type": "object", "required": ["name"], "properties": {
            "size": {"description": "How big.", "type": "integer"},
            "name": {"description": "Its name.", "type": "string"}}"#,
    );
    assert_has(
        &code,
        "/// A thing.
        #[derive(Clone, Debug, PartialEq)] #[non_exhaustive] pub struct Thing {
        /// How big.
        pub size: Option<i64>,
        /// Its name.
        pub name: String,
        /// Fields that this version does not know.
        pub extra: Extra, }",
    );
    assert_has(&code, "model! { Thing { size, name: required, } }");
}

#[test]
fn bounds_choose_the_integer() {
    for (bounds, rust) in [
        (r#""minimum": 0"#, "u64"),
        (r#""minimum": 0, "maximum": 18446744073709551615"#, "u64"),
        (r#""minimum": -1"#, "i64"),
        (r#""minimum": -2147483648, "maximum": 2147483647"#, "i32"),
        (r#""minimum": 0, "maximum": 65535"#, "u16"),
        (r#""minimum": 1, "maximum": 9"#, "u64"),
    ] {
        let code = code_of(&format!(
            r#""type": "object", "properties": {{"n": {{"type": "integer", {bounds}}}}}"#
        ));
        assert_has(&code, &format!("pub n: Option<{rust}>,"));
    }
}

#[test]
fn scalars_have_the_types_that_one_would_choose() {
    for (schema, rust) in [
        (r#""type": "boolean", "default": false"#, "bool"),
        (
            r#""type": "string", "pattern": "^x$", "minLength": 1"#,
            "Option<String>",
        ),
        (
            r#""type": "string", "format": "date-time""#,
            "Option<OffsetDateTime>",
        ),
        (r#""type": "number""#, "Option<f64>"),
        (
            r#""type": ["array", "null"], "items": {"type": "string"}"#,
            "Vec<String>",
        ),
        (
            r#""type": "object", "additionalProperties": {"type": "string"}"#,
            "BTreeMap<String, String>",
        ),
        (
            r#""type": "object", "patternProperties": {".*": {"type": "boolean"}}"#,
            "BTreeMap<String, bool>",
        ),
        (r#""description": "Anything.""#, "Option<Value>"),
    ] {
        let code = code_of(&format!(
            r#""type": "object", "properties": {{"v": {{{schema}}}}}"#
        ));
        assert_has(&code, &format!("pub v: {rust},"));
    }
}

#[test]
fn what_stands_beside_a_reference_wins() {
    let code = code_of(
        r##""type": "object", "definitions": {"n": {"description": "Far.", "type": "integer"}},
        "properties": {"n": {"description": "Near.", "$ref": "#/definitions/n", "minimum": 0}}"##,
    );
    assert_has(&code, "/// Near. pub n: Option<u64>,");
}

#[test]
fn a_definition_is_one_struct_however_often_it_is_referred_to() {
    let code = code_of(
        r##""type": "object", "definitions": {"part": {"type": "object", "properties": {"n": {"type": "integer"}}}},
        "properties": {"a": {"$ref": "#/definitions/part"}, "b": {"type": "array", "items": {"$ref": "#/definitions/part"}}}"##,
    );
    assert_eq!(code.matches("pub struct Part {").count(), 1);
    assert_has(&code, "pub a: Option<Part>,");
    assert_has(&code, "pub b: Vec<Part>,");
}

#[test]
fn an_enum_is_open_and_knows_its_text() {
    let code = code_of(
        r#""type": "object", "properties": {"state": {"description": "How it is.", "type": "string", "enum": ["", "on", "by_hand"]}}"#,
    );
    assert_has(&code, "pub state: Option<ThingState>,");
    assert_has(
        &code,
        "/// Value that this version does not know. Unknown(String), }",
    );
    assert_has(
        &code,
        r#"open_enum! { ThingState { On = "on", ByHand = "by_hand", } }"#,
    );
}

#[test]
fn an_additional_property_is_never_refused() {
    let code = code_of(
        r#""type": "object", "additionalProperties": false, "properties": {"n": {"type": "integer"}}"#,
    );
    assert!(!code.contains("deny_unknown_fields"));
    assert_has(&code, "pub extra: Extra,");
}

#[test]
fn all_of_puts_a_definition_inside_and_its_own_members_beside() {
    let set = Set::new(&[
        (
            "definitions.json",
            &schema(
                "x.v1.definitions",
                r#""definitions": {"config": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}"#,
            ),
        ),
        (
            "make_request.json",
            &schema(
                "x.v1.make_request",
                r#""type": "object", "allOf": [{"$ref": "definitions.json#/definitions/config"},
                {"type": "object", "properties": {"pedantic": {"type": "boolean"}}}]"#,
            ),
        ),
    ]);
    let code = set.code();
    assert_has(&code, "pub config: Config,");
    assert_has(&code, "pub pedantic: bool,");
    assert_has(
        &code,
        "model! { MakeRequest { ..config: Config, pedantic, } }",
    );
    assert_has(&code, "impl From<Config> for MakeRequest {");
}

fn replies(members: &str) -> Set {
    Set::new(&[
        (
            "definitions.json",
            &schema(
                "x.v1.definitions",
                r#""definitions": {
                "error_response": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}},
                "info": {"type": "object", "properties": {"name": {"type": "string"}}}}"#,
            ),
        ),
        ("look_response.json", &schema("x.v1.look_response", members)),
        ("rust.toml", "error_arm = \"error_response\""),
        (
            "endpoints.toml",
            r#"
            [[endpoint]]
            operation = "look"
            verb = "LOOK"
            subject = "LOOK.{stream}"
            response = "x.v1.look_response"
            reply = "json"
            body = "empty"
            since = "1.0.0"
            caller = "account"
            retry = "safe"
            doc = "Looks."
            "#,
        ),
    ])
}

#[test]
fn a_reply_that_is_a_definition_has_no_type_of_its_own() {
    let code = replies(
        r#""type": "object", "oneOf": [{"$ref": "definitions.json#/definitions/info"}, {"$ref": "definitions.json#/definitions/error_response"}],
        "properties": {"type": {"type": "string", "const": "x.v1.look_response"}}"#,
    )
    .code();
    assert_has(
        &code,
        r#"impl Request for LookRequest { type Response = Info;
        const RESPONSE_TYPES: &'static [&'static str] = &["x.v1.look_response"]; }"#,
    );
    assert!(!code.contains("LookResponse"));
    assert!(!code.contains("pub struct ErrorResponse"));
}

#[test]
fn a_reply_without_its_error_is_a_struct_after_its_operation() {
    let code = replies(
        r#""type": "object", "oneOf": [{"$ref": "definitions.json#/definitions/error_response"},
        {"type": "object", "required": ["seen"], "properties": {"seen": {"type": "boolean"}, "info": {"$ref": "definitions.json#/definitions/info"}}}],
        "properties": {"type": {"type": "string", "const": "x.v1.look_response"}}"#,
    )
    .code();
    assert_has(&code, "pub struct LookResponse {");
    assert_has(&code, "pub seen: bool,");
    assert!(!code.contains("Variant"));
}

#[test]
fn an_operation_without_a_body_is_asked_by_its_tokens() {
    let code = replies(
        r#""type": "object", "oneOf": [{"$ref": "definitions.json#/definitions/info"}, {"$ref": "definitions.json#/definitions/error_response"}]"#,
    )
    .code();
    assert_has(
        &code,
        "pub struct LookRequest { /// Name of the stream. pub stream: String,",
    );
    assert_has(&code, "pub fn new(stream: impl Into<String>) -> Self {");
    assert_has(&code, r#"to.literal("LOOK"); to.stream(&self.stream)"#);
}

#[test]
fn a_correction_changes_what_is_generated() {
    let set = Set::new(&[(
        "thing.json",
        &schema(
            "x.v1.thing",
            r#""type": "object", "properties": {"old": {"type": "string"}, "n": {"type": "string"}, "gone": {"type": "string"}}"#,
        ),
    )]);
    set.write(
        "corrections.toml",
        r#"
        [[correction]]
        id = "1"
        schema = "x.v1.thing"
        op = "rename"
        at = "/properties/old"
        to = "new"
        why = "w"
        evidence = "e"
        servers = "s"
        [[correction]]
        id = "2"
        schema = "x.v1.thing"
        op = "replace"
        at = "/properties/n/type"
        value = "integer"
        why = "w"
        evidence = "e"
        servers = "s"
        [[correction]]
        id = "3"
        schema = "x.v1.thing"
        op = "remove"
        at = "/properties/gone"
        why = "w"
        evidence = "e"
        servers = "s"
        [[correction]]
        id = "4"
        schema = "x.v1.thing"
        op = "add"
        at = "/properties/first"
        before = "new"
        value = { type = "boolean" }
        why = "w"
        evidence = "e"
        servers = "s"
        "#,
    );
    assert_has(
        &set.code(),
        "pub struct Thing { /// `first`. pub first: bool, /// `new`. pub new: Option<String>, /// `n`. pub n: Option<i64>, ///",
    );
}

#[test]
fn an_inline_definition_brings_its_parts() {
    let members = r##""type": "object", "definitions": {
        "paged": {"type": "object", "allOf": [{"properties": {"total": {"type": "integer"}}}],
            "properties": {"offset": {"type": "integer"}}}},
        "allOf": [{"$ref": "#/definitions/paged"}], "properties": {"name": {"type": "string"}}"##;
    let set = Set::new(&[
        ("thing.json", &schema("x.v1.thing", members)),
        ("rust.toml", "inline = [\"paged\"]"),
    ]);
    assert_has(
        &set.code(),
        "pub struct Thing { /// `total`. pub total: Option<i64>, /// `offset`. pub offset: Option<i64>, /// `name`.",
    );
}

#[test]
fn a_field_that_needs_a_newer_server_says_so() {
    let set = Set::new(&[
        (
            "thing_request.json",
            &schema(
                "x.v1.thing_request",
                r#""type": "object", "properties": {"fast": {"type": "boolean"},
                "mode": {"type": "string", "enum": ["sync", "async"]}}"#,
            ),
        ),
        (
            "levels.toml",
            r#"
            [[field]]
            type = "thing_request"
            field = "fast"
            since = "2.12.0"
            level = 2

            [[field]]
            type = "thing_request"
            field = "mode"
            values = ["async"]
            since = "2.14.0"
            level = 4
            "#,
        ),
    ]);
    let code = set.code();
    assert_has(
        &code,
        r#"model! { ThingRequest { fast: level(2), mode: value_levels(&[("async", 4)]), } }"#,
    );
    assert_has(&code, "/// Requires API level 2.");
}

#[test]
fn the_same_schemas_give_the_same_bytes() {
    let schemas = support::repository().join("schemas");
    let options = jsapi_codegen::Options::new(schemas);
    let first = jsapi_codegen::generate(&options).unwrap();
    assert_eq!(first, jsapi_codegen::generate(&options).unwrap());
    for (path, text) in first.files() {
        assert!(
            !text.contains(env!("CARGO_MANIFEST_DIR")),
            "{path} has a path of this machine"
        );
        assert!(!text.contains('\r') && text.ends_with('\n'), "{path}");
    }
}
