//! What changed between two schema sets, in terms of the API, and whom it breaks.

mod allow;
mod api;
mod bounds;
mod change;
mod class;
mod compare;
mod corrected;
mod gate;
mod html;
mod json;
mod markdown;
mod operations;
mod rename;
mod rename_types;
mod rules;
mod sarif;
mod stated;
mod steps;
mod text;

pub use allow::AllowList;
pub use change::Change;
pub use class::{Bump, Class, Group};
pub use gate::Gate;
pub use rules::{Effect, Effects, Rule, page as rules_page};
pub use steps::{Steps, steps};

use crate::error::Result;
use crate::ir::set::Set;
use crate::source::options::Options;
use crate::source::place::name;
use api::Api;
use std::collections::BTreeSet;
use std::fmt;

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    name: String,
    options: Options,
    official: bool,
    lenient: bool,
}

impl Side {
    /// A set of ours, with tables of its own that fit it.
    pub fn ours(name: impl Into<String>, options: Options) -> Self {
        Self {
            name: name.into(),
            options,
            official: false,
            lenient: false,
        }
    }

    /// Official schemas in `options`' base, read with tables that were made for
    /// others: what does not fit is passed over with a note.
    pub fn official(name: impl Into<String>, options: Options) -> Self {
        Self {
            name: name.into(),
            options,
            official: true,
            lenient: true,
        }
    }

    /// Passes over what does not fit the tables, in a set of ours too.
    #[cfg(feature = "cli")]
    pub(crate) fn leniently(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Reads the schemas without our corrections: official ones as they are. What
    /// has no Rust type without them is passed over.
    #[must_use]
    pub fn uncorrected(mut self) -> Self {
        self.options = self.options.without_corrections();
        self.lenient = true;
        self
    }

    fn api(&self) -> Result<Api> {
        let mut api = Api::of(&self.set()?)?;
        for note in &mut api.notes {
            *note = self.below(note);
        }
        Ok(api)
    }

    /// A text in which files are named as both sides have them, whatever folder
    /// they are in.
    fn below(&self, text: &str) -> String {
        let folders = [self.options.base.as_ref(), Some(&self.options.schemas)];
        let folders = folders.into_iter().flatten();
        folders.fold(text.to_owned(), |text, folder| {
            text.replace(&format!("{}/", name(folder)), "")
        })
    }

    fn set(&self) -> Result<Set> {
        if self.lenient {
            Set::read_leniently(&self.options)
        } else {
            // The report lists where the base changed beneath a correction.
            Set::read_unpinned(&self.options)
        }
    }
}

/// The differences between two sets.
#[derive(Clone, Debug, Default)]
pub struct Report {
    old: String,
    new: String,
    changes: Vec<Change>,
    notes: [Vec<String>; 2],
    /// Entries of the allow-list that allow nothing.
    idle: Vec<String>,
}

/// Compares two sets.
///
/// Words are compared where both sides have them from one hand: official ones
/// with official ones, ours with ours.
///
/// # Errors
///
/// The first fault found in a set of ours, or one in official schemas that
/// leaves nothing to compare.
pub fn diff(old: &Side, new: &Side) -> Result<Report> {
    let sides = alike(&[old.clone(), new.clone()])?;
    let [old, new] = sides.as_slice() else {
        return Ok(Report::default());
    };
    Ok(compared(old, &old.api()?, new, &new.api()?))
}

fn compared(old: &Side, old_api: &Api, new: &Side, new_api: &Api) -> Report {
    let words = old.official == new.official;
    let mut changes = compare::compare(old_api, new_api, words);
    let places = changes.iter_mut();
    for place in places.filter_map(|change| change.place.as_mut()) {
        *place = new.below(&old.below(place));
    }
    Report {
        old: old.name.clone(),
        new: new.name.clone(),
        changes,
        notes: [old_api.notes.clone(), new_api.notes.clone()],
        idle: Vec::new(),
    }
}

/// Official sets with the same of ours: without our extra schemas, which upstream
/// has no part in, and without corrections that fit only some of them. Sides that
/// are not all official stay as they are.
fn alike(sides: &[Side]) -> Result<Vec<Side>> {
    let mut sides = sides.to_vec();
    if !sides.iter().all(|side| side.official) {
        return Ok(sides);
    }
    let mut without = BTreeSet::new();
    for side in &mut sides {
        side.options = side.options.clone().without_extra();
        without.extend(Set::read_leniently(&side.options)?.dangling);
    }
    for side in &mut sides {
        side.options.without.clone_from(&without);
    }
    Ok(sides)
}

impl Report {
    /// Every change: operations, types in the order of their names, error codes.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Marks the changes that an allow-list has; entries are compared with `today`,
    /// which is written `YYYY-MM-DD`.
    pub fn allow(&mut self, list: &AllowList, today: &str) {
        self.idle = list.mark(&mut self.changes, today);
    }

    /// The changes that are not to pass: neither allowed nor let through by every
    /// gate.
    pub fn stopped(&self, gates: &[Gate]) -> Vec<&Change> {
        let stopped = |change: &&Change| gates.iter().any(|gate| gate.stops(change));
        self.changes.iter().filter(stopped).collect()
    }

    /// Entries of the allow-list that have expired or allow nothing.
    pub fn idle(&self) -> &[String] {
        &self.idle
    }

    /// The release that these changes ask for.
    pub fn bump(&self) -> Bump {
        let bumps = self.changes.iter().map(|change| change.class.bump());
        bumps.max().unwrap_or(Bump::None)
    }

    /// How many changes there are of a class.
    pub fn count(&self, class: Class) -> usize {
        let of_class = self.changes.iter().filter(|change| change.class == class);
        of_class.count()
    }

    /// What of the old and of the new schemas was passed over.
    pub fn notes(&self) -> [&[String]; 2] {
        self.notes.each_ref().map(Vec::as_slice)
    }

    /// What was passed over, with a heading: in both, in the old, in the new.
    fn passed_over(&self) -> Vec<(String, Vec<&str>)> {
        let [old, new] = self.notes();
        let both: Vec<&str> = texts(old.iter().filter(|note| new.contains(note)));
        let [old, new] = [old, new].map(|notes| {
            let own = notes.iter().filter(|note| !both.contains(&note.as_str()));
            texts(own)
        });
        let sides = [
            ("both".to_owned(), both),
            (self.old.clone(), old),
            (self.new.clone(), new),
        ];
        let noted = sides.into_iter().filter(|(_, notes)| !notes.is_empty());
        let noted = noted.map(|(side, notes)| (format!("Passed over in {side}"), notes));
        let idle = texts(self.idle.iter());
        let idle = (!idle.is_empty()).then(|| ("Allow nothing".to_owned(), idle));
        idle.into_iter().chain(noted).collect()
    }

    /// For a terminal; `words` lists what is described anew too.
    pub fn to_text(&self, words: bool) -> String {
        text::text(self, words)
    }

    /// For a pull request or a changelog.
    pub fn to_markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// For machines.
    pub fn to_json(&self) -> serde_json::Value {
        json::json(self)
    }

    /// For code hosts: SARIF 2.1.0.
    pub fn to_sarif(&self) -> serde_json::Value {
        sarif::sarif(self)
    }

    /// A page of its own, with nothing to load.
    pub fn to_html(&self) -> String {
        html::html(self)
    }

    /// The changes of one group, those of one name together.
    fn by_name(&self, group: Group) -> Vec<(&str, Vec<&Change>)> {
        let mut names: Vec<(&str, Vec<&Change>)> = Vec::new();
        for change in self.changes.iter().filter(|change| change.group == group) {
            match names.iter_mut().find(|(name, _)| *name == change.name) {
                Some((_, changes)) => changes.push(change),
                None => names.push((&change.name, vec![change])),
            }
        }
        if group == Group::Type {
            names.sort_by_key(|(name, _)| *name);
        }
        names
    }

    /// `12 breaking for callers, 3 additive`.
    fn summary(&self) -> String {
        let counts: Vec<String> = Class::ALL
            .into_iter()
            .filter(|class| self.count(*class) > 0)
            .map(|class| format!("{} {}", self.count(class), class.title()))
            .collect();
        if counts.is_empty() {
            "no difference".to_owned()
        } else {
            counts.join(", ")
        }
    }
}

fn texts<'n>(notes: impl Iterator<Item = &'n String>) -> Vec<&'n str> {
    notes.map(String::as_str).collect()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(false))
    }
}
