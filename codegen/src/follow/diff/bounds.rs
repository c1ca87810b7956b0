//! What two schemas say of a value beside its type.

use crate::ir::model::Field;
use crate::ir::ty::{Scalar, Type};
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// How the set of allowed values moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Some values are not allowed any more.
    Tightened,
    /// Some values are allowed that were not.
    Loosened,
    /// Both, or neither can be shown.
    Changed,
    /// It is said where it went without saying, or the other way round.
    Words,
}

/// One bound or default that is not what it was.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) keyword: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) moved: Move,
}

/// What changed in the bounds of a field, in the order of their names.
pub(super) fn compare(old: &Field, new: &Field) -> Vec<Bound> {
    let keywords: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
    let mut bounds = Vec::new();
    for keyword in keywords {
        let (before, after) = (old.facts.get(keyword), new.facts.get(keyword));
        if before == after {
            continue;
        }
        bounds.push(Bound {
            keyword: keyword.clone(),
            before: before.map(Value::to_string),
            after: after.map(Value::to_string),
            moved: direction(
                keyword,
                effective(keyword, &old.facts, &old.ty),
                effective(keyword, &new.facts, &new.ty),
            ),
        });
    }
    bounds
}

/// The bound, unless the type is bounded so anyway or has no such bound.
fn effective<'f>(keyword: &str, facts: &'f Map<String, Value>, ty: &Type) -> Option<&'f Value> {
    let value = facts.get(keyword)?;
    let scalar = match ty.innermost() {
        Type::Scalar(scalar) => Some(*scalar),
        _ => None,
    };
    let range = scalar.and_then(Scalar::range);
    let (bound, items) = match keyword.strip_prefix("items.") {
        Some(bound) => (bound, true),
        None => (keyword, false),
    };
    let is_list = ty.has_list();
    let applies = match bound {
        "minimum" | "maximum" => range.is_some() || scalar == Some(Scalar::F64),
        "minLength" | "maxLength" | "pattern" => scalar == Some(Scalar::Text),
        "minItems" | "maxItems" => is_list,
        _ => true,
    };
    if !applies || (bound != "default" && items != (is_list && !bound.ends_with("Items"))) {
        return None;
    }
    let natural = match (bound, range) {
        ("minimum", Some((least, _))) => number(value).is_some_and(|value| value <= least),
        // Go's int is what bounds many of them.
        ("maximum", Some((_, most))) => {
            number(value).is_some_and(|value| value >= most.min(i128::from(i64::MAX)))
        }
        ("minLength" | "minItems", _) => number(value).is_some_and(|value| value <= 0),
        _ => false,
    };
    (!natural).then_some(value)
}

fn direction(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> Move {
    if before == after {
        return Move::Words;
    }
    let least = keyword.ends_with("minimum") || keyword.contains("min");
    match (before, after) {
        (None, Some(_)) => Move::Tightened,
        (Some(_), None) => Move::Loosened,
        (Some(before), Some(after)) if !keyword.ends_with("pattern") => {
            match (number(before), number(after)) {
                (Some(before), Some(after)) => match (before.cmp(&after), least) {
                    (Ordering::Less, true) | (Ordering::Greater, false) => Move::Tightened,
                    (Ordering::Equal, _) => Move::Words,
                    _ => Move::Loosened,
                },
                _ => Move::Changed,
            }
        }
        _ => Move::Changed,
    }
}

/// A whole number, however it is written; schemas write great ones as `1e30`.
fn number(value: &Value) -> Option<i128> {
    let whole = |number: &f64| number.fract() == 0.0;
    value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from))
        .or_else(|| value.as_f64().filter(whole).map(|number| number as i128))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(ty: &Type, facts: Value) -> Field {
        Field {
            wire: "f".to_owned(),
            ident: "f".to_owned(),
            ty: ty.clone(),
            doc: String::new(),
            required: false,
            facts: facts.as_object().cloned().unwrap_or_default(),
            stated: crate::ir::model::Stated::default(),
            place: crate::source::place::Place::new("", ""),
        }
    }

    fn optional(scalar: Scalar) -> Type {
        Type::Option(Box::new(Type::Scalar(scalar)))
    }

    fn texts() -> Type {
        Type::List(Box::new(Type::Scalar(Scalar::Text)))
    }

    fn moved(ty: &Type, old: Value, new: Value) -> Vec<Move> {
        let bounds = compare(&field(ty, old), &field(ty, new));
        bounds.into_iter().map(|bound| bound.moved).collect()
    }

    #[test]
    fn a_bound_wider_than_the_type_changes_nothing() {
        let none = || json!({});
        for (ty, bound) in [
            (optional(Scalar::Duration), json!({"minimum": i64::MIN})),
            (Type::Scalar(Scalar::U64), json!({"minimum": -1})),
            (Type::Scalar(Scalar::U64), json!({"maximum": 1e30})),
            (Type::Scalar(Scalar::U16), json!({"maximum": 70_000})),
            (
                Type::Scalar(Scalar::I32),
                json!({"minimum": -3_000_000_000_i64}),
            ),
            (Type::Scalar(Scalar::I64), json!({"minimum": -9.3e18})),
        ] {
            assert_eq!(
                moved(&ty, none(), bound.clone()),
                [Move::Words],
                "{ty} {bound}"
            );
            assert_eq!(
                moved(&ty, bound.clone(), none()),
                [Move::Words],
                "{ty} {bound}"
            );
        }
        let tightened = moved(&Type::Scalar(Scalar::F64), none(), json!({"minimum": 0.5}));
        assert_eq!(tightened, [Move::Tightened]);
    }

    #[test]
    fn a_bound_is_tightened_loosened_or_only_said() {
        let none = || json!({});
        for (ty, old, new, expected) in [
            (
                optional(Scalar::U64),
                json!({"minimum": 1}),
                json!({"minimum": 0}),
                Move::Loosened,
            ),
            (
                optional(Scalar::U64),
                json!({"minimum": 0}),
                json!({"minimum": 1}),
                Move::Tightened,
            ),
            (
                optional(Scalar::U64),
                json!({"maximum": 5}),
                json!({"maximum": 6}),
                Move::Loosened,
            ),
            (
                optional(Scalar::U64),
                none(),
                json!({"maximum": 18_446_744_073_709_551_615_u64}),
                Move::Words,
            ),
            (
                optional(Scalar::Duration),
                json!({"minimum": 0}),
                none(),
                Move::Words,
            ),
            (
                Type::Scalar(Scalar::I64),
                none(),
                json!({"minimum": -1}),
                Move::Tightened,
            ),
            (
                Type::Scalar(Scalar::Text),
                none(),
                json!({"minimum": 1}),
                Move::Words,
            ),
            (
                Type::Scalar(Scalar::Text),
                none(),
                json!({"minLength": 1}),
                Move::Tightened,
            ),
            (
                Type::Scalar(Scalar::Text),
                none(),
                json!({"minLength": 0}),
                Move::Words,
            ),
            (
                Type::Scalar(Scalar::Text),
                json!({"pattern": "a"}),
                json!({"pattern": "b"}),
                Move::Changed,
            ),
            (texts(), none(), json!({"minLength": 1}), Move::Words),
            (
                texts(),
                none(),
                json!({"items.minLength": 1}),
                Move::Tightened,
            ),
            (texts(), json!({"minItems": 1}), none(), Move::Loosened),
        ] {
            assert_eq!(
                moved(&ty, old.clone(), new.clone()),
                [expected],
                "{ty} {old} {new}"
            );
        }
        assert!(
            moved(
                &Type::Scalar(Scalar::U64),
                json!({"minimum": 1}),
                json!({"minimum": 1})
            )
            .is_empty()
        );
    }
}
