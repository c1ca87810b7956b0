//! Makes hostile bytes out of good ones. The same seed makes the same bytes.

use serde_json::Value;

/// Numbers that look random and are the same every time.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        // Not 0, which stays 0.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Returns a number below `limit`; 0 if that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }

    /// Returns one of these.
    ///
    /// # Panics
    /// If there is none.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// Hostile bytes, and what was done to make them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutation {
    /// What was done.
    pub what: String,
    /// The result.
    pub bytes: Vec<u8>,
}

impl Mutation {
    fn new(what: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            what: what.into(),
            bytes: bytes.into(),
        }
    }
}

/// JSON texts that take the place of a value.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "-0",
    "1.5",
    "1e3",
    "1e999",
    "-1e-999",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "01",
    "NaN",
    "\"\"",
    "\"x\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\u{202e}\u{7f}\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:60Z\"",
    "\"10000-01-01T00:00:00Z\"",
    "\"2020-02-30T25:61:61.9999999999Z\"",
    "\"99999999999999999999h\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "{\"\":null}",
    "{\"a\":{\"a\":{\"a\":1}}}",
];

/// Documents that take the place of a whole reply.
const DOCUMENTS: &[&str] = &[
    "",
    " ",
    "{",
    "}",
    "{}",
    "[]",
    "null",
    "true",
    "0",
    "\"text\"",
    "+OK",
    "-ERR 'x'",
    "{\"error\":null}",
    "{\"error\":{}}",
    "{\"error\":[]}",
    "{\"error\":\"x\"}",
    "{\"error\":{\"code\":-1}}",
    "{\"error\":{\"code\":99999999999999999999}}",
    "{\"error\":{\"code\":500,\"err_code\":65536,\"description\":null}}",
    "{\"error\":{\"code\":404,\"err_code\":10059,\"description\":\"\\u0007\\u001b[31m\"}}",
    "{\"error\":{\"code\":503,\"err_code\":10008,\"description\":\"\"}}",
    "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: -1\"}}",
    "{\"type\":\"io.nats.jetstream.api.v1.nothing\"}",
    "{\"type\":7}",
    "{\"success\":false}",
    "\u{feff}{}",
    "{}{}",
    "{\"a\":1,}",
    "{\"a\":1 \"b\":2}",
];

/// Stands for a value until the document is text: some cannot be values.
const PLACE: &str = "\u{1}hostile\u{1}";

/// Changes a JSON document.
pub fn json(text: &str, random: &mut Random) -> Mutation {
    match random.below(12) {
        0 => {
            let document = random.pick(DOCUMENTS);
            Mutation::new(format!("replaced by {document:?}"), document)
        }
        1 => nested(text, random),
        2 => {
            let end = random.below(text.len());
            Mutation::new(format!("cut at {end}"), &text.as_bytes()[..end])
        }
        3 => {
            let mut bytes = text.as_bytes().to_vec();
            let at = random.below(bytes.len());
            let byte = u8::try_from(random.below(256)).unwrap_or(0);
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            Mutation::new(format!("byte {at} is {byte}"), bytes)
        }
        4 => {
            let (begin, end) = text.split_at(text.len().min(1));
            let member = format!("\"new_member\":{},", random.pick(VALUES));
            Mutation::new(format!("added {member}"), [begin, &member, end].concat())
        }
        5 => changed(text, random, "removed", |place| match place {
            Place::Member(object, name) => drop(object.remove(&name)),
            Place::Value(value) => *value = Value::Null,
        }),
        6 => {
            let long = "x".repeat(200_000);
            replaced(text, random, &format!("\"{long}\""), "a long text")
        }
        _ => {
            let value = random.pick(VALUES);
            replaced(text, random, value, value)
        }
    }
}

/// The document or a part of it within very many arrays or objects.
fn nested(text: &str, random: &mut Random) -> Mutation {
    let depth = random.pick(&[&100_usize, &10_000, &100_000]);
    let (open, close) = *random.pick(&[&("[", "]"), &("{\"a\":", "}")]);
    let value = [&open.repeat(*depth), "1", &close.repeat(*depth)].concat();
    replaced(text, random, &value, &format!("{depth} levels of {open}"))
}

fn replaced(text: &str, random: &mut Random, value: &str, named: &str) -> Mutation {
    let placed = changed(text, random, named, |place| match place {
        Place::Member(object, name) => drop(object.insert(name, PLACE.into())),
        Place::Value(it) => *it = PLACE.into(),
    });
    let quoted = Value::from(PLACE).to_string();
    let text = String::from_utf8_lossy(&placed.bytes).replace(&quoted, value);
    Mutation::new(placed.what, text)
}

enum Place<'a> {
    Member(&'a mut serde_json::Map<String, Value>, String),
    Value(&'a mut Value),
}

/// Changes a value somewhere in the document.
fn changed(
    text: &str,
    random: &mut Random,
    what: &str,
    change: impl FnOnce(Place<'_>),
) -> Mutation {
    let Ok(mut document) = serde_json::from_str::<Value>(text) else {
        return Mutation::new("unchanged", text);
    };
    let mut at = String::new();
    let mut value = &mut document;
    loop {
        // Deeper in two of three cases, and never out of a leaf.
        let deeper = random.below(3) > 0;
        if value.as_array().is_some_and(|items| !items.is_empty()) {
            let Value::Array(items) = value else { break };
            let chosen = random.below(items.len());
            at = format!("{at}/{chosen}");
            value = &mut items[chosen];
            if !deeper {
                change(Place::Value(value));
                break;
            }
        } else if value.as_object().is_some_and(|object| !object.is_empty()) {
            let Value::Object(object) = value else { break };
            // Features of serde_json decide their order.
            let mut names: Vec<String> = object.keys().cloned().collect();
            names.sort();
            let name = names.swap_remove(random.below(names.len()));
            at = format!("{at}/{name}");
            let is_leaf = !object[&name].is_object() && !object[&name].is_array();
            if is_leaf || !deeper {
                change(Place::Member(object, name));
                break;
            }
            value = &mut object[&name];
        } else {
            change(Place::Value(value));
            break;
        }
    }
    Mutation::new(format!("{at}: {what}"), document.to_string())
}

/// Tokens that take the place of one of a subject.
const TOKENS: &[&str] = &[
    "",
    "*",
    ">",
    "0",
    "-1",
    "1.5",
    "x",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999",
    "$JS",
    "\u{e9}",
    "%00",
];

/// Changes a subject, such as the reply subject of a delivery.
pub fn subject(subject: &str, random: &mut Random) -> String {
    let mut tokens: Vec<String> = subject.split('.').map(str::to_owned).collect();
    let at = random.below(tokens.len());
    match random.below(6) {
        0 => drop(tokens.remove(at)),
        1 => tokens.insert(at, random.pick(TOKENS).to_owned()),
        2 => tokens.truncate(at.max(1)),
        3 => {
            return random
                .pick(&[
                    "$JS.ACK.>",
                    "evil",
                    "$JS.API.STREAM.DELETE.S",
                    "_INBOX.other.1",
                ])
                .to_owned();
        }
        _ => tokens[at] = random.pick(TOKENS).to_owned(),
    }
    let changed = tokens.join(".");
    match changed.is_empty() {
        true => "x".to_owned(),
        false => changed,
    }
}

/// First lines of header blocks.
const STATUSES: &[&str] = &[
    "",
    " ",
    " 100",
    " 100 Idle Heartbeat",
    " 100 FlowControl Request",
    " 200",
    " 204 EOB",
    " 400 Bad Request",
    " 404",
    " 404 No Messages",
    " 408 Request Timeout",
    " 409",
    " 409 Exceeded MaxWaiting",
    " 409 Server Shutdown",
    " 409 Consumer Deleted",
    " 409 Message Size Exceeds MaxBytes",
    " 409 Leadership Change",
    " 423 Nats-Pin-Id mismatch",
    " 503",
    " 503 No Responders",
    " 599 Unheard Of",
    " 999",
    " 1000",
    " 0",
    " -1",
    " x",
    "\u{a0}404",
];

/// Lines of header blocks, without their end.
const LINES: &[&str] = &[
    "Nats-Subject: other",
    "Nats-Subject:",
    "Nats-Stream: OTHER",
    "Nats-Sequence: 0",
    "Nats-Sequence: -1",
    "Nats-Sequence: 18446744073709551616",
    "Nats-Time-Stamp: yesterday",
    "Nats-Time-Stamp: 10000-01-01T00:00:00Z",
    "Nats-Num-Pending: 18446744073709551615",
    "Nats-Num-Pending: x",
    "Nats-Last-Sequence: 99999999999",
    "Nats-Last-Consumer: 99999999999",
    "Nats-Last-Stream: x",
    "Nats-Pending-Messages: 18446744073709551616",
    "Nats-Pending-Bytes: -1",
    "Nats-Pin-Id: \t",
    "Nats-Consumer-Stalled: evil",
    "KV-Operation: RENAME",
    "KV-Operation: DEL",
    "KV-Operation: PURGE",
    "Nats-Rollup: everything",
    "Nats-Marker-Reason: Boredom",
    "Nats-UpTo-Sequence: x",
    "Status: 503",
    "Description: \u{1b}[31m",
];

/// Returns a header block that may be anything but unreadable for the transport.
///
/// It has the lines of `block` in two of three cases.
pub fn headers(block: &[u8], random: &mut Random) -> Vec<u8> {
    let block = String::from_utf8_lossy(block);
    let mut lines: Vec<&str> = block
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .collect();
    let first = match lines.is_empty() {
        true => "NATS/1.0".to_owned(),
        false => lines.remove(0).to_owned(),
    };
    if random.below(3) == 0 {
        lines.clear();
    }
    let first = match random.below(2) {
        0 => format!("NATS/1.0{}", random.pick(STATUSES)),
        _ => first,
    };
    for _ in 0..random.below(3) {
        let at = random.below(lines.len() + 1);
        lines.insert(at, random.pick(LINES));
    }
    let mut changed = first;
    for line in lines {
        changed.push_str("\r\n");
        changed.push_str(line);
    }
    changed.push_str("\r\n\r\n");
    changed.into_bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const REPLY: &str = r#"{"type":"t","config":{"name":"S","subjects":["a","b"]},"n":[]}"#;

    #[test]
    fn mutations_differ_and_are_the_same_each_time() {
        let all = || {
            let mut random = Random::new(7);
            (0..1_000)
                .map(|_| json(REPLY, &mut random))
                .collect::<Vec<_>>()
        };
        assert_eq!(all(), all());
        let different: BTreeSet<Vec<u8>> = all().into_iter().map(|it| it.bytes).collect();
        assert!(different.len() > 300, "{}", different.len());
        let readable = different
            .iter()
            .filter(|it| serde_json::from_slice::<Value>(it).is_ok());
        let readable = readable.count();
        assert!(readable > 100 && readable < different.len(), "{readable}");
    }

    #[test]
    fn hostile_subjects_and_headers_stay_one_line_or_block() {
        let mut random = Random::new(1);
        for _ in 0..1_000 {
            let subject = subject("$JS.ACK.S.C.1.1.1.1700000000000000000.0", &mut random);
            assert!(
                !subject.is_empty() && !subject.contains([' ', '\r', '\n']),
                "{subject:?}"
            );
            let block = headers(b"NATS/1.0\r\nNats-Stream: S\r\n\r\n", &mut random);
            assert!(block.starts_with(b"NATS/1.0") && block.ends_with(b"\r\n\r\n"));
        }
    }
}
