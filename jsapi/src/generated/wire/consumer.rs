// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::consumer::{
    AckPolicy, ConsumerConfig, ConsumerCreateRequest, ConsumerDeleteRequest,
    ConsumerDeleteResponse, ConsumerDurableCreateRequest, ConsumerInfo,
    ConsumerInfoRequest, ConsumerLeaderStepdownRequest, ConsumerLeaderStepdownResponse,
    ConsumerListRequest, ConsumerListResponse, ConsumerMsgNextRequest,
    ConsumerNamesRequest, ConsumerNamesResponse, ConsumerPauseRequest,
    ConsumerPauseResponse, ConsumerPeerEvacuateRequest, ConsumerPeerEvacuateResponse,
    ConsumerPeerRemoveRequest, ConsumerPeerRemoveResponse, ConsumerResetRequest,
    ConsumerResetResponse, ConsumerUnpinRequest, ConsumerUnpinResponse,
    PriorityGroupState, PriorityPolicy, SequenceInfo,
};
use crate::model::{
    Extra, Failed, Field, Model, Need, Seen, Source, Writer, duration, into, model, walk,
};

impl Model for ConsumerConfig {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            durable_name: Field::unset(),
            name: Field::unset(),
            description: Field::unset(),
            deliver_policy: Field::unset(),
            deliver_subject: Field::unset(),
            deliver_group: Field::unset(),
            ack_policy: Field::unset(),
            ack_wait: Field::unset(),
            max_deliver: Field::unset(),
            filter_subject: Field::unset(),
            filter_subjects: Field::unset(),
            replay_policy: Field::unset(),
            sample_freq: Field::unset(),
            rate_limit_bps: Field::unset(),
            max_ack_pending: Field::unset(),
            idle_heartbeat: Field::unset(),
            flow_control: Field::unset(),
            max_waiting: Field::unset(),
            direct: Field::unset(),
            sourcing: Field::unset(),
            headers_only: Field::unset(),
            max_batch: Field::unset(),
            max_expires: Field::unset(),
            max_bytes: Field::unset(),
            inactive_threshold: Field::unset(),
            backoff: Field::unset(),
            num_replicas: Field::unset(),
            mem_storage: Field::unset(),
            metadata: Field::unset(),
            pause_until: Field::unset(),
            priority_groups: Field::unset(),
            priority_policy: Field::unset(),
            priority_timeout: Field::unset(),
            opt_start_seq: Field::unset(),
            opt_start_time: Field::unset(),
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
            "durable_name" => into(from, &mut self.durable_name)?,
            "name" => into(from, &mut self.name)?,
            "description" => into(from, &mut self.description)?,
            "deliver_policy" => into(from, &mut self.deliver_policy)?,
            "deliver_subject" => into(from, &mut self.deliver_subject)?,
            "deliver_group" => into(from, &mut self.deliver_group)?,
            "ack_policy" => into(from, &mut self.ack_policy)?,
            "ack_wait" => duration(from, key, &mut self.ack_wait, &mut self.extra)?,
            "max_deliver" => into(from, &mut self.max_deliver)?,
            "filter_subject" => into(from, &mut self.filter_subject)?,
            "filter_subjects" => into(from, &mut self.filter_subjects)?,
            "replay_policy" => into(from, &mut self.replay_policy)?,
            "sample_freq" => into(from, &mut self.sample_freq)?,
            "rate_limit_bps" => into(from, &mut self.rate_limit_bps)?,
            "max_ack_pending" => into(from, &mut self.max_ack_pending)?,
            "idle_heartbeat" => {
                duration(from, key, &mut self.idle_heartbeat, &mut self.extra)?
            }
            "flow_control" => into(from, &mut self.flow_control)?,
            "max_waiting" => into(from, &mut self.max_waiting)?,
            "direct" => into(from, &mut self.direct)?,
            "sourcing" => into(from, &mut self.sourcing)?,
            "headers_only" => into(from, &mut self.headers_only)?,
            "max_batch" => into(from, &mut self.max_batch)?,
            "max_expires" => duration(from, key, &mut self.max_expires, &mut self.extra)?,
            "max_bytes" => into(from, &mut self.max_bytes)?,
            "inactive_threshold" => {
                duration(from, key, &mut self.inactive_threshold, &mut self.extra)?
            }
            "backoff" => duration(from, key, &mut self.backoff, &mut self.extra)?,
            "num_replicas" => into(from, &mut self.num_replicas)?,
            "mem_storage" => into(from, &mut self.mem_storage)?,
            "metadata" => into(from, &mut self.metadata)?,
            "pause_until" => into(from, &mut self.pause_until)?,
            "priority_groups" => into(from, &mut self.priority_groups)?,
            "priority_policy" => into(from, &mut self.priority_policy)?,
            "priority_timeout" => {
                duration(from, key, &mut self.priority_timeout, &mut self.extra)?
            }
            "opt_start_seq" => into(from, &mut self.opt_start_seq)?,
            "opt_start_time" => into(from, &mut self.opt_start_time)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("durable_name", &self.durable_name)?;
        to.set("name", &self.name)?;
        to.set("description", &self.description)?;
        to.set("deliver_policy", &self.deliver_policy)?;
        to.set("deliver_subject", &self.deliver_subject)?;
        to.set("deliver_group", &self.deliver_group)?;
        to.set("ack_policy", &self.ack_policy)?;
        to.set("ack_wait", &self.ack_wait)?;
        to.set("max_deliver", &self.max_deliver)?;
        to.set("filter_subject", &self.filter_subject)?;
        to.set("filter_subjects", &self.filter_subjects)?;
        to.set("replay_policy", &self.replay_policy)?;
        to.set("sample_freq", &self.sample_freq)?;
        to.set("rate_limit_bps", &self.rate_limit_bps)?;
        to.set("max_ack_pending", &self.max_ack_pending)?;
        to.set("idle_heartbeat", &self.idle_heartbeat)?;
        to.set("flow_control", &self.flow_control)?;
        to.set("max_waiting", &self.max_waiting)?;
        to.set("direct", &self.direct)?;
        to.set("sourcing", &self.sourcing)?;
        to.set("headers_only", &self.headers_only)?;
        to.set("max_batch", &self.max_batch)?;
        to.set("max_expires", &self.max_expires)?;
        to.set("max_bytes", &self.max_bytes)?;
        to.set("inactive_threshold", &self.inactive_threshold)?;
        to.set("backoff", &self.backoff)?;
        to.set("num_replicas", &self.num_replicas)?;
        to.set("mem_storage", &self.mem_storage)?;
        to.set("metadata", &self.metadata)?;
        to.set("pause_until", &self.pause_until)?;
        to.set("priority_groups", &self.priority_groups)?;
        to.set("priority_policy", &self.priority_policy)?;
        to.set("priority_timeout", &self.priority_timeout)?;
        to.set("opt_start_seq", &self.opt_start_seq)?;
        to.set("opt_start_time", &self.opt_start_time)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(
            4,
            "ack_policy",
            matches!(self.ack_policy, Some(AckPolicy::FlowControl)),
        );
        need.field(4, "sourcing", !self.sourcing.is_unset());
        need.field(1, "pause_until", !self.pause_until.is_unset());
        need.field(1, "priority_groups", !self.priority_groups.is_unset());
        need.field(1, "priority_policy", !self.priority_policy.is_unset());
        need.field(
            2,
            "priority_policy",
            matches!(self.priority_policy, Some(PriorityPolicy::Prioritized)),
        );
        need.field(1, "priority_timeout", !self.priority_timeout.is_unset());
    }
}

impl Model for ConsumerCreateRequest {
    const REQUIRED: &'static [&'static str] = &["stream_name", "config"];

    fn empty() -> Self {
        Self {
            stream_name: Field::unset(),
            config: Field::unset(),
            action: Field::unset(),
            pedantic: Field::unset(),
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
            "stream_name" => {
                seen.mark(0);
                into(from, &mut self.stream_name)?;
            }
            "config" => {
                seen.mark(1);
                into(from, &mut self.config)?;
            }
            "action" => into(from, &mut self.action)?,
            "pedantic" => into(from, &mut self.pedantic)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("stream_name", &self.stream_name)?;
        to.field("config", &self.config)?;
        to.set("action", &self.action)?;
        to.set("pedantic", &self.pedantic)?;
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
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for ConsumerDurableCreateRequest {
    const REQUIRED: &'static [&'static str] = &["stream_name", "config"];

    fn empty() -> Self {
        Self {
            stream_name: Field::unset(),
            config: Field::unset(),
            action: Field::unset(),
            pedantic: Field::unset(),
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
            "stream_name" => {
                seen.mark(0);
                into(from, &mut self.stream_name)?;
            }
            "config" => {
                seen.mark(1);
                into(from, &mut self.config)?;
            }
            "action" => into(from, &mut self.action)?,
            "pedantic" => into(from, &mut self.pedantic)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("stream_name", &self.stream_name)?;
        to.field("config", &self.config)?;
        to.set("action", &self.action)?;
        to.set("pedantic", &self.pedantic)?;
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
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for SequenceInfo {
    const REQUIRED: &'static [&'static str] = &["consumer_seq", "stream_seq"];

    fn empty() -> Self {
        Self {
            consumer_seq: Field::unset(),
            stream_seq: Field::unset(),
            last_active: Field::unset(),
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
            "consumer_seq" => {
                seen.mark(0);
                into(from, &mut self.consumer_seq)?;
            }
            "stream_seq" => {
                seen.mark(1);
                into(from, &mut self.stream_seq)?;
            }
            "last_active" => into(from, &mut self.last_active)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("consumer_seq", &self.consumer_seq)?;
        to.field("stream_seq", &self.stream_seq)?;
        to.set("last_active", &self.last_active)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for PriorityGroupState {
    const REQUIRED: &'static [&'static str] = &["group"];

    fn empty() -> Self {
        Self {
            group: Field::unset(),
            pinned_client_id: Field::unset(),
            pinned_ts: Field::unset(),
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
            "group" => {
                seen.mark(0);
                into(from, &mut self.group)?;
            }
            "pinned_client_id" => into(from, &mut self.pinned_client_id)?,
            "pinned_ts" => into(from, &mut self.pinned_ts)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("group", &self.group)?;
        to.set("pinned_client_id", &self.pinned_client_id)?;
        to.set("pinned_ts", &self.pinned_ts)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerInfo {
    const REQUIRED: &'static [&'static str] = &[
        "stream_name",
        "name",
        "created",
        "delivered",
        "ack_floor",
        "num_ack_pending",
        "num_redelivered",
        "num_waiting",
        "num_pending",
    ];

    fn empty() -> Self {
        Self {
            stream_name: Field::unset(),
            name: Field::unset(),
            ts: Field::unset(),
            config: Field::unset(),
            created: Field::unset(),
            delivered: Field::unset(),
            ack_floor: Field::unset(),
            num_ack_pending: Field::unset(),
            num_redelivered: Field::unset(),
            num_waiting: Field::unset(),
            num_pending: Field::unset(),
            cluster: Field::unset(),
            push_bound: Field::unset(),
            paused: Field::unset(),
            pause_remaining: Field::unset(),
            priority_groups: Field::unset(),
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
            "stream_name" => {
                seen.mark(0);
                into(from, &mut self.stream_name)?;
            }
            "name" => {
                seen.mark(1);
                into(from, &mut self.name)?;
            }
            "ts" => into(from, &mut self.ts)?,
            "config" => into(from, &mut self.config)?,
            "created" => {
                seen.mark(2);
                into(from, &mut self.created)?;
            }
            "delivered" => {
                seen.mark(3);
                into(from, &mut self.delivered)?;
            }
            "ack_floor" => {
                seen.mark(4);
                into(from, &mut self.ack_floor)?;
            }
            "num_ack_pending" => {
                seen.mark(5);
                into(from, &mut self.num_ack_pending)?;
            }
            "num_redelivered" => {
                seen.mark(6);
                into(from, &mut self.num_redelivered)?;
            }
            "num_waiting" => {
                seen.mark(7);
                into(from, &mut self.num_waiting)?;
            }
            "num_pending" => {
                seen.mark(8);
                into(from, &mut self.num_pending)?;
            }
            "cluster" => into(from, &mut self.cluster)?,
            "push_bound" => into(from, &mut self.push_bound)?,
            "paused" => into(from, &mut self.paused)?,
            "pause_remaining" => {
                duration(from, key, &mut self.pause_remaining, &mut self.extra)?
            }
            "priority_groups" => into(from, &mut self.priority_groups)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("stream_name", &self.stream_name)?;
        to.field("name", &self.name)?;
        to.set("ts", &self.ts)?;
        to.set("config", &self.config)?;
        to.field("created", &self.created)?;
        to.field("delivered", &self.delivered)?;
        to.field("ack_floor", &self.ack_floor)?;
        to.field("num_ack_pending", &self.num_ack_pending)?;
        to.field("num_redelivered", &self.num_redelivered)?;
        to.field("num_waiting", &self.num_waiting)?;
        to.field("num_pending", &self.num_pending)?;
        to.set("cluster", &self.cluster)?;
        to.set("push_bound", &self.push_bound)?;
        to.set("paused", &self.paused)?;
        to.set("pause_remaining", &self.pause_remaining)?;
        to.set("priority_groups", &self.priority_groups)?;
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
        walk(path, "delivered", &mut self.delivered, visit);
        walk(path, "ack_floor", &mut self.ack_floor, visit);
        walk(path, "cluster", &mut self.cluster, visit);
        walk(path, "priority_groups", &mut self.priority_groups, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.nested("cluster", &self.cluster);
    }
}

impl Model for ConsumerDeleteResponse {
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

impl Model for ConsumerPeerEvacuateRequest {
    const REQUIRED: &'static [&'static str] = &["peer"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
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

impl Model for ConsumerPeerEvacuateResponse {
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

impl Model for ConsumerMsgNextRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            expires: Field::unset(),
            batch: Field::unset(),
            max_bytes: Field::unset(),
            no_wait: Field::unset(),
            idle_heartbeat: Field::unset(),
            group: Field::unset(),
            min_pending: Field::unset(),
            min_ack_pending: Field::unset(),
            id: Field::unset(),
            priority: Field::unset(),
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
            "expires" => duration(from, key, &mut self.expires, &mut self.extra)?,
            "batch" => into(from, &mut self.batch)?,
            "max_bytes" => into(from, &mut self.max_bytes)?,
            "no_wait" => into(from, &mut self.no_wait)?,
            "idle_heartbeat" => {
                duration(from, key, &mut self.idle_heartbeat, &mut self.extra)?
            }
            "group" => into(from, &mut self.group)?,
            "min_pending" => into(from, &mut self.min_pending)?,
            "min_ack_pending" => into(from, &mut self.min_ack_pending)?,
            "id" => into(from, &mut self.id)?,
            "priority" => into(from, &mut self.priority)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("expires", &self.expires)?;
        to.set("batch", &self.batch)?;
        to.set("max_bytes", &self.max_bytes)?;
        to.set("no_wait", &self.no_wait)?;
        to.set("idle_heartbeat", &self.idle_heartbeat)?;
        to.set("group", &self.group)?;
        to.set("min_pending", &self.min_pending)?;
        to.set("min_ack_pending", &self.min_ack_pending)?;
        to.set("id", &self.id)?;
        to.set("priority", &self.priority)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "group", !self.group.is_unset());
        need.field(1, "min_pending", !self.min_pending.is_unset());
        need.field(1, "min_ack_pending", !self.min_ack_pending.is_unset());
        need.field(1, "id", !self.id.is_unset());
        need.field(2, "priority", !self.priority.is_unset());
    }
}

impl Model for ConsumerInfoRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
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

impl Model for ConsumerLeaderStepdownRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
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

impl Model for ConsumerLeaderStepdownResponse {
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

impl Model for ConsumerListRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
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
            "offset" => into(from, &mut self.offset)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
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

impl Model for ConsumerListResponse {
    const REQUIRED: &'static [&'static str] = &["total", "offset", "limit", "consumers"];

    fn empty() -> Self {
        Self {
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
            consumers: Field::unset(),
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
            "consumers" => {
                seen.mark(3);
                into(from, &mut self.consumers)?;
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
        to.field("consumers", &self.consumers)?;
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
        walk(path, "consumers", &mut self.consumers, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("consumers", &self.consumers);
    }
}

impl Model for ConsumerNamesRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
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
            "offset" => into(from, &mut self.offset)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
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

impl Model for ConsumerNamesResponse {
    const REQUIRED: &'static [&'static str] = &["total", "offset", "limit", "consumers"];

    fn empty() -> Self {
        Self {
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
            consumers: Field::unset(),
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
            "consumers" => {
                seen.mark(3);
                into(from, &mut self.consumers)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("total", &self.total)?;
        to.field("offset", &self.offset)?;
        to.field("limit", &self.limit)?;
        to.field("consumers", &self.consumers)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPauseRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            pause_until: Field::unset(),
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
            "pause_until" => into(from, &mut self.pause_until)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("pause_until", &self.pause_until)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "pause_until", !self.pause_until.is_unset());
    }
}

impl Model for ConsumerPauseResponse {
    const REQUIRED: &'static [&'static str] = &["paused"];

    fn empty() -> Self {
        Self {
            paused: Field::unset(),
            pause_until: Field::unset(),
            pause_remaining: Field::unset(),
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
            "paused" => {
                seen.mark(0);
                into(from, &mut self.paused)?;
            }
            "pause_until" => into(from, &mut self.pause_until)?,
            "pause_remaining" => {
                duration(from, key, &mut self.pause_remaining, &mut self.extra)?
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("paused", &self.paused)?;
        to.set("pause_until", &self.pause_until)?;
        to.set("pause_remaining", &self.pause_remaining)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPeerRemoveRequest {
    const REQUIRED: &'static [&'static str] = &["peer"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
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

impl Model for ConsumerPeerRemoveResponse {
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

impl Model for ConsumerResetRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            seq: Field::unset(),
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
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("seq", &self.seq)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(4, "seq", !self.seq.is_unset());
    }
}

impl Model for ConsumerResetResponse {
    const REQUIRED: &'static [&'static str] = &[
        "stream_name",
        "name",
        "created",
        "delivered",
        "ack_floor",
        "num_ack_pending",
        "num_redelivered",
        "num_waiting",
        "num_pending",
        "reset_seq",
    ];

    fn empty() -> Self {
        Self {
            info: Model::empty(),
            reset_seq: Field::unset(),
        }
    }

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "reset_seq" => {
                seen.mark(<ConsumerInfo as Model>::REQUIRED.len() as u32);
                into(from, &mut self.reset_seq)?;
            }
            _ => return self.info.read(key, from, seen),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        self.info.write(to)?;
        to.field("reset_seq", &self.reset_seq)?;
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

impl Model for ConsumerUnpinRequest {
    const REQUIRED: &'static [&'static str] = &["group"];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            group: Field::unset(),
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
            "group" => {
                seen.mark(0);
                into(from, &mut self.group)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("group", &self.group)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "group", !self.group.is_unset());
    }
}

impl Model for ConsumerUnpinResponse {
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

impl Model for ConsumerDeleteRequest {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
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
    ConsumerConfig, ConsumerCreateRequest, ConsumerDurableCreateRequest, SequenceInfo,
    PriorityGroupState, ConsumerInfo, ConsumerDeleteResponse,
    ConsumerPeerEvacuateRequest, ConsumerPeerEvacuateResponse, ConsumerMsgNextRequest,
    ConsumerInfoRequest, ConsumerLeaderStepdownRequest, ConsumerLeaderStepdownResponse,
    ConsumerListRequest, ConsumerListResponse, ConsumerNamesRequest,
    ConsumerNamesResponse, ConsumerPauseRequest, ConsumerPauseResponse,
    ConsumerPeerRemoveRequest, ConsumerPeerRemoveResponse, ConsumerResetRequest,
    ConsumerResetResponse, ConsumerUnpinRequest, ConsumerUnpinResponse,
    ConsumerDeleteRequest
);
