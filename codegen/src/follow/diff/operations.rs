//! The operations and error codes of two APIs side by side.

use super::api::Operation;
use super::change::{Change, Group};
use super::compare::Comparison;
use super::rename::{Candidate, pairs};
use crate::ir::operations::ErrorCode;
use std::collections::{BTreeMap, BTreeSet};

impl Comparison {
    pub(super) fn operations(&mut self, old: &[Operation], new: &[Operation]) {
        let find = |all: &'_ [Operation], name: &str| {
            all.iter()
                .position(|operation| operation.row.operation == name)
        };
        let gone: Vec<&Operation> = old
            .iter()
            .filter(|operation| find(new, &operation.row.operation).is_none())
            .collect();
        let came: Vec<&Operation> = new
            .iter()
            .filter(|operation| find(old, &operation.row.operation).is_none())
            .collect();
        let (gone_names, came_names) = (operation_names(&gone), operation_names(&came));
        let renamed = pairs(&gone_names, &came_names);
        for (index, operation) in gone.iter().enumerate() {
            let row = &operation.row;
            match renamed.iter().find(|(gone, _)| *gone == index) {
                Some((_, to)) => {
                    let change = Change::new(Group::Operation, &row.operation, "operation renamed");
                    self.push(
                        change
                            .before(row.operation.clone())
                            .after(came[*to].row.operation.clone())
                            .breaks(true, false),
                    );
                    self.operation(operation, came[*to]);
                }
                None => self.push(
                    Change::new(Group::Operation, &row.operation, "operation removed")
                        .before(row.verb.clone())
                        .breaks(true, false),
                ),
            }
        }
        for (index, operation) in new.iter().enumerate() {
            if let Some(was) = find(old, &operation.row.operation) {
                self.operation(&old[was], &new[index]);
            } else if !renamed
                .iter()
                .any(|(_, to)| came[*to].row.operation == operation.row.operation)
            {
                let row = &operation.row;
                self.push(
                    Change::new(Group::Operation, &row.operation, "operation added")
                        .after(format!("{}, since server {}", row.verb, row.since)),
                );
            }
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let name = &new.row.operation;
        let mut differs = |kind, before: String, after: String, callers, implementers, note| {
            if before != after {
                let change = Change::new(Group::Operation, name, kind);
                let change = change.before(before).after(after).note(note);
                let change = match (callers, implementers) {
                    (false, false) => change.words(),
                    _ => change.breaks(callers, implementers),
                };
                self.changes.push(change);
            }
        };
        let (was, is) = (&old.row, &new.row);
        let body = |operation: &Operation| {
            let title = operation.row.request.as_deref();
            title.map_or("none", crate::source::files::short).to_owned()
        };
        let reply = |operation: &Operation| operation.response.clone().unwrap_or("none".into());
        let page = |operation: &Operation| {
            let page = operation.row.page.as_ref();
            page.map_or("none".into(), |page| {
                format!("{} by {}", page.items, page.limit)
            })
        };
        let level = |operation: &Operation| match operation.row.level {
            0 => operation.row.since.clone(),
            level => format!("{}, level {level}", operation.row.since),
        };
        differs(
            "request type",
            was.name.clone(),
            is.name.clone(),
            true,
            false,
            "",
        );
        differs(
            "subject",
            was.subject.clone(),
            is.subject.clone(),
            true,
            true,
            "permissions name it too",
        );
        differs(
            "kind of reply",
            was.reply.clone(),
            is.reply.clone(),
            true,
            true,
            "",
        );
        differs("reply type", reply(old), reply(new), true, false, "");
        differs("body", was.body.clone(), is.body.clone(), false, true, "");
        differs(
            "paging",
            page(old),
            page(new),
            was.page.is_some() != is.page.is_some(),
            true,
            "",
        );
        differs(
            "who may call",
            was.caller.clone(),
            is.caller.clone(),
            true,
            false,
            "",
        );
        // A schema for what had none says nothing that servers do not do already.
        differs("schema of the body", body(old), body(new), false, false, "");
        differs("since", level(old), level(new), false, false, "");
        differs(
            "repeating",
            was.retry.clone(),
            is.retry.clone(),
            false,
            false,
            "",
        );
        if old.kinds != new.kinds {
            // One more that is understood is no matter; what is not, any more, is.
            let lost = old.kinds.iter().any(|kind| !new.kinds.contains(kind));
            let change = Change::new(Group::Operation, name, "type on the wire")
                .before(old.kinds.join(", "))
                .after(new.kinds.join(", "))
                .note("a reply that calls itself otherwise is refused");
            self.push(change.breaks(false, lost));
        }
        if self.words
            && (&was.doc, &was.retry_note, &was.responder)
                != (&is.doc, &is.retry_note, &is.responder)
        {
            self.reworded(
                Change::new(Group::Operation, name, "described anew"),
                &was.doc,
                &is.doc,
            );
        }
    }

    pub(super) fn codes(&mut self, old: &BTreeMap<u64, ErrorCode>, new: &BTreeMap<u64, ErrorCode>) {
        let numbers: BTreeSet<&u64> = old.keys().chain(new.keys()).collect();
        for number in numbers {
            let change = |kind| Change::new(Group::Error, &number.to_string(), kind);
            match (old.get(number), new.get(number)) {
                (Some(was), None) => {
                    let change = change("code removed").before(was.constant.clone());
                    self.push(change.breaks(true, false));
                }
                (None, Some(is)) => self.push(change("code added").after(is.constant.clone())),
                (Some(was), Some(is)) => {
                    if was.constant != is.constant {
                        let change = change("constant renamed")
                            .before(was.constant.clone())
                            .after(is.constant.clone());
                        self.push(change.breaks(true, false));
                    }
                    if was.http != is.http {
                        let change = change("status")
                            .of(&is.constant)
                            .before(was.http.to_string())
                            .after(is.http.to_string());
                        self.push(change.breaks(true, true));
                    }
                    if self.words && was.doc != is.doc {
                        let change = change("described anew").of(&is.constant);
                        self.reworded(change, &was.doc, &is.doc);
                    }
                }
                (None, None) => {}
            }
        }
    }
}

fn operation_names<'a>(operations: &[&'a Operation]) -> Vec<Candidate<'a>> {
    let candidate = |operation: &&'a Operation| Candidate {
        name: &operation.row.operation,
        ty: format!("{:?}", operation.row.responses),
        words: &operation.row.subject,
        neighbours: (None, None),
    };
    operations.iter().map(candidate).collect()
}
