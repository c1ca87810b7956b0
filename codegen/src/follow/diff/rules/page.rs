//! The page of the rules: `docs/api-changes.md`.

use super::{Effects, Rule};
use crate::follow::diff::class::Group;
use std::fmt::Write;

const HEAD: &str = "\
# Changes of the API

`cargo codegen diff OLD NEW` compares two states of the schemas. Every change that it
lists has a rule, by which `--fail-on` and allow-lists name it. Written by
`cargo codegen rules --out docs/api-changes.md`.

A rule says what a change means:

- for **callers**, whose code uses the generated types;
- for **implementers**: servers, and mocks that answer like one;
- on the **wire**: *breaking* where a message that was right is refused or not
  understood, *compatible* where one is right that was not.

Where it is not the same in requests, which callers fill in, and in replies and events,
which they read, both are given. A type that is in both has the worse of each.

    cargo codegen diff v1 v2 --fail-on callers --allow allowed.toml --format sarif

ends with status 0 if no change is one that `--fail-on` names, 1 if one is, and 2 if
the sets cannot be compared. `--fail-on` takes `callers`, `implementers`, `wire`,
`additive`, `corrected`, `any` and the ids below, several times if need be.

An allow-list names changes that are meant, why, and until when:

    [[allow]]
    rule = \"field-removed\"
    subject = \"StreamConfig.template_owner\"
    reason = \"Servers removed templates in 2.14.\"
    expires = 2027-06-30

`subject` is what the report prints, and may begin or end with `*`; without it, the
entry is for every change of the rule. An entry that has expired allows nothing. The
report says which changes are allowed, and which entries allow nothing.
";

/// The page in Markdown.
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    for group in Group::ALL {
        let _ = writeln!(out, "\n## {}", group.title());
        if group == Group::Correction {
            out += "\nWhat is generated does not change, since it has the correction, which may be wrong \
                    now. See `grounds.toml` in [schemas/README.md](../schemas/README.md).\n";
        }
        for rule in Rule::all().filter(|rule| rule.group == group) {
            let _ = write!(out, "\n### {}\n\n{}\n", rule.id, rule.about);
            if group == Group::Correction {
                continue;
            }
            let (request, reply) = (rule.effects(true, false), rule.effects(false, true));
            if request == reply {
                let _ = writeln!(out, "\n{}", sentence("", request));
            } else {
                let _ = writeln!(out, "\n{}", sentence("In a request: ", request));
                let _ = writeln!(out, "{}", sentence("In a reply: ", reply));
            }
        }
    }
    out
}

fn sentence(before: &str, effects: Effects) -> String {
    format!(
        "- {before}callers **{}**, implementers **{}**, wire **{}**.",
        effects.callers, effects.implementers, effects.wire
    )
}
