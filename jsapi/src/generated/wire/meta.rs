// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::meta::{
    MetaLeaderStepdownRequest, MetaLeaderStepdownResponse, MetaRescueRequest,
    MetaRescueResponse, ServerEvacuateRequest, ServerEvacuateResponse,
    ServerRemoveRequest, ServerRemoveResponse,
};
use crate::model::{
    Extra, Failed, Field, Model, Need, Seen, Source, Writer, into, model, walk,
};

impl Model for MetaLeaderStepdownRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            placement: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "placement" => into(from, &mut self.placement)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("placement", &self.placement)?;
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
        walk(path, "placement", &mut self.placement, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("placement", &self.placement);
    }
}

impl Model for MetaLeaderStepdownResponse {
    const REQUIRED: &'static [&'static str] = &["success"];

    fn empty() -> Self {
        Self {
            success: Field::unset(),
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
            "success" => {
                seen.mark(0);
                into(from, &mut self.success)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("success", &self.success)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for MetaRescueRequest {
    const REQUIRED: &'static [&'static str] = &["quorum_needed"];

    fn empty() -> Self {
        Self {
            quorum_needed: Field::unset(),
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
            "quorum_needed" => {
                seen.mark(0);
                into(from, &mut self.quorum_needed)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("quorum_needed", &self.quorum_needed)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(5, "quorum_needed", !self.quorum_needed.is_unset());
    }
}

impl Model for MetaRescueResponse {
    const REQUIRED: &'static [&'static str] = &["server", "server_id"];

    fn empty() -> Self {
        Self {
            server: Field::unset(),
            server_id: Field::unset(),
            prev_quorum: Field::unset(),
            new_quorum: Field::unset(),
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
            "server" => {
                seen.mark(0);
                into(from, &mut self.server)?;
            }
            "server_id" => {
                seen.mark(1);
                into(from, &mut self.server_id)?;
            }
            "prev_quorum" => into(from, &mut self.prev_quorum)?,
            "new_quorum" => into(from, &mut self.new_quorum)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("server", &self.server)?;
        to.field("server_id", &self.server_id)?;
        to.set("prev_quorum", &self.prev_quorum)?;
        to.set("new_quorum", &self.new_quorum)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ServerEvacuateRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            peer: Field::unset(),
            peer_id: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "peer" => into(from, &mut self.peer)?,
            "peer_id" => into(from, &mut self.peer_id)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("peer", &self.peer)?;
        to.set("peer_id", &self.peer_id)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ServerEvacuateResponse {
    const REQUIRED: &'static [&'static str] = &["success"];

    fn empty() -> Self {
        Self {
            success: Field::unset(),
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
            "success" => {
                seen.mark(0);
                into(from, &mut self.success)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("success", &self.success)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ServerRemoveRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            peer: Field::unset(),
            peer_id: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "peer" => into(from, &mut self.peer)?,
            "peer_id" => into(from, &mut self.peer_id)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("peer", &self.peer)?;
        to.set("peer_id", &self.peer_id)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ServerRemoveResponse {
    const REQUIRED: &'static [&'static str] = &["success"];

    fn empty() -> Self {
        Self {
            success: Field::unset(),
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
            "success" => {
                seen.mark(0);
                into(from, &mut self.success)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("success", &self.success)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

model!(
    MetaLeaderStepdownRequest, MetaLeaderStepdownResponse, MetaRescueRequest,
    MetaRescueResponse, ServerEvacuateRequest, ServerEvacuateResponse,
    ServerRemoveRequest, ServerRemoveResponse
);
