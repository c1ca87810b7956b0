//! Replies that are a page of a listing.

use super::Emitter;
use crate::error::Result;
use crate::ir::operations::{Endpoint, Page};
use crate::ir::ty::{Scalar, Type};
use std::fmt::Write;

/// `impl Page` for the reply of a paged operation.
pub(super) fn page(
    response: &str,
    page: &Page,
    row: &Endpoint,
    emitter: &Emitter<'_>,
) -> Result<String> {
    let model = emitter.model(response).ok_or_else(|| {
        row.place
            .error(format!("{response} is not a reply of its own"))
    })?;
    let number = |field: &str| -> Result<String> {
        let (place, optional) = emitter.place_of(model, field, row)?;
        Ok(if optional {
            format!("self.{place}.unwrap_or_default()")
        } else {
            format!("self.{place}")
        })
    };
    let (items, ty) = emitter.typed_place(model, &page.items, row)?;
    let item = match &ty {
        Type::List(item) => item.to_string(),
        Type::Map(value) => format!("(String, {value})"),
        _ => return Err(row.place.error("the items of a page are a list or a map")),
    };
    let has = |wire: &str| model.fields().iter().any(|field| field.wire == wire);
    let mut out = format!(
        "\nimpl Page for {response} {{ type Item = {item};
         fn total(&self) -> u64 {{ {} }}
         fn offset(&self) -> u64 {{ {} }}
         fn limit(&self) -> u64 {{ {} }}
         fn is_empty(&self) -> bool {{ self.{items}.is_empty() }}",
        number("total")?,
        number("offset")?,
        number("limit")?,
    );
    if has("missing") {
        out += "fn missing(&self) -> &[String] { &self.missing }";
    }
    if has("offline") {
        out += "fn offline(&self) -> &BTreeMap<String, String> { &self.offline }";
    }
    let named = emitter.model(&item).is_some_and(|item| {
        let mut fields = item.fields().iter();
        fields.any(|field| field.wire == "name" && field.ty == Type::Scalar(Scalar::Text))
    });
    // Consumers whose servers do not answer: 2.14.6 sends one so in CONSUMER.LIST.
    if has("missing") && named {
        out += "/// Skips entries without a name: the server may send missing consumers so.\n";
    }
    let _ = write!(out, "#[inline] fn into_items(self) -> Vec<Self::Item> {{");
    let _ = if has("missing") && named {
        write!(
            out,
            "let mut items = self.{items};
             items.retain(|item| !item.name.is_empty());
             items"
        )
    } else if matches!(ty, Type::List(_)) {
        write!(out, "self.{items}")
    } else {
        write!(out, "self.{items}.into_iter().collect()")
    };
    out += "} }\n";
    Ok(out)
}
