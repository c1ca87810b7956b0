// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::stream::{
    DirectGetBatchRequest, DirectGetLastForSubjectRequest, DirectGetMultiRequest,
    DirectGetRequest, ExternalStreamSource, LostStreamData, PersistMode, Republish,
    StoredMessage, StreamAlternate, StreamCancelMoveRequest, StreamConfig,
    StreamConsumerLimits, StreamConsumerSource, StreamCreateRequest,
    StreamCreateResponse, StreamDeleteRequest, StreamDeleteResponse, StreamInfo,
    StreamInfoRequest, StreamInfoResponse, StreamLeaderStepdownRequest,
    StreamLeaderStepdownResponse, StreamListRequest, StreamListResponse,
    StreamMsgDeleteRequest, StreamMsgDeleteResponse, StreamMsgGetRequest,
    StreamMsgGetResponse, StreamNamesRequest, StreamNamesResponse,
    StreamPeerEvacuateRequest, StreamPeerEvacuateResponse, StreamPeerRemoveRequest,
    StreamPeerRemoveResponse, StreamPurgeRequest, StreamPurgeResponse,
    StreamRestoreRequest, StreamRestoreResponse, StreamSnapshotRequest,
    StreamSnapshotResponse, StreamSource, StreamSourceInfo, StreamState,
    StreamUpdateRequest, SubjectTransform,
};
use crate::model::{
    Extra, Failed, Field, Model, Need, Seen, Source, Writer, duration, into, model, walk,
};

impl Model for LostStreamData {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            msgs: Field::unset(),
            bytes: Field::unset(),
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
            "msgs" => into(from, &mut self.msgs)?,
            "bytes" => into(from, &mut self.bytes)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("msgs", &self.msgs)?;
        to.set("bytes", &self.bytes)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamState {
    const REQUIRED: &'static [&'static str] = &[
        "messages",
        "bytes",
        "first_seq",
        "last_seq",
        "consumer_count",
    ];

    fn empty() -> Self {
        Self {
            messages: Field::unset(),
            bytes: Field::unset(),
            first_seq: Field::unset(),
            first_ts: Field::unset(),
            last_seq: Field::unset(),
            last_ts: Field::unset(),
            deleted: Field::unset(),
            subjects: Field::unset(),
            num_subjects: Field::unset(),
            num_deleted: Field::unset(),
            lost: Field::unset(),
            consumer_count: Field::unset(),
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
            "messages" => {
                seen.mark(0);
                into(from, &mut self.messages)?;
            }
            "bytes" => {
                seen.mark(1);
                into(from, &mut self.bytes)?;
            }
            "first_seq" => {
                seen.mark(2);
                into(from, &mut self.first_seq)?;
            }
            "first_ts" => into(from, &mut self.first_ts)?,
            "last_seq" => {
                seen.mark(3);
                into(from, &mut self.last_seq)?;
            }
            "last_ts" => into(from, &mut self.last_ts)?,
            "deleted" => into(from, &mut self.deleted)?,
            "subjects" => into(from, &mut self.subjects)?,
            "num_subjects" => into(from, &mut self.num_subjects)?,
            "num_deleted" => into(from, &mut self.num_deleted)?,
            "lost" => into(from, &mut self.lost)?,
            "consumer_count" => {
                seen.mark(4);
                into(from, &mut self.consumer_count)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("messages", &self.messages)?;
        to.field("bytes", &self.bytes)?;
        to.field("first_seq", &self.first_seq)?;
        to.set("first_ts", &self.first_ts)?;
        to.field("last_seq", &self.last_seq)?;
        to.set("last_ts", &self.last_ts)?;
        to.set("deleted", &self.deleted)?;
        to.set("subjects", &self.subjects)?;
        to.set("num_subjects", &self.num_subjects)?;
        to.set("num_deleted", &self.num_deleted)?;
        to.set("lost", &self.lost)?;
        to.field("consumer_count", &self.consumer_count)?;
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
        walk(path, "lost", &mut self.lost, visit);
    }
}

impl Model for SubjectTransform {
    const REQUIRED: &'static [&'static str] = &["src", "dest"];

    fn empty() -> Self {
        Self {
            src: Field::unset(),
            dest: Field::unset(),
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
            "src" => {
                seen.mark(0);
                into(from, &mut self.src)?;
            }
            "dest" => {
                seen.mark(1);
                into(from, &mut self.dest)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("src", &self.src)?;
        to.field("dest", &self.dest)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamConsumerSource {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            deliver_subject: Field::unset(),
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
            "name" => into(from, &mut self.name)?,
            "deliver_subject" => into(from, &mut self.deliver_subject)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("name", &self.name)?;
        to.set("deliver_subject", &self.deliver_subject)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(4, "name", !self.name.is_unset());
        need.field(4, "deliver_subject", !self.deliver_subject.is_unset());
    }
}

impl Model for ExternalStreamSource {
    const REQUIRED: &'static [&'static str] = &["api"];

    fn empty() -> Self {
        Self {
            api: Field::unset(),
            deliver: Field::unset(),
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
            "api" => {
                seen.mark(0);
                into(from, &mut self.api)?;
            }
            "deliver" => into(from, &mut self.deliver)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("api", &self.api)?;
        to.set("deliver", &self.deliver)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamSource {
    const REQUIRED: &'static [&'static str] = &["name"];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            opt_start_seq: Field::unset(),
            opt_start_time: Field::unset(),
            filter_subject: Field::unset(),
            subject_transforms: Field::unset(),
            consumer: Field::unset(),
            external: Field::unset(),
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
            "name" => {
                seen.mark(0);
                into(from, &mut self.name)?;
            }
            "opt_start_seq" => into(from, &mut self.opt_start_seq)?,
            "opt_start_time" => into(from, &mut self.opt_start_time)?,
            "filter_subject" => into(from, &mut self.filter_subject)?,
            "subject_transforms" => into(from, &mut self.subject_transforms)?,
            "consumer" => into(from, &mut self.consumer)?,
            "external" => into(from, &mut self.external)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("name", &self.name)?;
        to.set("opt_start_seq", &self.opt_start_seq)?;
        to.set("opt_start_time", &self.opt_start_time)?;
        to.set("filter_subject", &self.filter_subject)?;
        to.set("subject_transforms", &self.subject_transforms)?;
        to.set("consumer", &self.consumer)?;
        to.set("external", &self.external)?;
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
        walk(path, "subject_transforms", &mut self.subject_transforms, visit);
        walk(path, "consumer", &mut self.consumer, visit);
        walk(path, "external", &mut self.external, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(4, "consumer", !self.consumer.is_unset());
        need.nested("consumer", &self.consumer);
    }
}

impl Model for Republish {
    const REQUIRED: &'static [&'static str] = &["dest"];

    fn empty() -> Self {
        Self {
            src: Field::unset(),
            dest: Field::unset(),
            headers_only: Field::unset(),
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
            "src" => into(from, &mut self.src)?,
            "dest" => {
                seen.mark(0);
                into(from, &mut self.dest)?;
            }
            "headers_only" => into(from, &mut self.headers_only)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("src", &self.src)?;
        to.field("dest", &self.dest)?;
        to.set("headers_only", &self.headers_only)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamConsumerLimits {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            inactive_threshold: Field::unset(),
            max_ack_pending: Field::unset(),
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
            "inactive_threshold" => {
                duration(from, key, &mut self.inactive_threshold, &mut self.extra)?
            }
            "max_ack_pending" => into(from, &mut self.max_ack_pending)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("inactive_threshold", &self.inactive_threshold)?;
        to.set("max_ack_pending", &self.max_ack_pending)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamConfig {
    const REQUIRED: &'static [&'static str] = &["name"];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            description: Field::unset(),
            subjects: Field::unset(),
            subject_transform: Field::unset(),
            retention: Field::unset(),
            max_consumers: Field::unset(),
            max_msgs: Field::unset(),
            max_msgs_per_subject: Field::unset(),
            max_bytes: Field::unset(),
            max_age: Field::unset(),
            max_msg_size: Field::unset(),
            storage: Field::unset(),
            compression: Field::unset(),
            first_seq: Field::unset(),
            num_replicas: Field::unset(),
            no_ack: Field::unset(),
            discard: Field::unset(),
            duplicate_window: Field::unset(),
            placement: Field::unset(),
            mirror: Field::unset(),
            sources: Field::unset(),
            sealed: Field::unset(),
            deny_delete: Field::unset(),
            deny_purge: Field::unset(),
            allow_rollup_hdrs: Field::unset(),
            allow_direct: Field::unset(),
            allow_atomic: Field::unset(),
            allow_msg_counter: Field::unset(),
            allow_msg_schedules: Field::unset(),
            mirror_direct: Field::unset(),
            republish: Field::unset(),
            discard_new_per_subject: Field::unset(),
            metadata: Field::unset(),
            consumer_limits: Field::unset(),
            allow_msg_ttl: Field::unset(),
            subject_delete_marker_ttl: Field::unset(),
            persist_mode: Field::unset(),
            allow_batched: Field::unset(),
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
            "name" => {
                seen.mark(0);
                into(from, &mut self.name)?;
            }
            "description" => into(from, &mut self.description)?,
            "subjects" => into(from, &mut self.subjects)?,
            "subject_transform" => into(from, &mut self.subject_transform)?,
            "retention" => into(from, &mut self.retention)?,
            "max_consumers" => into(from, &mut self.max_consumers)?,
            "max_msgs" => into(from, &mut self.max_msgs)?,
            "max_msgs_per_subject" => into(from, &mut self.max_msgs_per_subject)?,
            "max_bytes" => into(from, &mut self.max_bytes)?,
            "max_age" => duration(from, key, &mut self.max_age, &mut self.extra)?,
            "max_msg_size" => into(from, &mut self.max_msg_size)?,
            "storage" => into(from, &mut self.storage)?,
            "compression" => into(from, &mut self.compression)?,
            "first_seq" => into(from, &mut self.first_seq)?,
            "num_replicas" => into(from, &mut self.num_replicas)?,
            "no_ack" => into(from, &mut self.no_ack)?,
            "discard" => into(from, &mut self.discard)?,
            "duplicate_window" => {
                duration(from, key, &mut self.duplicate_window, &mut self.extra)?
            }
            "placement" => into(from, &mut self.placement)?,
            "mirror" => into(from, &mut self.mirror)?,
            "sources" => into(from, &mut self.sources)?,
            "sealed" => into(from, &mut self.sealed)?,
            "deny_delete" => into(from, &mut self.deny_delete)?,
            "deny_purge" => into(from, &mut self.deny_purge)?,
            "allow_rollup_hdrs" => into(from, &mut self.allow_rollup_hdrs)?,
            "allow_direct" => into(from, &mut self.allow_direct)?,
            "allow_atomic" => into(from, &mut self.allow_atomic)?,
            "allow_msg_counter" => into(from, &mut self.allow_msg_counter)?,
            "allow_msg_schedules" => into(from, &mut self.allow_msg_schedules)?,
            "mirror_direct" => into(from, &mut self.mirror_direct)?,
            "republish" => into(from, &mut self.republish)?,
            "discard_new_per_subject" => into(from, &mut self.discard_new_per_subject)?,
            "metadata" => into(from, &mut self.metadata)?,
            "consumer_limits" => into(from, &mut self.consumer_limits)?,
            "allow_msg_ttl" => into(from, &mut self.allow_msg_ttl)?,
            "subject_delete_marker_ttl" => {
                duration(
                    from,
                    key,
                    &mut self.subject_delete_marker_ttl,
                    &mut self.extra,
                )?
            }
            "persist_mode" => into(from, &mut self.persist_mode)?,
            "allow_batched" => into(from, &mut self.allow_batched)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("name", &self.name)?;
        to.set("description", &self.description)?;
        to.set("subjects", &self.subjects)?;
        to.set("subject_transform", &self.subject_transform)?;
        to.set("retention", &self.retention)?;
        to.set("max_consumers", &self.max_consumers)?;
        to.set("max_msgs", &self.max_msgs)?;
        to.set("max_msgs_per_subject", &self.max_msgs_per_subject)?;
        to.set("max_bytes", &self.max_bytes)?;
        to.set("max_age", &self.max_age)?;
        to.set("max_msg_size", &self.max_msg_size)?;
        to.set("storage", &self.storage)?;
        to.set("compression", &self.compression)?;
        to.set("first_seq", &self.first_seq)?;
        to.set("num_replicas", &self.num_replicas)?;
        to.set("no_ack", &self.no_ack)?;
        to.set("discard", &self.discard)?;
        to.set("duplicate_window", &self.duplicate_window)?;
        to.set("placement", &self.placement)?;
        to.set("mirror", &self.mirror)?;
        to.set("sources", &self.sources)?;
        to.set("sealed", &self.sealed)?;
        to.set("deny_delete", &self.deny_delete)?;
        to.set("deny_purge", &self.deny_purge)?;
        to.set("allow_rollup_hdrs", &self.allow_rollup_hdrs)?;
        to.set("allow_direct", &self.allow_direct)?;
        to.set("allow_atomic", &self.allow_atomic)?;
        to.set("allow_msg_counter", &self.allow_msg_counter)?;
        to.set("allow_msg_schedules", &self.allow_msg_schedules)?;
        to.set("mirror_direct", &self.mirror_direct)?;
        to.set("republish", &self.republish)?;
        to.set("discard_new_per_subject", &self.discard_new_per_subject)?;
        to.set("metadata", &self.metadata)?;
        to.set("consumer_limits", &self.consumer_limits)?;
        to.set("allow_msg_ttl", &self.allow_msg_ttl)?;
        to.set("subject_delete_marker_ttl", &self.subject_delete_marker_ttl)?;
        to.set("persist_mode", &self.persist_mode)?;
        to.set("allow_batched", &self.allow_batched)?;
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
        walk(path, "subject_transform", &mut self.subject_transform, visit);
        walk(path, "placement", &mut self.placement, visit);
        walk(path, "mirror", &mut self.mirror, visit);
        walk(path, "sources", &mut self.sources, visit);
        walk(path, "republish", &mut self.republish, visit);
        walk(path, "consumer_limits", &mut self.consumer_limits, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("placement", &self.placement);
        need.nested("mirror", &self.mirror);
        need.nested("sources", &self.sources);
        need.field(2, "allow_atomic", !self.allow_atomic.is_unset());
        need.field(2, "allow_msg_counter", !self.allow_msg_counter.is_unset());
        need.field(2, "allow_msg_schedules", !self.allow_msg_schedules.is_unset());
        need.field(1, "allow_msg_ttl", !self.allow_msg_ttl.is_unset());
        need.field(
            1,
            "subject_delete_marker_ttl",
            !self.subject_delete_marker_ttl.is_unset(),
        );
        need.field(
            2,
            "persist_mode",
            matches!(self.persist_mode, Some(PersistMode::Async)),
        );
        need.field(4, "allow_batched", !self.allow_batched.is_unset());
    }
}

impl Model for StreamSourceInfo {
    const REQUIRED: &'static [&'static str] = &["name", "lag"];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            filter_subject: Field::unset(),
            subject_transforms: Field::unset(),
            lag: Field::unset(),
            seq: Field::unset(),
            active: Field::unset(),
            external: Field::unset(),
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
            "name" => {
                seen.mark(0);
                into(from, &mut self.name)?;
            }
            "filter_subject" => into(from, &mut self.filter_subject)?,
            "subject_transforms" => into(from, &mut self.subject_transforms)?,
            "lag" => {
                seen.mark(1);
                into(from, &mut self.lag)?;
            }
            "seq" => into(from, &mut self.seq)?,
            "active" => duration(from, key, &mut self.active, &mut self.extra)?,
            "external" => into(from, &mut self.external)?,
            "error" => into(from, &mut self.error)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("name", &self.name)?;
        to.set("filter_subject", &self.filter_subject)?;
        to.set("subject_transforms", &self.subject_transforms)?;
        to.field("lag", &self.lag)?;
        to.set("seq", &self.seq)?;
        to.set("active", &self.active)?;
        to.set("external", &self.external)?;
        to.set("error", &self.error)?;
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
        walk(path, "subject_transforms", &mut self.subject_transforms, visit);
        walk(path, "external", &mut self.external, visit);
        walk(path, "error", &mut self.error, visit);
    }
}

impl Model for StreamAlternate {
    const REQUIRED: &'static [&'static str] = &["name", "cluster"];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
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
            "name" => {
                seen.mark(0);
                into(from, &mut self.name)?;
            }
            "cluster" => {
                seen.mark(1);
                into(from, &mut self.cluster)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("name", &self.name)?;
        to.field("cluster", &self.cluster)?;
        to.set("domain", &self.domain)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamInfo {
    const REQUIRED: &'static [&'static str] = &["config", "state", "created"];

    fn empty() -> Self {
        Self {
            config: Field::unset(),
            state: Field::unset(),
            created: Field::unset(),
            ts: Field::unset(),
            cluster: Field::unset(),
            mirror: Field::unset(),
            sources: Field::unset(),
            alternates: Field::unset(),
            domain: Field::unset(),
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
            "config" => {
                seen.mark(0);
                into(from, &mut self.config)?;
            }
            "state" => {
                seen.mark(1);
                into(from, &mut self.state)?;
            }
            "created" => {
                seen.mark(2);
                into(from, &mut self.created)?;
            }
            "ts" => into(from, &mut self.ts)?,
            "cluster" => into(from, &mut self.cluster)?,
            "mirror" => into(from, &mut self.mirror)?,
            "sources" => into(from, &mut self.sources)?,
            "alternates" => into(from, &mut self.alternates)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("config", &self.config)?;
        to.field("state", &self.state)?;
        to.field("created", &self.created)?;
        to.set("ts", &self.ts)?;
        to.set("cluster", &self.cluster)?;
        to.set("mirror", &self.mirror)?;
        to.set("sources", &self.sources)?;
        to.set("alternates", &self.alternates)?;
        to.set("domain", &self.domain)?;
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
        walk(path, "config", &mut self.config, visit);
        walk(path, "state", &mut self.state, visit);
        walk(path, "cluster", &mut self.cluster, visit);
        walk(path, "mirror", &mut self.mirror, visit);
        walk(path, "sources", &mut self.sources, visit);
        walk(path, "alternates", &mut self.alternates, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.nested("cluster", &self.cluster);
    }
}

impl Model for StreamCreateRequest {
    const REQUIRED: &'static [&'static str] = &["name"];

    fn empty() -> Self {
        Self {
            config: Model::empty(),
            pedantic: Field::unset(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "pedantic" => into(from, &mut self.pedantic)?,
            _ => return self.config.read(key, from, seen),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        self.config.write(to)?;
        to.set("pedantic", &self.pedantic)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        self.config.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.config.extra_mut()
    }

    fn walk_fields(
        &mut self,
        path: &mut String,
        visit: &mut dyn FnMut(&str, &mut Extra),
    ) {
        self.config.walk_fields(path, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        self.config.needs_fields(need);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for StreamCreateResponse {
    const REQUIRED: &'static [&'static str] = &["config", "state", "created"];

    fn empty() -> Self {
        Self {
            info: Model::empty(),
            did_create: Field::unset(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "did_create" => into(from, &mut self.did_create)?,
            _ => return self.info.read(key, from, seen),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        self.info.write(to)?;
        to.set("did_create", &self.did_create)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        self.info.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.info.extra_mut()
    }

    fn walk_fields(
        &mut self,
        path: &mut String,
        visit: &mut dyn FnMut(&str, &mut Extra),
    ) {
        self.info.walk_fields(path, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        self.info.needs_fields(need);
    }
}

impl Model for StreamDeleteResponse {
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

impl Model for DirectGetBatchRequest {
    const REQUIRED: &'static [&'static str] = &["batch"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            seq: Field::unset(),
            next_by_subj: Field::unset(),
            batch: Field::unset(),
            max_bytes: Field::unset(),
            start_time: Field::unset(),
            no_hdr: Field::unset(),
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
            "seq" => into(from, &mut self.seq)?,
            "next_by_subj" => into(from, &mut self.next_by_subj)?,
            "batch" => {
                seen.mark(0);
                into(from, &mut self.batch)?;
            }
            "max_bytes" => into(from, &mut self.max_bytes)?,
            "start_time" => into(from, &mut self.start_time)?,
            "no_hdr" => into(from, &mut self.no_hdr)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("seq", &self.seq)?;
        to.set("next_by_subj", &self.next_by_subj)?;
        to.field("batch", &self.batch)?;
        to.set("max_bytes", &self.max_bytes)?;
        to.set("start_time", &self.start_time)?;
        to.set("no_hdr", &self.no_hdr)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "batch", !self.batch.is_unset());
        need.field(1, "max_bytes", !self.max_bytes.is_unset());
        need.field(1, "start_time", !self.start_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for DirectGetLastForSubjectRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            subject: String::new(),
            no_hdr: Field::unset(),
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
            "no_hdr" => into(from, &mut self.no_hdr)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("no_hdr", &self.no_hdr)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for DirectGetMultiRequest {
    const REQUIRED: &'static [&'static str] = &["multi_last"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            batch: Field::unset(),
            max_bytes: Field::unset(),
            multi_last: Field::unset(),
            up_to_seq: Field::unset(),
            up_to_time: Field::unset(),
            no_hdr: Field::unset(),
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
            "batch" => into(from, &mut self.batch)?,
            "max_bytes" => into(from, &mut self.max_bytes)?,
            "multi_last" => {
                seen.mark(0);
                into(from, &mut self.multi_last)?;
            }
            "up_to_seq" => into(from, &mut self.up_to_seq)?,
            "up_to_time" => into(from, &mut self.up_to_time)?,
            "no_hdr" => into(from, &mut self.no_hdr)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("batch", &self.batch)?;
        to.set("max_bytes", &self.max_bytes)?;
        to.field("multi_last", &self.multi_last)?;
        to.set("up_to_seq", &self.up_to_seq)?;
        to.set("up_to_time", &self.up_to_time)?;
        to.set("no_hdr", &self.no_hdr)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "batch", !self.batch.is_unset());
        need.field(1, "max_bytes", !self.max_bytes.is_unset());
        need.field(1, "multi_last", !self.multi_last.is_unset());
        need.field(1, "up_to_seq", !self.up_to_seq.is_unset());
        need.field(1, "up_to_time", !self.up_to_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for DirectGetRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            seq: Field::unset(),
            last_by_subj: Field::unset(),
            next_by_subj: Field::unset(),
            start_time: Field::unset(),
            no_hdr: Field::unset(),
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
            "seq" => into(from, &mut self.seq)?,
            "last_by_subj" => into(from, &mut self.last_by_subj)?,
            "next_by_subj" => into(from, &mut self.next_by_subj)?,
            "start_time" => into(from, &mut self.start_time)?,
            "no_hdr" => into(from, &mut self.no_hdr)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("seq", &self.seq)?;
        to.set("last_by_subj", &self.last_by_subj)?;
        to.set("next_by_subj", &self.next_by_subj)?;
        to.set("start_time", &self.start_time)?;
        to.set("no_hdr", &self.no_hdr)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "start_time", !self.start_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for StreamPeerEvacuateRequest {
    const REQUIRED: &'static [&'static str] = &["peer"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            peer: Field::unset(),
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
            "peer" => {
                seen.mark(0);
                into(from, &mut self.peer)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("peer", &self.peer)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamPeerEvacuateResponse {
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

impl Model for StreamInfoRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            deleted_details: Field::unset(),
            subjects_filter: Field::unset(),
            offset: Field::unset(),
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
            "deleted_details" => into(from, &mut self.deleted_details)?,
            "subjects_filter" => into(from, &mut self.subjects_filter)?,
            "offset" => into(from, &mut self.offset)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("deleted_details", &self.deleted_details)?;
        to.set("subjects_filter", &self.subjects_filter)?;
        to.set("offset", &self.offset)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamInfoResponse {
    const REQUIRED: &'static [&'static str] = &["config", "state", "created"];

    fn empty() -> Self {
        Self {
            info: Model::empty(),
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "total" => into(from, &mut self.total)?,
            "offset" => into(from, &mut self.offset)?,
            "limit" => into(from, &mut self.limit)?,
            _ => return self.info.read(key, from, seen),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        self.info.write(to)?;
        to.set("total", &self.total)?;
        to.set("offset", &self.offset)?;
        to.set("limit", &self.limit)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        self.info.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.info.extra_mut()
    }

    fn walk_fields(
        &mut self,
        path: &mut String,
        visit: &mut dyn FnMut(&str, &mut Extra),
    ) {
        self.info.walk_fields(path, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        self.info.needs_fields(need);
    }
}

impl Model for StreamLeaderStepdownRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
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
        need.field(1, "placement", !self.placement.is_unset());
        need.nested("placement", &self.placement);
    }
}

impl Model for StreamLeaderStepdownResponse {
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

impl Model for StreamListRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            subject: Field::unset(),
            offset: Field::unset(),
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
            "subject" => into(from, &mut self.subject)?,
            "offset" => into(from, &mut self.offset)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("subject", &self.subject)?;
        to.set("offset", &self.offset)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamListResponse {
    const REQUIRED: &'static [&'static str] = &["total", "offset", "limit", "streams"];

    fn empty() -> Self {
        Self {
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
            streams: Field::unset(),
            missing: Field::unset(),
            offline: Field::unset(),
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
            "total" => {
                seen.mark(0);
                into(from, &mut self.total)?;
            }
            "offset" => {
                seen.mark(1);
                into(from, &mut self.offset)?;
            }
            "limit" => {
                seen.mark(2);
                into(from, &mut self.limit)?;
            }
            "streams" => {
                seen.mark(3);
                into(from, &mut self.streams)?;
            }
            "missing" => into(from, &mut self.missing)?,
            "offline" => into(from, &mut self.offline)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("total", &self.total)?;
        to.field("offset", &self.offset)?;
        to.field("limit", &self.limit)?;
        to.field("streams", &self.streams)?;
        to.set("missing", &self.missing)?;
        to.set("offline", &self.offline)?;
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
        walk(path, "streams", &mut self.streams, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("streams", &self.streams);
    }
}

impl Model for StreamMsgDeleteRequest {
    const REQUIRED: &'static [&'static str] = &["seq"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            seq: Field::unset(),
            no_erase: Field::unset(),
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
            "no_erase" => into(from, &mut self.no_erase)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("seq", &self.seq)?;
        to.set("no_erase", &self.no_erase)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamMsgDeleteResponse {
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

impl Model for StreamMsgGetRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            seq: Field::unset(),
            last_by_subj: Field::unset(),
            next_by_subj: Field::unset(),
            start_time: Field::unset(),
            no_hdr: Field::unset(),
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
            "seq" => into(from, &mut self.seq)?,
            "last_by_subj" => into(from, &mut self.last_by_subj)?,
            "next_by_subj" => into(from, &mut self.next_by_subj)?,
            "start_time" => into(from, &mut self.start_time)?,
            "no_hdr" => into(from, &mut self.no_hdr)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("seq", &self.seq)?;
        to.set("last_by_subj", &self.last_by_subj)?;
        to.set("next_by_subj", &self.next_by_subj)?;
        to.set("start_time", &self.start_time)?;
        to.set("no_hdr", &self.no_hdr)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "start_time", !self.start_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for StoredMessage {
    const REQUIRED: &'static [&'static str] = &["subject", "seq", "time"];

    fn empty() -> Self {
        Self {
            subject: Field::unset(),
            seq: Field::unset(),
            data: Field::unset(),
            time: Field::unset(),
            hdrs: Field::unset(),
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
            "subject" => {
                seen.mark(0);
                into(from, &mut self.subject)?;
            }
            "seq" => {
                seen.mark(1);
                into(from, &mut self.seq)?;
            }
            "data" => into(from, &mut self.data)?,
            "time" => {
                seen.mark(2);
                into(from, &mut self.time)?;
            }
            "hdrs" => into(from, &mut self.hdrs)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("subject", &self.subject)?;
        to.field("seq", &self.seq)?;
        to.set("data", &self.data)?;
        to.field("time", &self.time)?;
        to.set("hdrs", &self.hdrs)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamMsgGetResponse {
    const REQUIRED: &'static [&'static str] = &["message"];

    fn empty() -> Self {
        Self {
            message: Field::unset(),
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
            "message" => {
                seen.mark(0);
                into(from, &mut self.message)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("message", &self.message)?;
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
        walk(path, "message", &mut self.message, visit);
    }
}

impl Model for StreamNamesRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            subject: Field::unset(),
            offset: Field::unset(),
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
            "subject" => into(from, &mut self.subject)?,
            "offset" => into(from, &mut self.offset)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("subject", &self.subject)?;
        to.set("offset", &self.offset)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamNamesResponse {
    const REQUIRED: &'static [&'static str] = &["total", "offset", "limit", "streams"];

    fn empty() -> Self {
        Self {
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
            streams: Field::unset(),
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
            "total" => {
                seen.mark(0);
                into(from, &mut self.total)?;
            }
            "offset" => {
                seen.mark(1);
                into(from, &mut self.offset)?;
            }
            "limit" => {
                seen.mark(2);
                into(from, &mut self.limit)?;
            }
            "streams" => {
                seen.mark(3);
                into(from, &mut self.streams)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("total", &self.total)?;
        to.field("offset", &self.offset)?;
        to.field("limit", &self.limit)?;
        to.field("streams", &self.streams)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamPurgeRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            filter: Field::unset(),
            seq: Field::unset(),
            keep: Field::unset(),
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
            "filter" => into(from, &mut self.filter)?,
            "seq" => into(from, &mut self.seq)?,
            "keep" => into(from, &mut self.keep)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("filter", &self.filter)?;
        to.set("seq", &self.seq)?;
        to.set("keep", &self.keep)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamPurgeResponse {
    const REQUIRED: &'static [&'static str] = &["success", "purged"];

    fn empty() -> Self {
        Self {
            success: Field::unset(),
            purged: Field::unset(),
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
            "purged" => {
                seen.mark(1);
                into(from, &mut self.purged)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("success", &self.success)?;
        to.field("purged", &self.purged)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamPeerRemoveRequest {
    const REQUIRED: &'static [&'static str] = &["peer"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            peer: Field::unset(),
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
            "peer" => {
                seen.mark(0);
                into(from, &mut self.peer)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("peer", &self.peer)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamPeerRemoveResponse {
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

impl Model for StreamRestoreRequest {
    const REQUIRED: &'static [&'static str] = &["config"];

    fn empty() -> Self {
        Self {
            config: Field::unset(),
            state: Field::unset(),
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
            "config" => {
                seen.mark(0);
                into(from, &mut self.config)?;
            }
            "state" => into(from, &mut self.state)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("config", &self.config)?;
        to.set("state", &self.state)?;
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
        walk(path, "config", &mut self.config, visit);
        walk(path, "state", &mut self.state, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
    }
}

impl Model for StreamRestoreResponse {
    const REQUIRED: &'static [&'static str] = &["deliver_subject"];

    fn empty() -> Self {
        Self {
            deliver_subject: Field::unset(),
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
            "deliver_subject" => {
                seen.mark(0);
                into(from, &mut self.deliver_subject)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("deliver_subject", &self.deliver_subject)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for StreamSnapshotRequest {
    const REQUIRED: &'static [&'static str] = &["deliver_subject"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            deliver_subject: Field::unset(),
            no_consumers: Field::unset(),
            chunk_size: Field::unset(),
            window_size: Field::unset(),
            jsck: Field::unset(),
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
            "deliver_subject" => {
                seen.mark(0);
                into(from, &mut self.deliver_subject)?;
            }
            "no_consumers" => into(from, &mut self.no_consumers)?,
            "chunk_size" => into(from, &mut self.chunk_size)?,
            "window_size" => into(from, &mut self.window_size)?,
            "jsck" => into(from, &mut self.jsck)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("deliver_subject", &self.deliver_subject)?;
        to.set("no_consumers", &self.no_consumers)?;
        to.set("chunk_size", &self.chunk_size)?;
        to.set("window_size", &self.window_size)?;
        to.set("jsck", &self.jsck)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(3, "window_size", !self.window_size.is_unset());
    }
}

impl Model for StreamSnapshotResponse {
    const REQUIRED: &'static [&'static str] = &["config", "state"];

    fn empty() -> Self {
        Self {
            config: Field::unset(),
            state: Field::unset(),
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
            "config" => {
                seen.mark(0);
                into(from, &mut self.config)?;
            }
            "state" => {
                seen.mark(1);
                into(from, &mut self.state)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("config", &self.config)?;
        to.field("state", &self.state)?;
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
        walk(path, "config", &mut self.config, visit);
        walk(path, "state", &mut self.state, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
    }
}

impl Model for StreamUpdateRequest {
    const REQUIRED: &'static [&'static str] = &["name"];

    fn empty() -> Self {
        Self {
            config: Model::empty(),
            pedantic: Field::unset(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "pedantic" => into(from, &mut self.pedantic)?,
            _ => return self.config.read(key, from, seen),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        self.config.write(to)?;
        to.set("pedantic", &self.pedantic)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        self.config.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.config.extra_mut()
    }

    fn walk_fields(
        &mut self,
        path: &mut String,
        visit: &mut dyn FnMut(&str, &mut Extra),
    ) {
        self.config.walk_fields(path, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        self.config.needs_fields(need);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for StreamDeleteRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
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

impl Model for StreamCancelMoveRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
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
    LostStreamData, StreamState, SubjectTransform, StreamConsumerSource,
    ExternalStreamSource, StreamSource, Republish, StreamConsumerLimits, StreamConfig,
    StreamSourceInfo, StreamAlternate, StreamInfo, StreamCreateRequest,
    StreamCreateResponse, StreamDeleteResponse, DirectGetBatchRequest,
    DirectGetLastForSubjectRequest, DirectGetMultiRequest, DirectGetRequest,
    StreamPeerEvacuateRequest, StreamPeerEvacuateResponse, StreamInfoRequest,
    StreamInfoResponse, StreamLeaderStepdownRequest, StreamLeaderStepdownResponse,
    StreamListRequest, StreamListResponse, StreamMsgDeleteRequest,
    StreamMsgDeleteResponse, StreamMsgGetRequest, StoredMessage, StreamMsgGetResponse,
    StreamNamesRequest, StreamNamesResponse, StreamPurgeRequest, StreamPurgeResponse,
    StreamPeerRemoveRequest, StreamPeerRemoveResponse, StreamRestoreRequest,
    StreamRestoreResponse, StreamSnapshotRequest, StreamSnapshotResponse,
    StreamUpdateRequest, StreamDeleteRequest, StreamCancelMoveRequest
);
