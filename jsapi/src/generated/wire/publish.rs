// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::publish::{
    FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, PubAck,
};
use crate::model::{Extra, Failed, Field, Model, Seen, Source, Writer, into, model, walk};

impl Model for FastBatchFlowAck {
    const REQUIRED: &'static [&'static str] = &["seq", "msgs"];

    fn empty() -> Self {
        Self {
            seq: Field::unset(),
            msgs: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "seq" => {
                seen.mark(0);
                into(from, &mut self.seq)?;
            }
            "msgs" => {
                seen.mark(1);
                into(from, &mut self.msgs)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "seq" => {
                seen.mark(0);
                into(from, &mut self.seq)?;
            }
            "error" => {
                seen.mark(1);
                into(from, &mut self.error)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "last_seq" => {
                seen.mark(0);
                into(from, &mut self.last_seq)?;
            }
            "seq" => {
                seen.mark(1);
                into(from, &mut self.seq)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "stream" => {
                seen.mark(0);
                into(from, &mut self.stream)?;
            }
            "seq" => {
                seen.mark(1);
                into(from, &mut self.seq)?;
            }
            "duplicate" => into(from, &mut self.duplicate)?,
            "domain" => into(from, &mut self.domain)?,
            "batch" => into(from, &mut self.batch)?,
            "count" => into(from, &mut self.count)?,
            "val" => into(from, &mut self.val)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
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
