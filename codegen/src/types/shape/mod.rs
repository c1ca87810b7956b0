//! Schemas as Rust wants them: one definition per concept, replies without
//! their error arm, references merged with what stands beside them.

mod depth;
mod value;

pub(crate) use value::formatted;

use crate::error::{Result, below};
use crate::ir::identifiers::check_type;
use crate::ir::model::Stated;
use crate::ir::names::{Names, pascal, snake};
use crate::ir::operations::Endpoint;
use crate::ir::roots::{Role, Root, Roots};
use crate::ir::set::Set;
use crate::source::files::{Care, Document, Documents, UNUSED, short};
use crate::source::place::Place;
use crate::source::references::{Resolved, resolve};
use schemars::schema::Schema;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A type to generate.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) rust: String,
    pub(crate) module: String,
    pub(crate) doc: String,
    /// Where it comes from, for errors.
    pub(crate) place: Place,
    /// The schema's short name, for the tables that refer to it.
    pub(crate) key: String,
    pub(crate) body: Body,
}

#[derive(Clone, Debug)]
pub(crate) enum Body {
    Struct(Struct),
    Enum(Vec<String>),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Struct {
    /// A definition whose members stand among this one's own, by Rust name.
    pub(crate) flatten: Option<String>,
    pub(crate) members: Vec<Member>,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) wire: String,
    pub(crate) field: Option<String>,
    pub(crate) doc: String,
    pub(crate) required: bool,
    /// What typify is given: references are to Rust names, scalars are plain.
    pub(crate) schema: Schema,
    /// What the schema says of its values and no Rust type does: bounds and
    /// default, those of a list's items below `items.`.
    pub(crate) facts: Map<String, Value>,
    pub(crate) stated: Stated,
    pub(crate) place: Place,
}

/// Everything that is to be generated, in the order of the schemas.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) roots: Roots,
    /// What was passed over in schemas that our tables were not made for.
    pub(crate) notes: Vec<String>,
}

impl Shapes {
    pub(crate) fn get(&self, rust: &str) -> Option<&Shape> {
        self.shapes.iter().find(|shape| shape.rust == rust)
    }
}

/// Turns documents into shapes.
pub(crate) fn shape(set: &Set) -> Result<Shapes> {
    let mut shaper = Shaper {
        documents: &set.documents,
        names: &set.names,
        endpoints: &set.endpoints,
        care: set.care,
        shapes: Shapes::default(),
        claimed: BTreeMap::new(),
        open: Vec::new(),
        reached: BTreeSet::new(),
    };
    for document in set.documents.iter() {
        let done = shaper.document(document);
        shaper.forgive(done)?;
    }
    if set.care == Care::Exact {
        shaper.check_definitions()?;
    }
    Ok(shaper.shapes)
}

struct Shaper<'a> {
    documents: &'a Documents,
    names: &'a Names,
    endpoints: &'a [Endpoint],
    care: Care,
    shapes: Shapes,
    /// Rust name to the place that claims it.
    claimed: BTreeMap<String, Place>,
    /// Places being shaped right now, each within the one before it.
    open: Vec<String>,
    /// Definitions that something referred to, as `path#pointer`.
    reached: BTreeSet<String>,
}

impl<'a> Shaper<'a> {
    /// The value, or none and a note where faults are passed over.
    fn forgive<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.care == Care::Lenient => {
                self.shapes.notes.push(error.to_string());
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn document(&mut self, document: &'a Document) -> Result<()> {
        let has = |keyword: &str| document.schema.get(keyword).is_some();
        let key = short(&document.title).to_owned();
        if self.names.skips(&document.path, &document.path) {
            return Ok(());
        }
        if has("definitions") && !has("properties") && !has("oneOf") && !has("allOf") {
            let empty = Value::Object(Map::new());
            if document.schema.get("definitions") == Some(&empty) {
                return Err(document.error("/definitions", format!("{UNUSED}: there are none")));
            }
            return Ok(());
        }
        let kind = document
            .schema
            .pointer("/properties/type/const")
            .and_then(Value::as_str);
        let role = if document.title.contains(".advisory.") || document.title.contains(".metric.") {
            Role::Event
        } else if key.ends_with("_request") {
            Role::Request
        } else if key.ends_with("_response") {
            Role::Response
        } else {
            Role::Other
        };
        let resolved = self.resolve(document, "", &document.schema)?;
        let is_object = match resolved.schema.get("type") {
            Some(kind) => kind == "object",
            None => resolved.is_object(),
        };
        if !is_object {
            return Err(document.error("", format!("{UNUSED}: it is no object")));
        }
        let rust = if has("$ref") && !has("properties") {
            vec![self.definition(&resolved)?]
        } else {
            let object = self.object(&resolved, &key, role)?;
            match &object.flatten {
                Some(only) if object.members.is_empty() && role == Role::Response => {
                    vec![only.clone()]
                }
                _ => {
                    let rust = self.root_names(document, &key, role);
                    for rust in &rust {
                        self.push(
                            Shape {
                                module: match role {
                                    Role::Event => "event".to_owned(),
                                    _ => self.names.module(&key),
                                },
                                doc: text(&resolved.schema, "description"),
                                place: document.place(""),
                                key: key.clone(),
                                rust: rust.clone(),
                                body: Body::Struct(object.clone()),
                            },
                            &format!("[types] \"{}\"", document.path),
                        )?;
                    }
                    rust
                }
            }
        };
        let root = Root {
            kind: kind.map(str::to_owned),
            place: document.place(""),
            key,
            role,
            rust,
        };
        self.shapes.roots.insert(document.title.clone(), root);
        Ok(())
    }

    /// What a document's types are called: requests and replies after their
    /// operations, events with what they are.
    fn root_names(&self, document: &Document, key: &str, role: Role) -> Vec<String> {
        if let Some(named) = self.names.named_type(&document.path, key) {
            return vec![named];
        }
        let title = &document.title;
        let mut names = Vec::new();
        match role {
            Role::Request => {
                for endpoint in self.endpoints {
                    if endpoint.request.as_ref() == Some(title) && !names.contains(&endpoint.name) {
                        names.push(endpoint.name.clone());
                    }
                }
            }
            Role::Response => {
                let first = |endpoint: &&Endpoint| endpoint.responses.first() == Some(title);
                let asked = self.endpoints.iter().find(first);
                names.extend(asked.map(|endpoint| pascal(&endpoint.operation) + "Response"));
            }
            Role::Event => {
                let metric = title.contains(".metric.");
                names.push(pascal(key) + if metric { "Metric" } else { "Advisory" });
            }
            Role::Other => {}
        }
        if names.is_empty() {
            names.push(pascal(key));
        }
        names
    }

    /// Adds a shape, unless another one has claimed its name. `entry` is how
    /// `rust.toml` refers to it.
    fn push(&mut self, shape: Shape, entry: &str) -> Result<()> {
        check_type(&shape.rust, &shape.place)?;
        let place = shape.place.clone();
        if let Some(other) = self.claimed.insert(shape.rust.clone(), place) {
            let same = self.shapes.get(&shape.rust).is_some_and(|known| {
                matches!((&known.body, &shape.body), (Body::Enum(a), Body::Enum(b)) if a == b)
            });
            if same {
                return Ok(());
            }
            let message = claimed(&shape.rust, &other, entry);
            return Err(shape.place.error(message));
        }
        self.shapes.shapes.push(shape);
        Ok(())
    }

    /// Follows `$ref`s, and remembers the definitions that were reached.
    fn resolve(
        &mut self,
        document: &'a Document,
        pointer: &str,
        schema: &Value,
    ) -> Result<Resolved<'a>> {
        let resolved = resolve(self.documents, document, pointer, schema)?;
        self.reached.extend(resolved.places.iter().cloned());
        Ok(resolved)
    }

    /// The Rust name of the definition that a reference led to; shapes it when
    /// it is met for the first time.
    fn definition(&mut self, resolved: &Resolved<'a>) -> Result<String> {
        self.inside(resolved, |shaper| shaper.definition_inside(resolved))
    }

    fn definition_inside(&mut self, resolved: &Resolved<'a>) -> Result<String> {
        let key = resolved.via.last().cloned().unwrap_or_default();
        let at = format!("{}#{key}", resolved.document.path);
        let rust = self.names.type_name(&at, &key);
        let place = resolved.place();
        if self.claimed.get(&rust) == Some(&place) {
            return Ok(rust);
        }
        if let Some(other) = self.claimed.get(&rust) {
            return Err(resolved.error(claimed(&rust, other, &format!("[types] \"{at}\""))));
        }
        check_type(&rust, &place)?;
        self.claimed.insert(rust.clone(), place);
        // The definition itself, without what stood beside the reference to it.
        let schema = resolved
            .document
            .schema
            .pointer(&resolved.pointer)
            .unwrap_or(&Value::Null);
        let own = self.resolve(resolved.document, &resolved.pointer, schema)?;
        let body = self.object(&own, &key, Role::Other);
        let body = self.forgive(body)?.unwrap_or_default();
        self.shapes.shapes.push(Shape {
            module: self.names.module(&key),
            doc: text(&own.schema, "description"),
            place: own.place(),
            rust: rust.clone(),
            body: Body::Struct(body),
            key,
        });
        Ok(rust)
    }

    /// The members of an object, with those of its parts.
    fn object(&mut self, resolved: &Resolved<'a>, key: &str, role: Role) -> Result<Struct> {
        let mut object = Struct::default();
        let document = resolved.document;
        let root = document
            .schema
            .pointer(&resolved.pointer)
            .unwrap_or(&Value::Null);
        for (index, part) in list(root, "allOf").iter().enumerate() {
            let pointer = below(&below(&resolved.pointer, "allOf"), index);
            let done = self.part(document, &pointer, part, key, role, &mut object);
            self.forgive(done)?;
        }
        let mut arms = Vec::new();
        for (index, arm) in list(root, "oneOf").iter().enumerate() {
            let reference = arm.get("$ref").and_then(Value::as_str).unwrap_or_default();
            let target = reference.rsplit('/').next().unwrap_or_default();
            if self.names.is_error_arm(target) {
                self.resolve(document, "", arm)?;
            } else {
                arms.push((index, arm));
            }
        }
        match arms.as_slice() {
            [] => {}
            [(index, arm)] => {
                let pointer = below(&below(&resolved.pointer, "oneOf"), index);
                self.part(document, &pointer, arm, key, role, &mut object)?;
            }
            _ => {
                let mut message = "alternatives cannot be told apart: only a success beside an error is understood".to_owned();
                if self.names.error_arm.is_none() {
                    message +=
                        ", and `error_arm` in rust.toml does not name the definition of the error";
                }
                let fault =
                    Err::<(), _>(document.error(below(&resolved.pointer, "oneOf"), message));
                self.forgive(fault)?;
            }
        }
        self.properties(document, &resolved.pointer, root, key, role, &mut object)?;
        Ok(object)
    }

    /// A branch of `allOf` or `oneOf`, whose members join the object's own.
    fn part(
        &mut self,
        document: &'a Document,
        pointer: &str,
        part: &'a Value,
        key: &str,
        role: Role,
        object: &mut Struct,
    ) -> Result<()> {
        if part.get("$ref").is_none() {
            for (index, inner) in list(part, "allOf").iter().enumerate() {
                let pointer = below(&below(pointer, "allOf"), index);
                self.part(document, &pointer, inner, key, role, object)?;
            }
            if part.get("oneOf").is_some() {
                let message = "alternatives within a part of an object are not understood";
                return Err(document.error(below(pointer, "oneOf"), message));
            }
            return self.properties(document, pointer, part, key, role, object);
        }
        let resolved = self.resolve(document, pointer, part)?;
        let target = resolved.via.last().cloned().unwrap_or_default();
        if self.names.inlines(&target) {
            let (document, pointer) = (resolved.document, &resolved.pointer);
            let schema = document.schema.pointer(pointer).unwrap_or(&Value::Null);
            return self.inside(&resolved, |shaper| {
                shaper.part(document, pointer, schema, key, role, object)
            });
        }
        if !resolved.is_object() {
            return Err(document.error(pointer, "a part of an object has to be an object"));
        }
        let rust = self.definition(&resolved)?;
        if let Some(other) = object.flatten.replace(rust.clone()) {
            let message = format!("both {other} and {rust} are parts of it: only one can be");
            return Err(document.error(pointer, message));
        }
        Ok(())
    }

    fn properties(
        &mut self,
        document: &'a Document,
        pointer: &str,
        schema: &'a Value,
        key: &str,
        role: Role,
        object: &mut Struct,
    ) -> Result<()> {
        let required: Vec<&str> = list(schema, "required")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (wire, property) in properties.into_iter().flatten() {
            let here = below(&below(pointer, "properties"), wire);
            let is_kind = wire == "type" && property.get("const").is_some();
            let is_error = wire == "error" && role == Role::Response;
            if is_kind || is_error {
                self.resolve(document, &here, property)?;
                continue;
            }
            let fault = if object.members.iter().any(|member| member.wire == *wire) {
                Some(format!("\"{wire}\" is also in another part"))
            } else if snake(wire).is_empty() {
                Some(format!("\"{wire}\" is no name for a field"))
            } else {
                None
            };
            if let Some(message) = fault {
                self.forgive(Err::<(), _>(document.error(here, message)))?;
                continue;
            }
            let resolved = self.resolve(document, &here, property)?;
            let doc = text(&resolved.schema, "description");
            let facts = self.facts(&resolved)?;
            let stated = self.stated(&resolved, key, wire);
            let schema = self.value(resolved, key, wire, &here);
            object.members.push(Member {
                field: self.names.field(key, wire).map(str::to_owned),
                required: required.contains(&wire.as_str()),
                wire: wire.clone(),
                doc,
                schema: self.forgive(schema)?.unwrap_or(Schema::Bool(true)),
                facts,
                stated,
                place: document.place(here),
            });
        }
        for wire in required {
            let known = object.members.iter().any(|member| member.wire == wire);
            if !known && wire != "type" && object.flatten.is_none() {
                let message = format!("\"{wire}\" is required and not described");
                self.forgive(Err::<(), _>(
                    document.error(below(pointer, "required"), message),
                ))?;
            }
        }
        Ok(())
    }

    /// Refuses definitions that nothing refers to and nobody has explained.
    fn check_definitions(&self) -> Result<()> {
        for document in self.documents.iter() {
            let definitions = document
                .schema
                .get("definitions")
                .and_then(Value::as_object);
            for key in definitions.into_iter().flatten().map(|(key, _)| key) {
                let pointer = below("/definitions", key);
                let reached = self
                    .reached
                    .contains(&format!("{}#{pointer}", document.path));
                let at = format!("{}#{key}", document.path);
                let skipped = self.names.skips(&at, key);
                if !reached && !skipped {
                    let message =
                        format!("{UNUSED}: no schema refers to it, and `skip` does not name it");
                    return Err(document.error(pointer, message));
                }
            }
        }
        Ok(())
    }
}

/// The fault of a name that two schemas have, and what decides it.
fn claimed(rust: &str, other: &Place, entry: &str) -> String {
    format!(
        "the name {rust} is claimed by {other} too: give it another one in rust.toml ({entry}), or skip a file that is not needed ([skip] with its path)"
    )
}

fn list<'v>(schema: &'v Value, keyword: &str) -> &'v [Value] {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text(schema: &Map<String, Value>, keyword: &str) -> String {
    schema
        .get(keyword)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
