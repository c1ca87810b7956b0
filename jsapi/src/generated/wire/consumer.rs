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
    DurationField, Extra, Field, Members, Model, Need, model, optional, required,
};

impl Model for ConsumerConfig {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("durable_name"),
                optional("name"),
                optional("description"),
                optional("deliver_policy"),
                optional("deliver_subject"),
                optional("deliver_group"),
                optional("ack_policy"),
                optional("ack_wait").durations(),
                optional("max_deliver"),
                optional("filter_subject"),
                optional("filter_subjects"),
                optional("replay_policy"),
                optional("sample_freq"),
                optional("rate_limit_bps"),
                optional("max_ack_pending"),
                optional("idle_heartbeat").durations(),
                optional("flow_control"),
                optional("max_waiting"),
                optional("direct"),
                optional("sourcing"),
                optional("headers_only"),
                optional("max_batch"),
                optional("max_expires").durations(),
                optional("max_bytes"),
                optional("inactive_threshold").durations(),
                optional("backoff").durations(),
                optional("num_replicas"),
                optional("mem_storage"),
                optional("metadata"),
                optional("pause_until"),
                optional("priority_groups"),
                optional("priority_policy"),
                optional("priority_timeout").durations(),
                optional("opt_start_seq"),
                optional("opt_start_time"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.durable_name,
            1 => &self.name,
            2 => &self.description,
            3 => &self.deliver_policy,
            4 => &self.deliver_subject,
            5 => &self.deliver_group,
            6 => &self.ack_policy,
            7 => &self.ack_wait,
            8 => &self.max_deliver,
            9 => &self.filter_subject,
            10 => &self.filter_subjects,
            11 => &self.replay_policy,
            12 => &self.sample_freq,
            13 => &self.rate_limit_bps,
            14 => &self.max_ack_pending,
            15 => &self.idle_heartbeat,
            16 => &self.flow_control,
            17 => &self.max_waiting,
            18 => &self.direct,
            19 => &self.sourcing,
            20 => &self.headers_only,
            21 => &self.max_batch,
            22 => &self.max_expires,
            23 => &self.max_bytes,
            24 => &self.inactive_threshold,
            25 => &self.backoff,
            26 => &self.num_replicas,
            27 => &self.mem_storage,
            28 => &self.metadata,
            29 => &self.pause_until,
            30 => &self.priority_groups,
            31 => &self.priority_policy,
            32 => &self.priority_timeout,
            33 => &self.opt_start_seq,
            34 => &self.opt_start_time,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.durable_name,
            1 => &mut self.name,
            2 => &mut self.description,
            3 => &mut self.deliver_policy,
            4 => &mut self.deliver_subject,
            5 => &mut self.deliver_group,
            6 => &mut self.ack_policy,
            7 => &mut self.ack_wait,
            8 => &mut self.max_deliver,
            9 => &mut self.filter_subject,
            10 => &mut self.filter_subjects,
            11 => &mut self.replay_policy,
            12 => &mut self.sample_freq,
            13 => &mut self.rate_limit_bps,
            14 => &mut self.max_ack_pending,
            15 => &mut self.idle_heartbeat,
            16 => &mut self.flow_control,
            17 => &mut self.max_waiting,
            18 => &mut self.direct,
            19 => &mut self.sourcing,
            20 => &mut self.headers_only,
            21 => &mut self.max_batch,
            22 => &mut self.max_expires,
            23 => &mut self.max_bytes,
            24 => &mut self.inactive_threshold,
            25 => &mut self.backoff,
            26 => &mut self.num_replicas,
            27 => &mut self.mem_storage,
            28 => &mut self.metadata,
            29 => &mut self.pause_until,
            30 => &mut self.priority_groups,
            31 => &mut self.priority_policy,
            32 => &mut self.priority_timeout,
            33 => &mut self.opt_start_seq,
            34 => &mut self.opt_start_time,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            7 => &mut self.ack_wait,
            15 => &mut self.idle_heartbeat,
            22 => &mut self.max_expires,
            24 => &mut self.inactive_threshold,
            25 => &mut self.backoff,
            32 => &mut self.priority_timeout,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
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
    #[inline]
    fn empty() -> Self {
        Self {
            stream_name: Field::unset(),
            config: Field::unset(),
            action: Field::unset(),
            pedantic: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("stream_name"),
                required("config"),
                optional("action"),
                optional("pedantic"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.stream_name,
            1 => &self.config,
            2 => &self.action,
            3 => &self.pedantic,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.stream_name,
            1 => &mut self.config,
            2 => &mut self.action,
            3 => &mut self.pedantic,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for ConsumerDurableCreateRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream_name: Field::unset(),
            config: Field::unset(),
            action: Field::unset(),
            pedantic: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("stream_name"),
                required("config"),
                optional("action"),
                optional("pedantic"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.stream_name,
            1 => &self.config,
            2 => &self.action,
            3 => &self.pedantic,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.stream_name,
            1 => &mut self.config,
            2 => &mut self.action,
            3 => &mut self.pedantic,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for SequenceInfo {
    #[inline]
    fn empty() -> Self {
        Self {
            consumer_seq: Field::unset(),
            stream_seq: Field::unset(),
            last_active: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("consumer_seq"), required("stream_seq"), optional("last_active")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.consumer_seq,
            1 => &self.stream_seq,
            2 => &self.last_active,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.consumer_seq,
            1 => &mut self.stream_seq,
            2 => &mut self.last_active,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for PriorityGroupState {
    #[inline]
    fn empty() -> Self {
        Self {
            group: Field::unset(),
            pinned_client_id: Field::unset(),
            pinned_ts: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("group"), optional("pinned_client_id"), optional("pinned_ts")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.group,
            1 => &self.pinned_client_id,
            2 => &self.pinned_ts,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.group,
            1 => &mut self.pinned_client_id,
            2 => &mut self.pinned_ts,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerInfo {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("stream_name"),
                required("name"),
                optional("ts"),
                optional("config"),
                required("created"),
                required("delivered"),
                required("ack_floor"),
                required("num_ack_pending"),
                required("num_redelivered"),
                required("num_waiting"),
                required("num_pending"),
                optional("cluster"),
                optional("push_bound"),
                optional("paused"),
                optional("pause_remaining").durations(),
                optional("priority_groups"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.stream_name,
            1 => &self.name,
            2 => &self.ts,
            3 => &self.config,
            4 => &self.created,
            5 => &self.delivered,
            6 => &self.ack_floor,
            7 => &self.num_ack_pending,
            8 => &self.num_redelivered,
            9 => &self.num_waiting,
            10 => &self.num_pending,
            11 => &self.cluster,
            12 => &self.push_bound,
            13 => &self.paused,
            14 => &self.pause_remaining,
            15 => &self.priority_groups,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.stream_name,
            1 => &mut self.name,
            2 => &mut self.ts,
            3 => &mut self.config,
            4 => &mut self.created,
            5 => &mut self.delivered,
            6 => &mut self.ack_floor,
            7 => &mut self.num_ack_pending,
            8 => &mut self.num_redelivered,
            9 => &mut self.num_waiting,
            10 => &mut self.num_pending,
            11 => &mut self.cluster,
            12 => &mut self.push_bound,
            13 => &mut self.paused,
            14 => &mut self.pause_remaining,
            15 => &mut self.priority_groups,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            14 => &mut self.pause_remaining,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.nested("config", &self.config);
        need.nested("cluster", &self.cluster);
    }
}

impl Model for ConsumerDeleteResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            success: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("success")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.success,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.success,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPeerEvacuateRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            peer: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("peer")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.peer,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.peer,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPeerEvacuateResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            success: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("success")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.success,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.success,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerMsgNextRequest {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("expires").durations(),
                optional("batch"),
                optional("max_bytes"),
                optional("no_wait"),
                optional("idle_heartbeat").durations(),
                optional("group"),
                optional("min_pending"),
                optional("min_ack_pending"),
                optional("id"),
                optional("priority"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.expires,
            1 => &self.batch,
            2 => &self.max_bytes,
            3 => &self.no_wait,
            4 => &self.idle_heartbeat,
            5 => &self.group,
            6 => &self.min_pending,
            7 => &self.min_ack_pending,
            8 => &self.id,
            9 => &self.priority,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.expires,
            1 => &mut self.batch,
            2 => &mut self.max_bytes,
            3 => &mut self.no_wait,
            4 => &mut self.idle_heartbeat,
            5 => &mut self.group,
            6 => &mut self.min_pending,
            7 => &mut self.min_ack_pending,
            8 => &mut self.id,
            9 => &mut self.priority,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            0 => &mut self.expires,
            4 => &mut self.idle_heartbeat,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "group", !self.group.is_unset());
        need.field(1, "min_pending", !self.min_pending.is_unset());
        need.field(1, "min_ack_pending", !self.min_ack_pending.is_unset());
        need.field(1, "id", !self.id.is_unset());
        need.field(2, "priority", !self.priority.is_unset());
    }
}

impl Model for ConsumerInfoRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, _index: usize) -> Option<&dyn Field> {
        None
    }

    #[inline]
    fn field_mut(&mut self, _index: usize) -> Option<&mut dyn Field> {
        None
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerLeaderStepdownRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            placement: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("placement")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.placement,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.placement,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "placement", !self.placement.is_unset());
        need.nested("placement", &self.placement);
    }
}

impl Model for ConsumerLeaderStepdownResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            success: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("success")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.success,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.success,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerListRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            offset: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("offset")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.offset,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.offset,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerListResponse {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("total"),
                required("offset"),
                required("limit"),
                required("consumers"),
                optional("missing"),
                optional("offline"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.total,
            1 => &self.offset,
            2 => &self.limit,
            3 => &self.consumers,
            4 => &self.missing,
            5 => &self.offline,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.total,
            1 => &mut self.offset,
            2 => &mut self.limit,
            3 => &mut self.consumers,
            4 => &mut self.missing,
            5 => &mut self.offline,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.nested("consumers", &self.consumers);
    }
}

impl Model for ConsumerNamesRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            offset: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("offset")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.offset,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.offset,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerNamesResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
            consumers: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("total"),
                required("offset"),
                required("limit"),
                required("consumers"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.total,
            1 => &self.offset,
            2 => &self.limit,
            3 => &self.consumers,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.total,
            1 => &mut self.offset,
            2 => &mut self.limit,
            3 => &mut self.consumers,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPauseRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            pause_until: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("pause_until")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.pause_until,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.pause_until,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "pause_until", !self.pause_until.is_unset());
    }
}

impl Model for ConsumerPauseResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            paused: Field::unset(),
            pause_until: Field::unset(),
            pause_remaining: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("paused"),
                optional("pause_until"),
                optional("pause_remaining").durations(),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.paused,
            1 => &self.pause_until,
            2 => &self.pause_remaining,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.paused,
            1 => &mut self.pause_until,
            2 => &mut self.pause_remaining,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            2 => &mut self.pause_remaining,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPeerRemoveRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            peer: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("peer")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.peer,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.peer,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerPeerRemoveResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            success: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("success")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.success,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.success,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerResetRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            seq: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("seq")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.field(4, "seq", !self.seq.is_unset());
    }
}

impl Model for ConsumerResetResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            info: Model::empty(),
            reset_seq: Field::unset(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("stream_name"),
                required("name"),
                optional("ts"),
                optional("config"),
                required("created"),
                required("delivered"),
                required("ack_floor"),
                required("num_ack_pending"),
                required("num_redelivered"),
                required("num_waiting"),
                required("num_pending"),
                optional("cluster"),
                optional("push_bound"),
                optional("paused"),
                optional("pause_remaining").durations(),
                optional("priority_groups"),
                required("reset_seq"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            16 => &self.reset_seq,
            _ => return self.info.field(index),
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            16 => &mut self.reset_seq,
            _ => return self.info.field_mut(index),
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        self.info.durations_mut(index)
    }

    fn extra(&self) -> &Extra {
        self.info.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.info.extra_mut()
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        self.info.needs_fields(need);
    }
}

impl Model for ConsumerUnpinRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            group: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("group")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.group,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.group,
            _ => return None,
        };
        Some(field)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "group", !self.group.is_unset());
    }
}

impl Model for ConsumerUnpinResponse {
    #[inline]
    fn empty() -> Self {
        Self { extra: Extra::new() }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, _index: usize) -> Option<&dyn Field> {
        None
    }

    #[inline]
    fn field_mut(&mut self, _index: usize) -> Option<&mut dyn Field> {
        None
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerDeleteRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            consumer: String::new(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, _index: usize) -> Option<&dyn Field> {
        None
    }

    #[inline]
    fn field_mut(&mut self, _index: usize) -> Option<&mut dyn Field> {
        None
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
