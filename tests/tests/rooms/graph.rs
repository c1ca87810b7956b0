//! Which file of a crate uses which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::imports::File;

/// The path of a module below the crate: `["codec", "json"]`; empty for the crate itself.
type Module = Vec<String>;

/// The files of a crate, and which of them each uses.
#[derive(Debug)]
pub(crate) struct Graph {
    files: BTreeMap<Module, File>,
    uses: BTreeMap<Module, BTreeSet<Module>>,
}

impl Graph {
    /// Reads all files below the directory of a crate's source.
    pub(crate) fn read(source: &Path) -> Self {
        let files = sources(source);
        Self::of(
            files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }

    /// The files below a directory that contain one of these texts.
    pub(crate) fn naming(source: &Path, texts: &[&str]) -> Vec<String> {
        let names = |(_, text): &(String, String)| texts.iter().any(|it| text.contains(it));
        let files = sources(source).into_iter().filter(names);
        files.map(|(path, _)| path).collect()
    }

    /// Takes files by their path below the source directory.
    pub(crate) fn of<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut read: BTreeMap<Module, File> = files
            .map(|(path, text)| (module_of(path), File::read(text)))
            .collect();
        let tests: Vec<Module> = read
            .iter()
            .flat_map(|(module, file)| {
                let name = |test: &String| [module.as_slice(), std::slice::from_ref(test)].concat();
                file.tests.iter().map(name)
            })
            .collect();
        read.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        let mut graph = Self {
            files: read,
            uses: BTreeMap::new(),
        };
        graph.uses = graph
            .files
            .keys()
            .map(|module| (module.clone(), graph.used_by(module)))
            .collect();
        graph
    }

    /// The files that a file uses.
    fn used_by(&self, module: &Module) -> BTreeSet<Module> {
        let mut used = BTreeSet::new();
        for named in &self.files[module].paths {
            let Some(path) = self.absolute(module, &named.path) else {
                continue;
            };
            let target = self.definition(&path, 0);
            // What a module re-exports from below itself is its table of contents.
            let contents = named.exported.is_some() && target.starts_with(module);
            if target != *module && !target.is_empty() && !contents {
                used.insert(target);
            }
        }
        used
    }

    /// The path from the crate on; `None` for a path that begins with another crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let mut from = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => module.split_last()?.1.to_vec(),
            name => {
                let below = [module.as_slice(), &[name.to_owned()]].concat();
                self.files.contains_key(&below).then(|| module.clone())?;
                return Some([module.as_slice(), path].concat());
            }
        };
        let mut rest = rest;
        while let Some((next, after)) = rest.split_first()
            && next == "super"
        {
            from.pop();
            rest = after;
        }
        Some([from.as_slice(), rest].concat())
    }

    /// The file that defines what a path leads to, through re-exports.
    fn definition(&self, path: &[String], depth: usize) -> Module {
        let mut at = 0;
        while at < path.len() && self.files.contains_key(&path[..=at]) {
            at += 1;
        }
        let module: Module = path[..at].to_vec();
        let (Some(name), Some(file)) = (path.get(at), self.files.get(&module)) else {
            return module;
        };
        if file.items.contains(name) || depth > 8 {
            return module;
        }
        let exports = file.paths.iter().filter_map(|named| {
            let exported = named.exported.as_deref()?;
            Some((exported, self.absolute(&module, &named.path)?))
        });
        let (all, by_name): (Vec<_>, Vec<_>) = exports.partition(|(exported, _)| *exported == "*");
        if let Some((_, target)) = by_name.iter().find(|(exported, _)| exported == name) {
            return self.definition(&[target.as_slice(), &path[at + 1..]].concat(), depth + 1);
        }
        for (_, target) in all {
            let target = [target.as_slice(), &path[at..]].concat();
            let found = self.definition(&target, depth + 1);
            if self
                .files
                .get(&found)
                .is_some_and(|file| file.items.contains(name))
            {
                return found;
            }
        }
        // A macro that is exported stands at the top of the crate.
        let mut macros = self.files.iter().filter(|_| module.is_empty());
        let exported = macros.find(|(_, file)| file.items.contains(name));
        exported.map_or(module, |(module, _)| module.clone())
    }

    /// Uses of a room that is above the user's, and files outside all rooms.
    pub(crate) fn upward(&self, rooms: &[&str]) -> Vec<String> {
        let place = |module: &Module| {
            rooms
                .iter()
                .position(|room| module.first().is_some_and(|first| first == room))
        };
        let mut wrong = Vec::new();
        for (module, used) in &self.uses {
            if is_top(module) {
                continue;
            }
            let Some(own) = place(module) else {
                wrong.push(format!("{} is not a room of the table", module.join("::")));
                continue;
            };
            for target in used {
                if place(target).is_some_and(|target| target > own) {
                    let (user, used) = (module.join("::"), target.join("::"));
                    wrong.push(format!("{user} uses {used}, which is above it"));
                }
            }
        }
        wrong
    }

    /// Files that use each other, each circle once.
    pub(crate) fn circles(&self) -> Vec<String> {
        let mut circles = BTreeSet::new();
        for start in self.files.keys().filter(|module| !is_top(module)) {
            if let Some(circle) = self.way(start, start) {
                // It begins with its first file, whichever it was found from.
                let first = circle.iter().enumerate().min_by_key(|(_, module)| *module);
                let first = first.map_or(0, |(index, _)| index);
                let mut names: Vec<String> =
                    circle.iter().map(|module| module.join("::")).collect();
                names.rotate_left(first);
                names.push(names[0].clone());
                circles.insert(names.join(" -> "));
            }
        }
        circles.into_iter().collect()
    }

    /// The shortest way from one file to another over what they use, without its end.
    fn way(&self, from: &Module, to: &Module) -> Option<Vec<Module>> {
        let mut ways = vec![vec![from.clone()]];
        let mut seen = BTreeSet::new();
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                let at = way.last()?;
                for next in &self.uses[at] {
                    if is_part(at, next) {
                        continue;
                    }
                    if next == to {
                        return Some(way);
                    }
                    if seen.insert(next.clone()) {
                        longer.push([way.as_slice(), std::slice::from_ref(next)].concat());
                    }
                }
            }
            ways = longer;
        }
        None
    }

    /// What a room of plain state machines has that needs a clock, a socket or a task.
    pub(crate) fn impure(&self, room: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for (module, file) in &self.files {
            if module.first().is_none_or(|first| first != room) {
                continue;
            }
            let clocks: [&[&str]; 4] = [
                &["async_nats"],
                &["async"],
                &["Instant", "::", "now"],
                &["SystemTime", "::", "now"],
            ];
            let has = |words: &&&[&str]| file.tokens.windows(words.len()).any(|it| it == **words);
            let found = clocks.iter().filter(has);
            // A point in time that the caller read from its clock is a plain value.
            const POINT: [&str; 5] = ["tokio", "::", "time", "::", "Instant"];
            let tokio = file.tokens.iter().filter(|it| *it == "tokio").count();
            let points = file.tokens.windows(POINT.len()).filter(|it| **it == POINT);
            if tokio > points.count() {
                wrong.push(format!("{} has tokio", module.join("::")));
            }
            wrong.extend(found.map(|it| format!("{} has {}", module.join("::"), it.concat())));
        }
        wrong
    }

    /// Each room with its files and the rooms that it uses.
    pub(crate) fn picture(&self, rooms: &[&str]) -> String {
        let mut out = String::new();
        for room in rooms {
            let mut uses: BTreeSet<&str> = BTreeSet::new();
            let mut files = 0;
            for (module, used) in &self.uses {
                if module.first().is_some_and(|first| first == room) {
                    files += 1;
                    uses.extend(
                        used.iter()
                            .filter_map(|used| used.first())
                            .map(String::as_str),
                    );
                }
            }
            uses.remove(room);
            let in_order: Vec<&str> = rooms
                .iter()
                .copied()
                .filter(|it| uses.contains(it))
                .collect();
            let uses = match in_order.as_slice() {
                [] => "nothing".to_owned(),
                rooms => rooms.join(", "),
            };
            out += &format!("    {room:<12} {files:>3} files, uses {uses}\n");
        }
        out
    }
}

fn is_top(module: &Module) -> bool {
    module.is_empty() || matches!(module.as_slice(), [name] if name == "main")
}

fn module_of(path: &str) -> Module {
    let path = path.trim_end_matches(".rs").replace('\\', "/");
    let mut module: Module = path.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    if module == ["lib"] {
        module.clear();
    }
    module
}

/// All Rust files below a directory, by their path, with their text.
fn sources(source: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![source.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(source).unwrap().to_str().unwrap();
                files.push((name.to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!files.is_empty(), "no files in {}", source.display());
    files
}

/// Whether a file is a part of the other one: `a::b::c` of `a::b`. It may use what it is a
/// part of. A room is not one file with its parts.
fn is_part(part: &Module, whole: &Module) -> bool {
    whole.len() > 1 && part.len() > whole.len() && part.starts_with(whole)
}
