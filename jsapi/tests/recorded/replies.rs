//! Recorded replies decode to their type or error, and are written back unchanged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::case::{Case, Failures, Reply, each_file, in_tree, shared};
use crate::difference::same;
use crate::marks::{enums, mark_every_object, renew_every_enum};
use crate::model::{Read, Reader, reader};

#[derive(Default)]
struct Seen {
    failures: Failures,
    /// Number of successes and errors per operation.
    replies: BTreeMap<String, (usize, usize)>,
    cases: usize,
    silent: usize,
    raw: usize,
    omitted: usize,
    /// Replies without an operation in this crate, by name.
    not_ours: BTreeMap<String, usize>,
    enums: BTreeSet<&'static str>,
}

impl Seen {
    fn look_at(files: &[Vec<Case>]) -> Self {
        each_file(files, |case, seen: &mut Self| seen.look(case), Self::join)
    }

    fn join(&mut self, other: Self) {
        self.failures.extend(other.failures);
        for (operation, (successes, errors)) in other.replies {
            let count = self.replies.entry(operation).or_default();
            count.0 += successes;
            count.1 += errors;
        }
        for (operation, count) in other.not_ours {
            *self.not_ours.entry(operation).or_default() += count;
        }
        self.cases += other.cases;
        self.silent += other.silent;
        self.raw += other.raw;
        self.omitted += other.omitted;
        self.enums.extend(other.enums);
    }

    fn look(&mut self, case: &Case) {
        self.cases += 1;
        match case.reply() {
            Reply::Silence => self.silent += 1,
            Reply::Omitted => self.omitted += 1,
            Reply::Documents { documents, raw } => {
                self.raw += raw;
                for text in &documents {
                    if let Err(what) = self.document(case, text) {
                        self.failures.add(case, what);
                    }
                }
            }
        }
    }

    fn document(&mut self, case: &Case, text: &str) -> Result<(), String> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| format!("{error}: {text}"))?;
        let Some(reader) = reader(case.operation(), &document) else {
            *self
                .not_ours
                .entry(case.operation().to_owned())
                .or_default() += 1;
            return Ok(());
        };
        let read = read(reader, &document, text)?;
        let count = self.replies.entry(case.operation().to_owned()).or_default();
        match &read.error {
            None => count.0 += 1,
            Some(_) => count.1 += 1,
        }
        is_what_was_recorded(case, &read, &document)?;
        same(&document, &read.written)?;
        if !read.unknown.is_empty() {
            return Err(format!("no field for {:?}: {document}", read.unknown));
        }
        an_unknown_member_survives_in_every_object(reader, &document)?;
        self.enums
            .extend(an_unknown_value_survives_in_every_enum(reader, &document)?);
        Ok(())
    }
}

fn read(reader: Reader, document: &Value, text: &str) -> Result<Read, String> {
    reader(text).map_err(|error| format!("{error}\n  was {document}"))
}

/// Checks that the reply is the recorded success or error.
fn is_what_was_recorded(case: &Case, read: &Read, document: &Value) -> Result<(), String> {
    if read.kind != document["type"].as_str().unwrap_or_default() {
        return Err(format!("is of kind {:?}: {document}", read.kind));
    }
    let found = read.error.as_ref().map(|error| {
        let number = error.err_code.map(|code| u64::from(code.0));
        (u64::from(error.code), number, error.description.as_deref())
    });
    let expected = document.get("error").map(|error| {
        let code = error["code"].as_u64().unwrap();
        (
            code,
            error["err_code"].as_u64(),
            error["description"].as_str(),
        )
    });
    if found != expected {
        return Err(format!("is {found:?}, not {expected:?}: {document}"));
    }
    let code = read.error.as_ref().and_then(|error| error.err_code);
    if code.is_some_and(|code| code.constant().is_none()) {
        return Err(format!("no constant for the error code: {document}"));
    }
    let recorded = case.error();
    // A case of several messages notes the error of one of them.
    if case.text("reply_kind") == "json" && recorded != document.get("error") {
        return Err(format!("was recorded as {recorded:?}: {document}"));
    }
    Ok(())
}

fn an_unknown_member_survives_in_every_object(
    reader: Reader,
    document: &Value,
) -> Result<(), String> {
    let mut marked = document.clone();
    let mut marks = mark_every_object(&mut marked);
    let read = read(reader, &marked, &marked.to_string())?;
    same(&marked, &read.written)?;
    if read.error.is_some() {
        // The members beside an error are not a model.
        marks.retain(|path| path.starts_with("error."));
    }
    if marks != read.unknown {
        return Err(format!(
            "unknown are {:?}, not {marks:?}: {marked}",
            read.unknown
        ));
    }
    Ok(())
}

fn an_unknown_value_survives_in_every_enum(
    reader: Reader,
    document: &Value,
) -> Result<BTreeSet<&'static str>, String> {
    let mut renewed = document.clone();
    let names = renew_every_enum(&mut renewed);
    if !names.is_empty() {
        let read = read(reader, &renewed, &renewed.to_string())?;
        same(&renewed, &read.written)?;
    }
    Ok(names)
}

/// The enums in replies; all other enums are in events.
fn enums_of_replies() -> BTreeSet<&'static str> {
    enums()
        .into_iter()
        .filter(|name| !["action", "reason"].contains(name))
        .collect()
}

#[test]
fn recorded_replies_decode_to_what_they_are_and_are_written_back() {
    let seen = Seen::look_at(&in_tree());
    seen.failures.raise();
    macro_rules! operations {
        ($($operation:literal => $request:ident,)*) => { [$($operation),*] };
    }
    let operations = jsapi::__json_operations!(operations);
    let one_sided: Vec<&str> = operations
        .into_iter()
        .chain(["meta_rescue", "publish"])
        .filter(|operation| {
            let (successes, errors) = seen.replies.get(*operation).copied().unwrap_or_default();
            successes == 0 || errors == 0
        })
        .collect();
    assert_eq!(one_sided, [""; 0], "recorded as a success or an error only");
    assert!(seen.not_ours.is_empty(), "{:?}", seen.not_ours);
    assert_eq!(seen.enums, enums_of_replies());
}

#[test]
fn all_captured_replies_decode_to_what_they_are_and_are_written_back() {
    let Some(files) = shared() else { return };
    let seen = Seen::look_at(&files);
    seen.failures.raise();
    eprintln!(
        "{} cases: {} successes, {} errors, {} without a reply, {} too large to keep, \
         {} messages passed over; replies not ours {:?}",
        seen.cases,
        seen.replies
            .values()
            .map(|(successes, _)| successes)
            .sum::<usize>(),
        seen.replies
            .values()
            .map(|(_, errors)| errors)
            .sum::<usize>(),
        seen.silent,
        seen.omitted,
        seen.raw,
        seen.not_ours,
    );
    // `client/tests/recorded.rs` gives the messages to the client.
    assert_eq!((seen.silent, seen.omitted, seen.raw), (207, 1, 2392));
    let not_ours = [
        "template_create",
        "template_delete",
        "template_info",
        "template_names",
    ];
    assert!(seen.not_ours.keys().eq(not_ours), "{:?}", seen.not_ours);
    assert_eq!(seen.enums, enums_of_replies());
}
