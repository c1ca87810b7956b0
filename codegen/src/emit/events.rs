//! Events: the enum of all, their kinds and subjects.

use super::text::docs;
use super::{Emitter, Event};
use crate::ir::operations;
use std::fmt::Write;

/// The enum of all events, and the constants that tell them apart.
pub(super) fn events(events: &[Event<'_>], emitter: &Emitter<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let about = "An advisory or metric of the server, identified by its `type`.\n\nServers publish events below `$JS.EVENT`. [`Event::Unknown`] holds an event of an unknown type.";
    let mut out = docs(&emitter.doc(about, "Event"), "");
    out += "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\npub enum Event {\n";
    for event in events {
        out += &docs(
            &emitter.doc(&first_paragraph(event.doc), event.variant),
            "    ",
        );
        let _ = writeln!(out, "    {}(Box<{}>),", event.variant, event.rust);
    }
    out += &docs("Event of a type that this version does not know.", "    ");
    out += "    Unknown(UnknownEvent),\n}\n";
    items.push(out);

    let mut kind = "impl Event {\n".to_owned();
    kind += &docs(
        "Returns the `type`, such as `io.nats.jetstream.advisory.v1.max_deliver`.",
        "    ",
    );
    kind += "    pub fn kind(&self) -> &str { match self {";
    for event in events {
        let _ = write!(kind, "Self::{}(_) => {}::KIND,", event.variant, event.rust);
    }
    kind += "Self::Unknown(event) => event.kind(), } }\n";
    kind += "    #[inline] pub(crate) fn empty(kind: &str) -> Self { match kind {";
    for event in events {
        let _ = write!(
            kind,
            "{}::KIND => Self::{}(Box::new(Model::empty())),",
            event.rust, event.variant
        );
    }
    kind += "_ => Self::Unknown(UnknownEvent::new(kind)), } }\n";
    for (suffix, reference) in [("", "&"), ("_mut", "&mut ")] {
        let _ = write!(
            kind,
            "    #[inline] pub(crate) fn model{suffix}({reference}self) -> {reference}dyn Model {{ match self {{"
        );
        for event in events {
            let _ = write!(
                kind,
                "Self::{}(event) => {reference}**event,",
                event.variant
            );
        }
        let _ = writeln!(
            kind,
            "Self::Unknown(event) => {reference}event.members, }} }}"
        );
    }
    kind += "}\n";
    items.push(kind);
    items.extend(kinds(events, emitter));
    for event in events {
        let mut constant = format!("impl {} {{\n", event.rust);
        constant += &docs("Value of `type` that identifies the event.", "    ");
        let _ = writeln!(
            constant,
            "    pub const KIND: &'static str = {:?};\n}}",
            event.kind
        );
        items.push(constant);
    }
    items
}

fn first_paragraph(doc: &str) -> String {
    doc.split("\n\n").next().unwrap_or(doc).to_owned()
}

/// The enum of the kinds of events, and where each is published.
fn kinds(events: &[Event<'_>], emitter: &Emitter<'_>) -> Vec<String> {
    let rows: Vec<(&Event<'_>, &operations::Event)> = events
        .iter()
        .filter_map(|event| Some((event, event.row?)))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut out = docs("A kind of advisory or metric.", "");
    out += "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[non_exhaustive]\npub enum EventKind {\n";
    for (event, row) in &rows {
        let mut doc = first_paragraph(event.doc);
        if row.accounts == "system" {
            doc += "\n\nPublished in the system account.";
        }
        out += &docs(&emitter.doc(&doc, event.variant), "    ");
        let _ = writeln!(out, "    {},", event.variant);
    }
    out += "}\n";

    let mut code = "impl EventKind {\n".to_owned();
    code += &docs("All kinds that this version knows.", "    ");
    code += "    pub const ALL: &'static [Self] = &[";
    for (event, _) in &rows {
        let _ = write!(code, "Self::{},", event.variant);
    }
    code += "];\n\n";
    code += &docs(
        "Returns the kind of an event. `None`: this version does not know it.",
        "    ",
    );
    code += "    pub fn of(event: &Event) -> Option<Self> { let kind = event.kind(); Self::ALL.iter().copied().find(|known| known.as_str() == kind) }\n\n";
    code += &docs(
        "Returns the `type` of the events, such as\n`io.nats.jetstream.advisory.v1.max_deliver`.",
        "    ",
    );
    code += "    pub const fn as_str(self) -> &'static str { match self {";
    for (event, _) in &rows {
        let _ = write!(code, "Self::{} => {}::KIND,", event.variant, event.rust);
    }
    code += "} }\n\n";
    code += &docs(
        "Returns the subjects on which servers publish the events.\n\nThe tokens `{stream}` and `{consumer}` stand for names.",
        "    ",
    );
    code += "    pub const fn subjects(self) -> &'static [&'static str] { match self {";
    for (event, row) in &rows {
        let _ = write!(code, "Self::{} => &{:?},", event.variant, row.subjects());
    }
    code += "} }\n}\n";
    let mut shown = docs("Shows the `type` of the events.", "");
    shown += "impl std::fmt::Display for EventKind { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) } }\n";
    vec![out, code, shown]
}
