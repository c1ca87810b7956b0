// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::account::{
    AccountInfo, AccountInfoRequest, AccountLimits, AccountPurgeRequest,
    AccountPurgeResponse, AccountStreamCancelMoveRequest, AccountStreamMoveRequest,
    AccountTier, ApiStats,
};
use crate::model::{Extra, Failed, Field, Model, Seen, Source, Writer, into, model, walk};

impl Model for AccountLimits {
    const REQUIRED: &'static [&'static str] = &[
        "max_memory",
        "max_storage",
        "max_streams",
        "max_consumers",
    ];

    fn empty() -> Self {
        Self {
            max_memory: Field::unset(),
            max_storage: Field::unset(),
            max_streams: Field::unset(),
            max_consumers: Field::unset(),
            max_bytes_required: Field::unset(),
            max_ack_pending: Field::unset(),
            memory_max_stream_bytes: Field::unset(),
            storage_max_stream_bytes: Field::unset(),
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
            "max_memory" => {
                seen.mark(0);
                into(from, &mut self.max_memory)?;
            }
            "max_storage" => {
                seen.mark(1);
                into(from, &mut self.max_storage)?;
            }
            "max_streams" => {
                seen.mark(2);
                into(from, &mut self.max_streams)?;
            }
            "max_consumers" => {
                seen.mark(3);
                into(from, &mut self.max_consumers)?;
            }
            "max_bytes_required" => into(from, &mut self.max_bytes_required)?,
            "max_ack_pending" => into(from, &mut self.max_ack_pending)?,
            "memory_max_stream_bytes" => into(from, &mut self.memory_max_stream_bytes)?,
            "storage_max_stream_bytes" => into(from, &mut self.storage_max_stream_bytes)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("max_memory", &self.max_memory)?;
        to.field("max_storage", &self.max_storage)?;
        to.field("max_streams", &self.max_streams)?;
        to.field("max_consumers", &self.max_consumers)?;
        to.set("max_bytes_required", &self.max_bytes_required)?;
        to.set("max_ack_pending", &self.max_ack_pending)?;
        to.set("memory_max_stream_bytes", &self.memory_max_stream_bytes)?;
        to.set("storage_max_stream_bytes", &self.storage_max_stream_bytes)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for AccountTier {
    const REQUIRED: &'static [&'static str] = &[
        "memory",
        "storage",
        "streams",
        "consumers",
        "limits",
    ];

    fn empty() -> Self {
        Self {
            memory: Field::unset(),
            storage: Field::unset(),
            reserved_memory: Field::unset(),
            reserved_storage: Field::unset(),
            streams: Field::unset(),
            consumers: Field::unset(),
            limits: Field::unset(),
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
            "memory" => {
                seen.mark(0);
                into(from, &mut self.memory)?;
            }
            "storage" => {
                seen.mark(1);
                into(from, &mut self.storage)?;
            }
            "reserved_memory" => into(from, &mut self.reserved_memory)?,
            "reserved_storage" => into(from, &mut self.reserved_storage)?,
            "streams" => {
                seen.mark(2);
                into(from, &mut self.streams)?;
            }
            "consumers" => {
                seen.mark(3);
                into(from, &mut self.consumers)?;
            }
            "limits" => {
                seen.mark(4);
                into(from, &mut self.limits)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("memory", &self.memory)?;
        to.field("storage", &self.storage)?;
        to.set("reserved_memory", &self.reserved_memory)?;
        to.set("reserved_storage", &self.reserved_storage)?;
        to.field("streams", &self.streams)?;
        to.field("consumers", &self.consumers)?;
        to.field("limits", &self.limits)?;
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
        walk(path, "limits", &mut self.limits, visit);
    }
}

impl Model for ApiStats {
    const REQUIRED: &'static [&'static str] = &["total", "errors"];

    fn empty() -> Self {
        Self {
            level: Field::unset(),
            total: Field::unset(),
            errors: Field::unset(),
            inflight: Field::unset(),
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
            "level" => into(from, &mut self.level)?,
            "total" => {
                seen.mark(0);
                into(from, &mut self.total)?;
            }
            "errors" => {
                seen.mark(1);
                into(from, &mut self.errors)?;
            }
            "inflight" => into(from, &mut self.inflight)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("level", &self.level)?;
        to.field("total", &self.total)?;
        to.field("errors", &self.errors)?;
        to.set("inflight", &self.inflight)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for AccountInfo {
    const REQUIRED: &'static [&'static str] = &[
        "memory",
        "storage",
        "streams",
        "consumers",
        "limits",
        "api",
    ];

    fn empty() -> Self {
        Self {
            memory: Field::unset(),
            storage: Field::unset(),
            reserved_memory: Field::unset(),
            reserved_storage: Field::unset(),
            streams: Field::unset(),
            consumers: Field::unset(),
            domain: Field::unset(),
            limits: Field::unset(),
            tiers: Field::unset(),
            api: Field::unset(),
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
            "memory" => {
                seen.mark(0);
                into(from, &mut self.memory)?;
            }
            "storage" => {
                seen.mark(1);
                into(from, &mut self.storage)?;
            }
            "reserved_memory" => into(from, &mut self.reserved_memory)?,
            "reserved_storage" => into(from, &mut self.reserved_storage)?,
            "streams" => {
                seen.mark(2);
                into(from, &mut self.streams)?;
            }
            "consumers" => {
                seen.mark(3);
                into(from, &mut self.consumers)?;
            }
            "domain" => into(from, &mut self.domain)?,
            "limits" => {
                seen.mark(4);
                into(from, &mut self.limits)?;
            }
            "tiers" => into(from, &mut self.tiers)?,
            "api" => {
                seen.mark(5);
                into(from, &mut self.api)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("memory", &self.memory)?;
        to.field("storage", &self.storage)?;
        to.set("reserved_memory", &self.reserved_memory)?;
        to.set("reserved_storage", &self.reserved_storage)?;
        to.field("streams", &self.streams)?;
        to.field("consumers", &self.consumers)?;
        to.set("domain", &self.domain)?;
        to.field("limits", &self.limits)?;
        to.set("tiers", &self.tiers)?;
        to.field("api", &self.api)?;
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
        walk(path, "limits", &mut self.limits, visit);
        walk(path, "tiers", &mut self.tiers, visit);
        walk(path, "api", &mut self.api, visit);
    }
}

impl Model for AccountPurgeResponse {
    const REQUIRED: &'static [&'static str] = &["initiated"];

    fn empty() -> Self {
        Self {
            initiated: Field::unset(),
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
            "initiated" => {
                seen.mark(0);
                into(from, &mut self.initiated)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("initiated", &self.initiated)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for AccountStreamMoveRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            account: String::new(),
            stream: String::new(),
            server: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            tags: Field::unset(),
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
            "server" => into(from, &mut self.server)?,
            "cluster" => into(from, &mut self.cluster)?,
            "domain" => into(from, &mut self.domain)?,
            "tags" => into(from, &mut self.tags)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("server", &self.server)?;
        to.set("cluster", &self.cluster)?;
        to.set("domain", &self.domain)?;
        to.set("tags", &self.tags)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for AccountInfoRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self { extra: Extra::new() }
    }

    fn read(
        &mut self,
        _key: &str,
        _from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        Ok(false)
    }

    fn write(&self, _to: &mut Writer<'_>) -> Result<(), Failed> {
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for AccountPurgeRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            account: String::new(),
            extra: Extra::new(),
        }
    }

    fn read(
        &mut self,
        _key: &str,
        _from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        Ok(false)
    }

    fn write(&self, _to: &mut Writer<'_>) -> Result<(), Failed> {
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for AccountStreamCancelMoveRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            account: String::new(),
            stream: String::new(),
            extra: Extra::new(),
        }
    }

    fn read(
        &mut self,
        _key: &str,
        _from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        Ok(false)
    }

    fn write(&self, _to: &mut Writer<'_>) -> Result<(), Failed> {
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
    AccountLimits, AccountTier, ApiStats, AccountInfo, AccountPurgeResponse,
    AccountStreamMoveRequest, AccountInfoRequest, AccountPurgeRequest,
    AccountStreamCancelMoveRequest
);
