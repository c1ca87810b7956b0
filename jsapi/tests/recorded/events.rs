//! Every recorded event decodes to a known type, and is written back unchanged.

use std::collections::{BTreeMap, BTreeSet};

use jsapi::{Event, Model};
use serde_json::Value;

use crate::case::{Case, Failures, events_in_tree, shared_events};
use crate::difference::same;
use crate::marks::{mark_every_object, renew_every_enum};

/// Number of event types.
const TYPES: usize = 24;

#[derive(Default)]
struct Seen {
    failures: Failures,
    /// Number of events per type.
    kinds: BTreeMap<String, usize>,
    enums: BTreeSet<&'static str>,
}

impl Seen {
    fn look_at(files: &[Vec<Case>]) -> Self {
        let mut seen = Self::default();
        for case in files.iter().flatten() {
            if let Err(what) = seen.look(case.text("payload")) {
                seen.failures.add(case, what);
            }
        }
        seen
    }

    fn look(&mut self, text: &str) -> Result<(), String> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| format!("{error}: {text}"))?;
        let event = read(&document, text)?;
        *self.kinds.entry(event.kind().to_owned()).or_default() += 1;
        if event.kind() != document["type"] {
            return Err(format!("is of type {}: {document}", event.kind()));
        }
        same(&document, &write(&event))?;
        let unknown = unknown_fields(&event);
        if !unknown.is_empty() {
            return Err(format!("no field for {unknown:?}: {document}"));
        }

        let mut marked = document.clone();
        let marks = mark_every_object(&mut marked);
        let event = read(&marked, &marked.to_string())?;
        same(&marked, &write(&event))?;
        if unknown_fields(&event) != marks {
            return Err(format!(
                "unknown are {:?}, not {marks:?}: {marked}",
                unknown_fields(&event)
            ));
        }

        let mut renewed = document;
        self.enums.extend(renew_every_enum(&mut renewed));
        same(&renewed, &write(&read(&renewed, &renewed.to_string())?))
    }
}

fn read(document: &Value, text: &str) -> Result<Event, String> {
    match Event::decode(text.as_bytes()) {
        Ok(Event::Unknown(_)) => Err(format!("is of a type that is not known: {document}")),
        Ok(event) => Ok(event),
        Err(error) => Err(format!("{error}: {document}")),
    }
}

fn write(event: &Event) -> Value {
    serde_json::to_value(event).unwrap()
}

fn unknown_fields(event: &Event) -> BTreeSet<String> {
    macro_rules! of {
        ($($variant:ident)*) => {{
            const { assert!([$(stringify!($variant)),*].len() == TYPES) }
            match event {
                $(Event::$variant(event) => event.unknown_fields(),)*
                other => panic!("{other:?}"),
            }
        }};
    }
    of!(
        ApiAudit ApiLimitReached ConsumerAction ConsumerGroupPinned ConsumerGroupUnpinned
        ConsumerLeaderElected ConsumerPause ConsumerQuorumLost DomainLeaderElected MaxDeliver
        MetaRescue Nak RestoreComplete RestoreCreate ServerOutOfSpace ServerRemoved
        SnapshotComplete SnapshotCreate StreamAction StreamBatchAbandoned StreamLeaderElected
        StreamQuorumLost Terminated ConsumerAck
    )
    .into_iter()
    .collect()
}

#[test]
fn events_of_all_types_decode_and_are_written_back() {
    let seen = Seen::look_at(&events_in_tree());
    seen.failures.raise();
    assert_eq!(seen.kinds.len(), TYPES, "{:?}", seen.kinds);
    assert_eq!(seen.enums, BTreeSet::from(["action", "reason"]));
}

#[test]
fn all_captured_events_decode_and_are_written_back() {
    let Some(files) = shared_events() else { return };
    let seen = Seen::look_at(&files);
    seen.failures.raise();
    // No capture has server_out_of_space: it requires a full disk.
    assert_eq!(seen.kinds.len(), TYPES - 1, "{:?}", seen.kinds);
}
