//! This reader against `serde_json`, on the same documents.

use std::fmt::Write as _;

use super::*;
use crate::codec::{Filling, Model, parsed, path_at, serde_read};
use crate::generated::StreamInfo;
use crate::reply::DecodeError;

/// Why a document was refused.
#[derive(Debug)]
struct Refused {
    /// Whether it is JSON, with a wrong value.
    value: bool,
    path: String,
    reason: String,
}

/// `serde_json` is inside a list that it refuses, where we are at it.
impl PartialEq for Refused {
    fn eq(&self, theirs: &Self) -> bool {
        self.value == theirs.value
            && self.reason == theirs.reason
            && theirs.path.starts_with(&self.path)
    }
}

fn ours(text: &str, to: &mut dyn Object) -> Result<(), Refused> {
    read(text, to).map_err(|wrong| {
        let value = wrong.is_some();
        match DecodeError::json(text, wrong) {
            DecodeError::Json { path, reason, .. } => Refused {
                value,
                path,
                reason,
            },
            other => panic!("{other:?}"),
        }
    })
}

fn theirs(text: &str, to: &mut dyn Object) -> Result<(), Refused> {
    let mut from = serde_json::Deserializer::from_str(text);
    let read = serde_read::read(&mut from, &mut |from| {
        from.object(to, Null::Refused).map(|_| ())
    });
    read.and_then(|()| from.end()).map_err(|error| {
        let value = error.is_data();
        let lines = text.split_inclusive('\n').take(error.line() - 1);
        let offset = lines.map(str::len).sum::<usize>() + error.column();
        let place = format!(" at line {} column {}", error.line(), error.column());
        Refused {
            value,
            path: if value {
                path_at(text, offset)
            } else {
                String::new()
            },
            reason: error.to_string().replace(&place, ""),
        }
    })
}

fn both(text: &str) -> [Result<StreamInfo, Refused>; 2] {
    let of = |read: fn(&str, &mut dyn Object) -> Result<(), Refused>| {
        let mut info = StreamInfo::empty();
        read(text, &mut Filling::new(&mut info)).map(|()| info)
    };
    [of(ours), of(theirs)]
}

const INFO: &str = r#"{"config":{"name":"\u00dc","subjects":["a.\u003e"," ü\n"],"max_age":0,
    "metadata":{"a":"b"},"sources":[{"name":"S"}],"sealed":false,"zz":[{"b":[1,-2]},"x",null]},
    "created":"2026-11-20T16:49:22.28Z","state":{"messages":18,"bytes":1,"first_seq":1,
    "last_seq":1,"consumer_count":0,"deleted":null},"cluster":null , "unknown":{}}"#;

#[test]
fn a_reply_is_read_as_serde_json_reads_it() {
    let huge = INFO.replace("18", "18446744073709551615");
    for text in [INFO, &huge] {
        let [ours, theirs] = both(text);
        assert!(ours.is_ok());
        assert_eq!(ours, theirs);
    }
}

#[test]
fn a_broken_reply_is_refused_as_serde_json_refuses_it() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "\\",
        "\\u00e9",
        "\\ud800",
        "\\ud83d\\ude00",
        "0",
        "00",
        "-",
        "-0",
        "1.5",
        "1e3",
        "1e999",
        "99999999999999999999",
        "18446744073709551615",
        "9223372036854775808",
        "null",
        "nul",
        "true",
        " ",
        "\n",
        "\t",
        "\0",
        "\u{b}",
        "\u{7f}",
        "ü",
        "x",
        "\"a\":1,",
        "\"config\":{},",
        "[[",
        "]]",
    ];
    let (mut read, mut wrong) = (0, 0);
    for at in (0..INFO.len()).filter(|at| INFO.is_char_boundary(*at)) {
        for piece in pieces {
            let (before, after) = INFO.split_at(at);
            let mut rest = after.chars();
            rest.next();
            for text in [
                format!("{before}{piece}{after}"),
                format!("{before}{piece}{}", rest.as_str()),
            ] {
                let [ours, theirs] = both(&text);
                assert_eq!(ours, theirs, "{text}");
                match ours {
                    Ok(_) => read += 1,
                    Err(refused) => wrong += usize::from(refused.value),
                }
            }
        }
    }
    assert!(read > 1000 && wrong > 1000, "{read} {wrong}");
}

/// Asks for a value in the way that the key says, and writes down what it gets.
#[derive(Default)]
struct Ask(String);

const WAYS: [&str; 15] = [
    "boolean", "u8", "u64", "u64?", "i8", "i64", "i64?", "nanos", "float", "text", "text?", "list",
    "object", "object?", "value",
];

impl Object for Ask {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        let null = match key.ends_with('?') {
            true => Null::Allowed,
            false => Null::Refused,
        };
        let take = |text: &str| match text {
            "refused" => Err(format!("{text} for a reason")),
            _ => Ok(format!("{text:?}")),
        };
        let got = match key {
            "boolean" => format!("{:?}", value.boolean()?),
            "u8" => format!("{:?}", value.unsigned(255, null)?),
            "u64" | "u64?" => format!("{:?}", value.unsigned(u64::MAX, null)?),
            "i8" => format!("{:?}", value.signed(-128, 127, null)?),
            "i64" | "i64?" => format!("{:?}", value.signed(i64::MIN, i64::MAX, null)?),
            "nanos" => format!("{:?}", value.signed(0, i64::MAX, null)?),
            "float" => format!("{:?}", value.float()?),
            "text" | "text?" => format!("{:?}", parsed(value, null, take)?),
            "list" => {
                let mut digits = String::new();
                value.list(&mut |digit| {
                    let _ = write!(digits, "{:?}", digit.unsigned(9, Null::Refused)?);
                    Ok(())
                })?;
                digits
            }
            "object" | "object?" => {
                let mut members = Members::default();
                let there = value.object(&mut members, null)?;
                format!("{there} {:?}", members.0)
            }
            _ => format!("{:?}", value.value()?),
        };
        let _ = write!(self.0, "{key}: {got}; ");
        Ok(())
    }
}

/// Keeps the keys, and does not read the values.
#[derive(Default)]
struct Members(Vec<String>);

impl Object for Members {
    fn member(&mut self, key: &str, _value: &mut dyn Source) -> Result<(), Failed> {
        self.0.push(key.to_owned());
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        self.0.is_empty().then_some("any")
    }
}

#[test]
fn any_value_is_read_or_refused_as_serde_json_does_it() {
    let values = [
        "null",
        "nul",
        "true",
        "tru",
        "false",
        "falsey",
        "0",
        "-0",
        "00",
        "-",
        "-1",
        "1",
        "9",
        "10",
        "127",
        "128",
        "-128",
        "-129",
        "255",
        "256",
        "1.0",
        "1.",
        ".5",
        "-1.5",
        "1e2",
        "1E+2",
        "1e-2",
        "1e",
        "1e+",
        "1e999",
        "-1e999",
        "1e-999",
        "0e999",
        "1.5-2",
        "1-2",
        "1x",
        "0.1",
        "2.5e-7",
        "123456789.123456789123456789",
        "1.7976931348623159e308",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "100000000000000000000000000000000",
        "\"\"",
        "\"x\"",
        "\"refused\"",
        "\"refu\\u0073ed\"",
        "\"ü\\n\\/\\b\\f\\r\\t\\\\\\\"\"",
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00 \\u00e9\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\ud83d\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83dx\"",
        "\"\\ud83",
        "\"\\u00g0\"",
        "\"\\x\"",
        "\"\n\"",
        "\"",
        "\"\\",
        "[]",
        "[ ]",
        "[1, 2]",
        "[1,]",
        "[,]",
        "[10]",
        "[1.5]",
        "[\"x\"]",
        "[null]",
        "[[]]",
        "[1",
        "[",
        "{}",
        "{ }",
        "{\"a\":1}",
        "{\"\\u0061\\n\" : [{}] , \"a\":0.5}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{null:1}",
        "{\"a\\x\":1}",
        "{\"a",
        "{",
        "}",
        "]",
        "",
        "x",
        ",",
        ":",
        "\u{feff}1",
    ];
    for (way, value) in WAYS.iter().flat_map(|way| values.map(|value| (way, value))) {
        for text in [
            format!("{{\"{way}\": {value} }}"),
            format!("{{\"value\":[{value}],\"{way}\":{value},\"text\":\"x\"}}"),
            format!("{{\"\\u{:04x}{}\":{value}", way.as_bytes()[0], &way[1..]),
        ] {
            let of = |read: fn(&str, &mut dyn Object) -> Result<(), Refused>| {
                let mut ask = Ask::default();
                read(&text, &mut ask).map(|()| ask.0)
            };
            let (mut ours, mut theirs) = (of(ours), of(theirs));
            // A text is refused after it was read, and serde_json is at the end then.
            if let (Err(ours), Err(theirs)) = (&mut ours, &mut theirs)
                && ours.reason.ends_with("for a reason")
            {
                assert!(ours.path.contains("ext"), "{text}: {ours:?}");
                theirs.path.clone_from(&ours.path);
            }
            // serde_json misses the last digit of the long one, unless asked not to.
            let theirs = theirs.map(|it| it.replace("123456789.1234568", "123456789.12345679"));
            assert_eq!(ours, theirs, "{text}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let wrong = |text: &str| read(text, &mut Ask::default()).unwrap_err().unwrap();
    let at = |offset, reason: &str| Wrong {
        offset,
        reason: reason.to_owned(),
    };
    assert_eq!(
        wrong(r#"{"value":1, "u8": 300}"#),
        at(
            18,
            "invalid value: integer `300`, expected a whole number, 0 to 255"
        )
    );
    assert_eq!(
        wrong(r#"{"list":[1,2,"x"]}"#),
        at(
            13,
            "invalid type: string \"x\", expected a whole number, 0 to 9"
        )
    );
    assert_eq!(
        wrong(r#"{"text":"refused"}"#),
        at(8, "refused for a reason")
    );
    assert_eq!(wrong(r#"{"object":{ }}"#), at(13, "missing field `any`"));
    assert_eq!(
        wrong(" []"),
        at(1, "invalid type: sequence, expected an object")
    );
}

#[test]
fn what_is_passed_over_has_to_be_json_that_could_be_read() {
    let read = |value: &str| {
        let text = format!("{{\"object\":{{\"a\":{value}}}}}");
        read(&text, &mut Ask::default())
    };
    for value in ["-1.5e3", "[{\"a\":[null,true]}]", "\"\\ud83d\\ude00\""] {
        assert_eq!(read(value), Ok(()), "{value}");
    }
    for value in ["1e999", "\"\\ud83d\"", "-", "01", "nil", "[1,]"] {
        assert_eq!(read(value), Err(None), "{value}");
    }
}

/// `serde_json` misses the last digit of these, unless somebody asks it not to.
#[test]
fn fractions_keep_their_last_digit() {
    for fraction in ["8.907660227879805e-8", "123456789.12345679", "-1.1e39"] {
        let text = format!(r#"{{"a":{{"b":[{fraction}]}}}}"#);
        let mut extra = crate::Extra::new();
        read(&text, &mut Filling::new(&mut extra)).unwrap();
        let exact: f64 = fraction.parse().unwrap();
        let kept = extra.get("a").and_then(|a| a["b"][0].as_f64());
        assert_eq!(kept, Some(exact), "{fraction}");
    }
}

#[test]
fn it_goes_as_deep_as_serde_json() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let info = |deep: String| INFO.replace("\"unknown\":{}", &format!("\"unknown\":{deep}"));
    for levels in [90, 126, 127, 128, 200] {
        let [ours, theirs] = both(&info(deep(levels)));
        assert_eq!(ours.is_ok(), levels < 127, "{levels}");
        assert_eq!(ours, theirs);
    }
    let [ours, theirs] = both(&info("[".repeat(100_000)));
    assert_eq!(ours, theirs);
}

/// Asks twice for the same value, and does not mind.
struct Twice;

impl Object for Twice {
    fn member(&mut self, _key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        let _ = value.unsigned(9, Null::Refused);
        let _ = value.boolean();
        Ok(())
    }
}

#[test]
fn a_value_that_was_wrong_stays_so() {
    let wrong = read(r#"{"a":10}"#, &mut Twice).unwrap_err().unwrap();
    assert!(wrong.reason.starts_with("invalid value"), "{wrong:?}");
    assert!(read(r#"{"a":true}"#, &mut Twice).is_err());
}
