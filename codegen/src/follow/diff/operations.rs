//! The operations and error codes of two APIs side by side.

use super::api::Operation;
use super::change::Change;
use super::class::Group;
use super::compare::Comparison;
use super::rename::{Candidate, pairs};
use super::rules::{Rule, operations as rules, types};
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
                    let renamed = &came[*to].row;
                    let change = Change::new(&row.operation, rules::OPERATION_RENAMED)
                        .at(&renamed.place)
                        .before(row.operation.clone())
                        .after(renamed.operation.clone());
                    self.push(change);
                    self.operation(operation, came[*to]);
                }
                None => self.push(
                    Change::new(&row.operation, rules::OPERATION_REMOVED)
                        .at(&row.place)
                        .before(row.verb.clone()),
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
                    Change::new(&row.operation, rules::OPERATION_ADDED)
                        .at(&row.place)
                        .after(format!("{}, since server {}", row.verb, row.since)),
                );
            }
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let name = &new.row.operation;
        let (was, is) = (&old.row, &new.row);
        let mut differs = |rule: &'static Rule, before: String, after: String| {
            if before != after {
                let note = match rule == rules::SUBJECT {
                    true => "permissions name it too",
                    false => "",
                };
                let change = Change::new(name, rule).at(&is.place).note(note);
                self.changes.push(change.before(before).after(after));
            }
        };
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
        differs(rules::REQUEST_TYPE, was.name.clone(), is.name.clone());
        differs(rules::SUBJECT, was.subject.clone(), is.subject.clone());
        differs(rules::REPLY_KIND, was.reply.clone(), is.reply.clone());
        differs(rules::REPLY_TYPE, reply(old), reply(new));
        differs(rules::BODY, was.body.clone(), is.body.clone());
        let paging = match was.page.is_some() == is.page.is_some() {
            true => rules::PAGE,
            false => rules::PAGING,
        };
        differs(paging, page(old), page(new));
        differs(rules::CALLER, was.caller.clone(), is.caller.clone());
        // A schema for what had none says nothing that servers do not do already.
        differs(rules::BODY_SCHEMA, body(old), body(new));
        differs(rules::SINCE, level(old), level(new));
        differs(rules::RETRY, was.retry.clone(), is.retry.clone());
        if old.kinds != new.kinds {
            // One more that is understood is no matter; what is not, any more, is.
            let lost = old.kinds.iter().any(|kind| !new.kinds.contains(kind));
            let rule = match lost {
                true => rules::REPLY_NAME_LOST,
                false => rules::REPLY_NAME_ADDED,
            };
            let change = Change::new(name, rule)
                .at(&is.place)
                .before(old.kinds.join(", "))
                .after(new.kinds.join(", "))
                .note("a reply that calls itself otherwise is refused");
            self.push(change);
        }
        if self.words
            && (&was.doc, &was.retry_note, &was.responder)
                != (&is.doc, &is.retry_note, &is.responder)
        {
            let change = Change::new(name, types::DESCRIBED)
                .in_group(Group::Operation)
                .at(&is.place);
            self.reworded(change, &was.doc, &is.doc);
        }
    }

    pub(super) fn codes(&mut self, old: &BTreeMap<u64, ErrorCode>, new: &BTreeMap<u64, ErrorCode>) {
        let numbers: BTreeSet<&u64> = old.keys().chain(new.keys()).collect();
        for number in numbers {
            let change = |rule| Change::new(&number.to_string(), rule);
            match (old.get(number), new.get(number)) {
                (Some(was), None) => {
                    self.push(change(rules::CODE_REMOVED).before(was.constant.clone()));
                }
                (None, Some(is)) => {
                    self.push(change(rules::CODE_ADDED).after(is.constant.clone()));
                }
                (Some(was), Some(is)) => {
                    if was.constant != is.constant {
                        let change = change(rules::CONSTANT)
                            .before(was.constant.clone())
                            .after(is.constant.clone());
                        self.push(change);
                    }
                    if was.http != is.http {
                        let change = change(rules::STATUS)
                            .of(&is.constant)
                            .before(was.http.to_string())
                            .after(is.http.to_string());
                        self.push(change);
                    }
                    if self.words && was.doc != is.doc {
                        let change = change(types::DESCRIBED)
                            .in_group(Group::Error)
                            .of(&is.constant);
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
