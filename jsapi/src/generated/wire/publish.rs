// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::publish::{
    FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, PubAck,
};
use crate::model::{Extra, Field, Model, Seen, Writer, into, model, walk};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

impl Model for FastBatchFlowAck {
    const REQUIRED: &'static [&'static str] = &["seq", "msgs"];

    fn empty() -> Self {
        Self {
            seq: Field::unset(),
            msgs: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "seq" => {
                seen.mark(0);
                into(map, &mut self.seq)?;
            }
            "msgs" => {
                seen.mark(1);
                into(map, &mut self.msgs)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
        to.field("seq", &self.seq)?;
        to.field("msgs", &self.msgs)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for FastBatchFlowErr {
    const REQUIRED: &'static [&'static str] = &["seq", "error"];

    fn empty() -> Self {
        Self {
            seq: Field::unset(),
            error: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "seq" => {
                seen.mark(0);
                into(map, &mut self.seq)?;
            }
            "error" => {
                seen.mark(1);
                into(map, &mut self.error)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
        to.field("seq", &self.seq)?;
        to.field("error", &self.error)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn walk_fields(
        &mut self,
        path: &mut String,
        visit: &mut dyn FnMut(&str, &mut Extra),
    ) {
        walk(path, "error", &mut self.error, visit);
    }
}

impl Model for FastBatchFlowGap {
    const REQUIRED: &'static [&'static str] = &["last_seq", "seq"];

    fn empty() -> Self {
        Self {
            last_seq: Field::unset(),
            seq: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "last_seq" => {
                seen.mark(0);
                into(map, &mut self.last_seq)?;
            }
            "seq" => {
                seen.mark(1);
                into(map, &mut self.seq)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
        to.field("last_seq", &self.last_seq)?;
        to.field("seq", &self.seq)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for PubAck {
    const REQUIRED: &'static [&'static str] = &["stream", "seq"];

    fn empty() -> Self {
        Self {
            stream: Field::unset(),
            seq: Field::unset(),
            duplicate: Field::unset(),
            domain: Field::unset(),
            batch: Field::unset(),
            count: Field::unset(),
            val: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "stream" => {
                seen.mark(0);
                into(map, &mut self.stream)?;
            }
            "seq" => {
                seen.mark(1);
                into(map, &mut self.seq)?;
            }
            "duplicate" => into(map, &mut self.duplicate)?,
            "domain" => into(map, &mut self.domain)?,
            "batch" => into(map, &mut self.batch)?,
            "count" => into(map, &mut self.count)?,
            "val" => into(map, &mut self.val)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
        to.field("stream", &self.stream)?;
        to.field("seq", &self.seq)?;
        to.set("duplicate", &self.duplicate)?;
        to.set("domain", &self.domain)?;
        to.set("batch", &self.batch)?;
        to.set("count", &self.count)?;
        to.set("val", &self.val)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

model!(FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, PubAck);
