//! Which types were renamed, of those that are gone and those that are new.

use super::api::Type;
use super::rename::likeness;
use crate::ir::model::Kind;
use std::collections::BTreeSet;

/// Types that went and came with the same members, or nearly.
pub(super) fn renamed_types<'a>(gone: &[&'a Type], came: &[&'a Type]) -> Vec<(&'a Type, &'a Type)> {
    let mut renamed: Vec<(&Type, &Type)> = Vec::new();
    for was in gone {
        let mut best: Option<(u32, &Type)> = None;
        for is in came {
            let taken = renamed.iter().any(|(_, to)| to.model.rust == is.model.rust);
            let score = alike(was, is);
            if !taken && score >= 70 && best.is_none_or(|(known, _)| score > known) {
                best = Some((score, is));
            }
        }
        renamed.extend(best.map(|(_, is)| (*was, is)));
    }
    renamed
}

/// How many members two types share, of 100; one that has few has to have a
/// name that is alike too.
fn alike(a: &Type, b: &Type) -> u32 {
    let members = |known: &Type| -> BTreeSet<String> {
        match &known.model.kind {
            Kind::Enum(variants) => variants
                .iter()
                .map(|variant| variant.wire.clone())
                .collect(),
            Kind::Struct { fields, .. } => fields
                .iter()
                .map(|field| format!("{}: {}", field.wire, field.ty.base()))
                .collect(),
        }
    };
    if a.model.is_enum() != b.model.is_enum() {
        return 0;
    }
    let (members_a, members_b) = (members(a), members(b));
    let all = members_a.union(&members_b).count();
    let shared = members_a.intersection(&members_b).count();
    let same_key = a.model.key == b.model.key;
    if all == 0 || (shared < 3 && !same_key && likeness(&a.model.rust, &b.model.rust) < 66) {
        return if same_key { 100 } else { 0 };
    }
    u32::try_from(shared * 100 / all).unwrap_or_default()
}
