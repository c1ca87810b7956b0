//! The members that documents had.

use std::collections::{BTreeMap, BTreeSet};

/// A known member: the definition or document that it is of, and its name.
pub(super) type Member = (String, String);

/// An object or a member of documents: the title of the schema, and the path.
pub(super) type At = (String, String);

/// The path of a member in a document.
pub(super) fn path_of(path: &str, member: &str) -> String {
    match path {
        "" => member.to_owned(),
        path => format!("{path}.{member}"),
    }
}

/// The members that documents had, by definition and by path.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    members: BTreeMap<Member, usize>,
    /// Objects by the definition or document that they are of.
    objects: BTreeMap<String, usize>,
    /// Members at their paths, and objects: the document itself at the empty path.
    places: BTreeMap<At, usize>,
    paths: BTreeMap<At, usize>,
    /// What is set in a part of a configuration, which callers leave out.
    chosen: BTreeSet<String>,
}

impl Seen {
    /// Counts an object; `owners` are what its members can be of.
    pub(super) fn object(&mut self, title: &str, path: &str, owners: BTreeSet<String>) {
        for owner in owners {
            if is_configured(path) {
                self.chosen.insert(owner.clone());
            }
            *self.objects.entry(owner).or_default() += 1;
        }
        let at = (title.to_owned(), path.to_owned());
        *self.places.entry(at).or_default() += 1;
    }

    /// Counts a member of an object.
    pub(super) fn member(&mut self, owner: String, member: &str) {
        *self.members.entry((owner, member.to_owned())).or_default() += 1;
    }

    /// Counts a member at its path.
    pub(super) fn path(&mut self, title: &str, path: &str) {
        let at = (title.to_owned(), path.to_owned());
        *self.paths.entry(at).or_default() += 1;
    }

    pub(super) fn extend(&mut self, other: &Self) {
        add(&mut self.members, &other.members);
        add(&mut self.objects, &other.objects);
        add(&mut self.places, &other.places);
        add(&mut self.paths, &other.paths);
        self.chosen.extend(other.chosen.iter().cloned());
    }

    pub(super) fn has(&self, member: &Member) -> bool {
        self.members.contains_key(member)
    }

    /// Members that every object of a definition had before, and that none of
    /// them has now. Parts of a configuration do not count: callers leave out
    /// what they like.
    pub(super) fn always_before(&self, before: &Self) -> BTreeSet<Member> {
        let members = before.members.iter().filter(|(member, count)| {
            let (owner, _) = *member;
            before.objects.get(owner) == Some(*count)
                && self.objects.contains_key(owner)
                && !before.chosen.contains(owner)
                && !self.has(member)
        });
        members.map(|(member, _)| member.clone()).collect()
    }

    /// Members that every object at a path had before, and that none has there
    /// now. Configurations do not count, since callers make them.
    pub(super) fn always_there_before(&self, before: &Self) -> BTreeSet<At> {
        let paths = before.paths.iter().filter(|(at, count)| {
            let (title, path) = *at;
            let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
            let parent = (title.clone(), parent.to_owned());
            before.places.get(&parent) == Some(*count)
                && self.places.contains_key(&parent)
                && !is_configured(path)
                && !self.paths.contains_key(*at)
        });
        paths.map(|(at, _)| at.clone()).collect()
    }

    /// Members that an object of a definition had before, and that none of them
    /// has now.
    pub(super) fn ever_before(&self, before: &Self) -> BTreeSet<Member> {
        let members = before.members.keys();
        let gone =
            members.filter(|member| self.objects.contains_key(&member.0) && !self.has(member));
        gone.cloned().collect()
    }
}

fn add<K: Clone + Ord>(mine: &mut BTreeMap<K, usize>, theirs: &BTreeMap<K, usize>) {
    for (key, count) in theirs {
        *mine.entry(key.clone()).or_default() += count;
    }
}

/// Whether a path leads into a configuration.
fn is_configured(path: &str) -> bool {
    path.split('.').rev().skip(1).any(|step| step == "config")
}
