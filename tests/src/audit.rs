//! Reads a whole stream without the client, and compares it with what was told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsapi_test_server::{User, raw};
use serde_json::Value;

use crate::Outcome;

/// Replies of a busy server may be late.
const REPLY: Duration = Duration::from_secs(60);

/// A message as a stream stores it.
///
/// The payload is the key of the message: each message has another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The stream sequence.
    pub sequence: u64,
    /// The subject.
    pub subject: String,
    /// The payload, as text.
    pub key: String,
}

/// What a publisher was told about one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Stored at this sequence.
    Acknowledged(u64),
    /// Not stored.
    Refused,
    /// Stored or not stored.
    InDoubt,
}

/// What publishers and consumers were told.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// By key.
    pub published: BTreeMap<String, Told>,
    /// Sequence and key of each delivery, by the name of the consumer.
    pub consumed: BTreeMap<String, Vec<(u64, String)>>,
}

/// Differences between a stream and a [`History`], by key. Empty if there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Acknowledged, and not stored.
    pub lost: BTreeSet<String>,
    /// Stored more than once.
    pub doubled: BTreeSet<String>,
    /// Acknowledged with another sequence than that of the stored message.
    pub wrong_sequence: BTreeSet<String>,
    /// Stored, although the publisher was told that it is not.
    pub wrongly_refused: BTreeSet<String>,
    /// Stored, and never published.
    pub unexpected: BTreeSet<String>,
    /// By consumer: stored, and not delivered.
    pub missed: BTreeMap<String, BTreeSet<String>>,
    /// By consumer: delivered with another sequence than that of the stored message.
    pub not_as_stored: BTreeMap<String, BTreeSet<String>>,
    /// By consumer: how often a sequence followed that is not the next stored one.
    pub out_of_order: BTreeMap<String, usize>,
    /// By consumer: how many deliveries were of a message that was delivered before.
    pub repeated: BTreeMap<String, usize>,
}

impl Differences {
    /// Checks that no publisher got a wrong answer, and no consumer missed a message.
    ///
    /// # Errors
    /// With the differences; repeated and reordered deliveries are none, as acknowledgements
    /// may be lost.
    pub fn none(&self) -> Outcome {
        let plain = Self {
            out_of_order: BTreeMap::new(),
            repeated: BTreeMap::new(),
            ..self.clone()
        };
        match plain == Self::default() {
            true => Ok(()),
            false => Err(plain.to_string().into()),
        }
    }

    /// Checks that a consumer got each message once, in the order of the stream.
    ///
    /// # Errors
    /// With the numbers, if it did not.
    pub fn gapless(&self, consumer: &str) -> Outcome {
        let of = |map: &BTreeMap<String, usize>| map.get(consumer).copied().unwrap_or_default();
        match (of(&self.out_of_order), of(&self.repeated)) {
            (0, 0) => Ok(()),
            (order, repeated) => Err(format!(
                "{consumer}: {order} deliveries out of order, {repeated} repeated"
            )
            .into()),
        }
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = [
            ("lost", &self.lost),
            ("stored twice", &self.doubled),
            ("wrong sequence", &self.wrong_sequence),
            ("wrongly refused", &self.wrongly_refused),
            ("unexpected", &self.unexpected),
        ];
        for (name, keys) in sets {
            write!(to, "{name} {}", keys.len())?;
            if let Some(key) = keys.first() {
                write!(to, " ({key:?} ...)")?;
            }
            write!(to, ", ")?;
        }
        write!(
            to,
            "missed {:?}, not as stored {:?}, out of order {:?}, repeated {:?}",
            self.missed, self.not_as_stored, self.out_of_order, self.repeated
        )
    }
}

/// Reads every message of a stream, in the order of the sequences.
///
/// Sends one STREAM.MSG.GET for each sequence, over a connection without the client. It
/// blocks.
///
/// # Errors
/// If the server does not answer, or answers with an error other than that there is no
/// message.
pub fn read(url: &str, user: User<'_>, stream: &str) -> Outcome<Vec<Stored>> {
    let mut connection = raw::Connection::open(url, user)?;
    let subject = format!("$JS.API.STREAM.INFO.{stream}");
    let info = connection.request(&subject, b"", REPLY)?.json()?;
    let number = |name: &str| {
        info["state"][name]
            .as_u64()
            .ok_or_else(|| format!("{subject} answers {info}"))
    };
    let (first, last, count) = (
        number("first_seq")?,
        number("last_seq")?,
        number("messages")?,
    );
    let subject = format!("$JS.API.STREAM.MSG.GET.{stream}");
    let requests = (first..=last).map(|sequence| {
        let request = format!(r#"{{"seq":{sequence}}}"#);
        (subject.clone(), request.into_bytes())
    });
    let mut stored = Vec::new();
    for reply in connection.requests(requests, REPLY)? {
        let reply = reply.json()?;
        let message = &reply["message"];
        match (message.get("seq").and_then(Value::as_u64), &reply["error"]) {
            (Some(sequence), _) => {
                let text = |name: &str| message[name].as_str().unwrap_or_default();
                let payload = STANDARD.decode(text("data"))?;
                stored.push(Stored {
                    sequence,
                    subject: text("subject").to_owned(),
                    key: String::from_utf8_lossy(&payload).into_owned(),
                });
            }
            (None, error) if error["err_code"] == 10037 => {}
            (None, _) => return Err(format!("{subject} answers {reply}").into()),
        }
    }
    match stored.len() as u64 == count {
        true => Ok(stored),
        false => Err(format!("{count} messages, of which {} were read", stored.len()).into()),
    }
}

/// Compares what is stored with what was told.
pub fn compare(stored: &[Stored], history: &History) -> Differences {
    let mut differences = Differences::default();
    let mut sequences = BTreeMap::<&str, u64>::new();
    for message in stored {
        let key = message.key.as_str();
        if sequences.insert(key, message.sequence).is_some() {
            differences.doubled.insert(key.to_owned());
        }
        match history.published.get(key) {
            None => drop(differences.unexpected.insert(key.to_owned())),
            Some(Told::Refused) => drop(differences.wrongly_refused.insert(key.to_owned())),
            Some(Told::Acknowledged(_) | Told::InDoubt) => {}
        }
    }
    for (key, told) in &history.published {
        let Told::Acknowledged(sequence) = told else {
            continue;
        };
        match sequences.get(key.as_str()) {
            None => drop(differences.lost.insert(key.clone())),
            Some(_) if differences.doubled.contains(key) => {}
            Some(stored) if stored != sequence => {
                differences.wrong_sequence.insert(key.clone());
            }
            Some(_) => {}
        }
    }
    for (name, consumed) in &history.consumed {
        consumer(name, consumed, stored, &mut differences);
    }
    differences
}

fn consumer(
    name: &str,
    consumed: &[(u64, String)],
    stored: &[Stored],
    differences: &mut Differences,
) {
    let keys: BTreeMap<u64, &str> = stored
        .iter()
        .map(|message| (message.sequence, message.key.as_str()))
        .collect();
    let mut seen = BTreeSet::new();
    let mut previous = None;
    for (sequence, key) in consumed {
        if keys.get(sequence) != Some(&key.as_str()) {
            let wrong = differences.not_as_stored.entry(name.to_owned());
            wrong.or_default().insert(key.clone());
        }
        if !seen.insert(*sequence) {
            *differences.repeated.entry(name.to_owned()).or_default() += 1;
        }
        let after = previous.map_or(0, |previous: u64| previous + 1);
        let expected = keys.range(after..).next().map(|(sequence, _)| *sequence);
        if expected != Some(*sequence) {
            *differences.out_of_order.entry(name.to_owned()).or_default() += 1;
        }
        previous = Some(*sequence);
    }
    let missed: BTreeSet<String> = stored
        .iter()
        .filter(|message| !seen.contains(&message.sequence))
        .map(|message| message.key.clone())
        .collect();
    if !missed.is_empty() {
        differences.missed.insert(name.to_owned(), missed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(keys: &[(u64, &str)]) -> Vec<Stored> {
        let stored = |(sequence, key): &(u64, &str)| Stored {
            sequence: *sequence,
            subject: "s".to_owned(),
            key: (*key).to_owned(),
        };
        keys.iter().map(stored).collect()
    }

    fn history(published: &[(&str, Told)], consumed: &[(u64, &str)]) -> History {
        let consumed = consumed.iter().map(|(at, key)| (*at, (*key).to_owned()));
        History {
            published: published
                .iter()
                .map(|(key, told)| ((*key).to_owned(), *told))
                .collect(),
            consumed: [("c".to_owned(), consumed.collect())].into(),
        }
    }

    #[test]
    fn a_stream_that_is_what_was_told_has_no_differences() {
        let told = [
            ("a", Told::Acknowledged(1)),
            ("b", Told::InDoubt),
            ("c", Told::InDoubt),
            ("d", Told::Refused),
        ];
        let history = history(&told, &[(1, "a"), (3, "b")]);
        let found = compare(&stored(&[(1, "a"), (3, "b")]), &history);
        assert_eq!(found, Differences::default());
        assert!(found.none().is_ok() && found.gapless("c").is_ok());
    }

    #[test]
    fn each_difference_is_named() {
        let told = [
            ("lost", Told::Acknowledged(9)),
            ("twice", Told::Acknowledged(1)),
            ("elsewhere", Told::Acknowledged(7)),
            ("refused", Told::Refused),
        ];
        let stored = stored(&[
            (1, "twice"),
            (2, "twice"),
            (3, "elsewhere"),
            (4, "refused"),
            (5, "foreign"),
        ]);
        let consumed = [(1, "twice"), (3, "other"), (2, "twice"), (2, "twice")];
        let found = compare(&stored, &history(&told, &consumed));
        let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(found.lost, set(&["lost"]));
        assert_eq!(found.doubled, set(&["twice"]));
        assert_eq!(found.wrong_sequence, set(&["elsewhere"]));
        assert_eq!(found.wrongly_refused, set(&["refused"]));
        assert_eq!(found.unexpected, set(&["foreign"]));
        assert_eq!(found.missed["c"], set(&["refused", "foreign"]));
        assert_eq!(found.not_as_stored["c"], set(&["other"]));
        assert_eq!((found.out_of_order["c"], found.repeated["c"]), (3, 1));
        assert!(found.none().is_err() && found.gapless("c").is_err());
    }
}
