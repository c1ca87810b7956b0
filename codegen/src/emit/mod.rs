//! Rust files out of models and tables.

mod check;
pub mod describe;
mod events;
mod generated;
mod list;
mod models;
mod pages;
mod requests;
mod tables;
mod text;

pub use generated::Generated;

use crate::error::Result;
use crate::ir::levels::{Level, Levels};
use crate::ir::model::{Field, Kind, Model, reach};
use crate::ir::operations::{self, Endpoint, ErrorCode};
use crate::ir::roots::{Role, Roots, requests};
use crate::ir::set::Set;
use crate::ir::ty::{Scalar, Type};
use crate::source::options::Options;
use crate::types;
use generated::MARK;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Turns a schema set into Rust files, in memory.
///
/// # Errors
///
/// The first fault found in the schemas or the tables beside them, with the
/// file and JSON pointer.
pub fn generate(options: &Options) -> Result<Generated> {
    let set = Set::read(options)?;
    let types = types::decide(&set)?;
    set.names.check_used(&set.documents)?;
    emit(&Input {
        options,
        roots: &types.roots,
        models: &types.models,
        endpoints: &set.endpoints,
        levels: &set.levels,
        events: &set.events,
        errors: &set.errors,
        corrections: set.corrections.len(),
    })
}

/// What the earlier steps found.
struct Input<'a> {
    pub(crate) options: &'a Options,
    roots: &'a Roots,
    models: &'a [Model],
    pub(crate) endpoints: &'a [Endpoint],
    pub(crate) levels: &'a Levels,
    pub(crate) events: &'a [operations::Event],
    pub(crate) errors: &'a [ErrorCode],
    pub(crate) corrections: usize,
}

/// An event with what tells it from others.
struct Event<'a> {
    variant: &'a str,
    rust: &'a str,
    kind: &'a str,
    doc: &'a str,
    /// Where it is published, where the table of events says so.
    row: Option<&'a operations::Event>,
}

/// Lays everything out as files.
fn emit(input: &Input<'_>) -> Result<Generated> {
    let models = input.models;
    let emitter = Emitter::new(input, models);
    emitter.check()?;

    let mut files = BTreeMap::new();
    let modules: BTreeSet<&str> = models.iter().map(|model| model.module.as_str()).collect();
    for module in &modules {
        let items = emitter.module(module)?;
        files.insert(format!("{module}.rs"), emitter.file(&items)?);
    }
    if !input.endpoints.is_empty() {
        let mut items = tables::endpoints(input.endpoints, &emitter);
        if emitter.is_runtime() {
            items.push(tables::json_operations(input.endpoints));
        }
        files.insert("endpoint.rs".to_owned(), emitter.file(&items)?);
    }
    if emitter.has_errors() {
        let items = tables::errors(input.errors, &emitter);
        files.insert("error_code.rs".to_owned(), emitter.file(&items)?);
    }
    files.insert(
        "mod.rs".to_owned(),
        emitter.file(&[emitter.table_of_contents(&modules)])?,
    );

    let enums = models.iter().filter(|model| model.is_enum()).count();
    Ok(Generated {
        files,
        counts: [
            ("types", models.len() - enums),
            ("enums", enums),
            ("endpoints", input.endpoints.len()),
            ("error codes", input.errors.len()),
            ("corrections", input.corrections),
        ],
    })
}

fn module_list(modules: &BTreeSet<&str>, public: bool) -> String {
    let visibility = if public { "pub " } else { "" };
    modules
        .iter()
        .map(|module| format!("{visibility}mod {module};\n"))
        .collect()
}

/// What the parts of the emitter look up.
struct Emitter<'a> {
    input: &'a Input<'a>,
    models: &'a [Model],
    by_name: BTreeMap<&'a str, &'a Model>,
    made: BTreeSet<String>,
}

impl<'a> Emitter<'a> {
    fn new(input: &'a Input<'a>, models: &'a [Model]) -> Self {
        let by_name = models
            .iter()
            .map(|model| (model.rust.as_str(), model))
            .collect();
        Self {
            input,
            models,
            by_name,
            made: reach(models.iter(), requests(input.endpoints, input.roots)),
        }
    }

    fn model(&self, rust: &str) -> Option<&'a Model> {
        self.by_name.get(rust).copied()
    }

    /// Whether the code becomes part of the runtime itself.
    fn is_runtime(&self) -> bool {
        self.input.options.runtime == "crate"
    }

    /// Codes are constants of the runtime's own type, so only it can have them.
    fn has_errors(&self) -> bool {
        self.is_runtime() && !self.input.errors.is_empty()
    }

    fn docs(&self) -> bool {
        self.input.options.docs
    }

    /// What the schema says, or only a name where words are left out.
    fn doc<'d>(&self, doc: &'d str, name: &str) -> Cow<'d, str> {
        match (self.docs(), doc.is_empty()) {
            (true, false) => Cow::Borrowed(doc),
            _ => Cow::Owned(format!("`{name}`.")),
        }
    }

    fn field_doc(&self, model: &Model, field: &Field) -> String {
        let mut doc = self.doc(&field.doc, &field.wire).into_owned();
        for level in self.levels(model, field) {
            let of = match level.values.as_slice() {
                [] => String::new(),
                values => format!(" for `{}`", values.join("`, `")),
            };
            doc += &format!("\n\nRequires API level {}{of}.", level.level);
        }
        doc
    }

    fn endpoints_of(&self, rust: &str) -> Vec<&'a Endpoint> {
        self.input
            .endpoints
            .iter()
            .filter(|row| row.name == rust)
            .collect()
    }

    fn is_made_by_callers(&self, rust: &str) -> bool {
        self.made.contains(rust)
    }

    fn levels(&self, model: &Model, field: &Field) -> Vec<&'a Level> {
        let levels = self.input.levels.iter();
        levels
            .filter(|level| level.level > 0)
            .filter(|level| level.owner == model.key && level.field == field.wire)
            .collect()
    }

    /// The path of an enum's variant.
    fn variant(&self, rust: &str, wire: &str) -> Option<String> {
        match &self.model(rust)?.kind {
            Kind::Enum(variants) => {
                let variant = variants.iter().find(|variant| variant.wire == wire)?;
                Some(format!("{rust}::{}", variant.ident))
            }
            Kind::Struct { .. } => None,
        }
    }

    /// The members, those of a flattened part first.
    fn members<'m>(&'m self, model: &'m Model) -> Vec<&'m Field> {
        let part = model.flatten().and_then(|(_, rust)| self.model(rust));
        let mut members = part.map(|part| self.members(part)).unwrap_or_default();
        members.extend(model.fields());
        members
    }

    /// The type of a reply.
    fn response(&self, title: &str) -> Option<String> {
        self.input.roots.get(title)?.rust.first().cloned()
    }

    /// What the `type` of a reply has to be.
    fn kind(&self, title: &str, row: &Endpoint) -> Result<Option<String>> {
        let root = self.input.roots.get(title);
        let root =
            root.ok_or_else(|| row.place.error(format!("no schema is called \"{title}\"")))?;
        Ok(root.kind.clone())
    }

    /// The Rust place of a body path that holds a string, and whether it is optional.
    fn place(&self, model: &Model, path: &str, row: &Endpoint) -> Result<(String, bool)> {
        let (place, ty) = self.typed_place(model, path, row)?;
        if *ty.base() != Type::Scalar(Scalar::Text) {
            return Err(row.place.error(format!("\"{path}\" is a {ty}, not a name")));
        }
        Ok((place, ty.inside_option().is_some()))
    }

    fn place_of(&self, model: &Model, path: &str, row: &Endpoint) -> Result<(String, bool)> {
        let (place, ty) = self.typed_place(model, path, row)?;
        Ok((place, ty.inside_option().is_some()))
    }

    /// The Rust place and type of a path through a body.
    fn typed_place(&self, model: &Model, path: &str, row: &Endpoint) -> Result<(String, Type)> {
        let lost = || {
            row.place
                .error(format!("\"{path}\" is not in {}", model.rust))
        };
        let mut model = model;
        let mut place = Vec::new();
        let mut segments = path.split('.').peekable();
        while let Some(segment) = segments.next() {
            let field = loop {
                if let Some(field) = model.fields().iter().find(|field| field.wire == segment) {
                    break field;
                }
                let (flatten, rust) = model.flatten().ok_or_else(lost)?;
                place.push(flatten.to_owned());
                model = self.model(rust).ok_or_else(lost)?;
            };
            place.push(field.ident.clone());
            if segments.peek().is_none() {
                return Ok((place.join("."), field.ty.clone()));
            }
            model = match &field.ty {
                Type::Model(rust) => self.model(rust).ok_or_else(lost)?,
                _ => return Err(lost()),
            };
        }
        Err(lost())
    }

    /// The items of one file.
    fn module(&self, module: &str) -> Result<Vec<String>> {
        let mut items = Vec::new();
        let here: Vec<&Model> = self
            .models
            .iter()
            .filter(|model| model.module == module)
            .collect();
        for row in self.input.endpoints {
            let Some(model) = here.iter().find(|model| model.rust == row.name) else {
                continue;
            };
            let rows = self.endpoints_of(&row.name);
            if rows.first().map(|first| &first.operation) != Some(&row.operation) {
                continue;
            }
            let doc = if self.docs() {
                requests::request_doc(&rows, self)
            } else {
                self.doc("", &model.rust).into_owned()
            };
            items.extend(models::structure(model, &doc, self));
            items.push(requests::operation(model, self)?);
        }
        if module == "event" && self.is_runtime() {
            items.extend(events::events(&self.events(), self));
        }
        for model in &here {
            if model.is_enum() {
                items.extend(models::enumeration(model, self));
                continue;
            }
            if self.endpoints_of(&model.rust).is_empty() {
                let doc = self.doc(&model.doc, &model.rust);
                items.extend(models::structure(model, &doc, self));
            }
        }
        Ok(items)
    }

    fn events(&self) -> Vec<Event<'a>> {
        let roots = self
            .input
            .roots
            .values()
            .filter(|root| root.role == Role::Event);
        roots
            .filter_map(|root| {
                let rust = root.rust.first()?;
                let variant = rust
                    .strip_suffix("Advisory")
                    .or_else(|| rust.strip_suffix("Metric"));
                let kind = root.kind.as_deref()?;
                Some(Event {
                    variant: variant.unwrap_or(rust),
                    rust,
                    kind,
                    row: self.input.events.iter().find(|row| row.title == kind),
                    doc: self.model(rust).map_or("", |model| &model.doc),
                })
            })
            .collect()
    }

    /// A file with its mark and the `use`s that its items need.
    fn file(&self, items: &[String]) -> Result<String> {
        let code: String = items
            .iter()
            .filter(|item| !item.starts_with(text::VERBATIM))
            .cloned()
            .collect();
        let is_code = |line: &&str| !line.trim_start().starts_with("///");
        let code: String = code.lines().filter(is_code).collect::<Vec<_>>().join("\n");
        let mut all = vec![self.uses(&code)];
        all.extend_from_slice(items);
        text::file(
            &format!("{MARK} from `schemas/` by `cargo codegen`. Do not edit.\n"),
            &all,
        )
    }

    /// `use` for every name of the runtime and of other modules in the code.
    fn uses(&self, code: &str) -> String {
        let words: BTreeSet<&str> = code
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '!'))
            .collect();
        let runtime = &self.input.options.runtime;
        let mut uses: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        if code.contains("endpoint::") {
            let generated = if runtime == "crate" {
                "crate::generated"
            } else {
                "super"
            };
            uses.entry(generated.to_owned())
                .or_default()
                .insert("endpoint");
        }
        for (word, path) in NAMES {
            let name = word.trim_end_matches('!');
            if words.contains(word) {
                let path = path.replace("jsapi", runtime);
                uses.entry(path).or_default().insert(name);
            }
        }
        for model in self.models {
            let defined = [
                format!("pub struct {} {{", model.rust),
                format!("pub enum {} {{", model.rust),
            ];
            let named = words.contains(model.rust.as_str());
            if named && !defined.iter().any(|definition| code.contains(definition)) {
                let generated = if runtime == "crate" {
                    "crate::generated"
                } else {
                    "super"
                };
                let path = format!("{generated}::{}", model.module);
                uses.entry(path).or_default().insert(&model.rust);
            }
        }
        let mut lines: Vec<String> = uses
            .into_iter()
            .map(
                |(path, names)| match names.into_iter().collect::<Vec<_>>().as_slice() {
                    [name] => format!("use {path}::{name};\n"),
                    names => format!("use {path}::{{{}}};\n", names.join(", ")),
                },
            )
            .collect();
        lines.sort();
        lines.concat()
    }

    fn table_of_contents(&self, modules: &BTreeSet<&str>) -> String {
        let mut out = String::new();
        if !self.input.endpoints.is_empty() {
            out += &text::docs(
                "The operations of the API, with subject, reply and API level.",
                "",
            );
            out += "pub mod endpoint;\n";
        }
        if self.has_errors() {
            out += "pub(crate) mod error_code;\n";
        }
        out += &module_list(modules, false);
        out.push('\n');
        for module in modules {
            out += &format!("pub use {module}::*;\n");
        }
        out
    }
}

/// Names that generated code uses, and where they are.
pub(crate) const NAMES: &[(&str, &str)] = &[
    ("BTreeMap", "std::collections"),
    ("Deref", "std::ops"),
    ("Duration", "std::time"),
    ("OffsetDateTime", "time"),
    ("Value", "serde_json"),
    ("Base64", "jsapi"),
    ("Headers", "jsapi"),
    ("ErrorCode", "jsapi"),
    ("KnownCode", "jsapi::value::error_code"),
    ("UnknownEvent", "jsapi::codec"),
    ("Extra", "jsapi::codec"),
    ("Model", "jsapi::codec"),
    ("model!", "jsapi::codec"),
    ("open_enum!", "jsapi::codec"),
    ("Page", "jsapi"),
    ("PagedRequest", "jsapi"),
    ("Body", "jsapi::request"),
    ("Caller", "jsapi::request"),
    ("Endpoint", "jsapi::request"),
    ("ManyRequest", "jsapi::request"),
    ("MessageRequest", "jsapi::request"),
    ("MessagesRequest", "jsapi::request"),
    ("Operation", "jsapi::request"),
    ("PullRequest", "jsapi::request"),
    ("ReplyStyle", "jsapi::request"),
    ("Request", "jsapi::request"),
    ("Retry", "jsapi::request"),
    ("SubjectBuilder", "jsapi::request"),
    ("SubjectError", "jsapi::request"),
];
