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
    DurationField, Extra, Field, Members, Model, Need, model, optional, required,
};

impl Model for LostStreamData {
    #[inline]
    fn empty() -> Self {
        Self {
            msgs: Field::unset(),
            bytes: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("msgs"), optional("bytes")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.msgs,
            1 => &self.bytes,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.msgs,
            1 => &mut self.bytes,
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

impl Model for StreamState {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("messages"),
                required("bytes"),
                required("first_seq"),
                optional("first_ts"),
                required("last_seq"),
                optional("last_ts"),
                optional("deleted"),
                optional("subjects"),
                optional("num_subjects"),
                optional("num_deleted"),
                optional("lost"),
                required("consumer_count"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.messages,
            1 => &self.bytes,
            2 => &self.first_seq,
            3 => &self.first_ts,
            4 => &self.last_seq,
            5 => &self.last_ts,
            6 => &self.deleted,
            7 => &self.subjects,
            8 => &self.num_subjects,
            9 => &self.num_deleted,
            10 => &self.lost,
            11 => &self.consumer_count,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.messages,
            1 => &mut self.bytes,
            2 => &mut self.first_seq,
            3 => &mut self.first_ts,
            4 => &mut self.last_seq,
            5 => &mut self.last_ts,
            6 => &mut self.deleted,
            7 => &mut self.subjects,
            8 => &mut self.num_subjects,
            9 => &mut self.num_deleted,
            10 => &mut self.lost,
            11 => &mut self.consumer_count,
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

impl Model for SubjectTransform {
    #[inline]
    fn empty() -> Self {
        Self {
            src: Field::unset(),
            dest: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("src"), required("dest")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.src,
            1 => &self.dest,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.src,
            1 => &mut self.dest,
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

impl Model for StreamConsumerSource {
    #[inline]
    fn empty() -> Self {
        Self {
            name: Field::unset(),
            deliver_subject: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("name"), optional("deliver_subject")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.deliver_subject,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.deliver_subject,
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
        need.field(4, "name", !self.name.is_unset());
        need.field(4, "deliver_subject", !self.deliver_subject.is_unset());
    }
}

impl Model for ExternalStreamSource {
    #[inline]
    fn empty() -> Self {
        Self {
            api: Field::unset(),
            deliver: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("api"), optional("deliver")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.api,
            1 => &self.deliver,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.api,
            1 => &mut self.deliver,
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

impl Model for StreamSource {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("name"),
                optional("opt_start_seq"),
                optional("opt_start_time"),
                optional("filter_subject"),
                optional("subject_transforms"),
                optional("consumer"),
                optional("external"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.opt_start_seq,
            2 => &self.opt_start_time,
            3 => &self.filter_subject,
            4 => &self.subject_transforms,
            5 => &self.consumer,
            6 => &self.external,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.opt_start_seq,
            2 => &mut self.opt_start_time,
            3 => &mut self.filter_subject,
            4 => &mut self.subject_transforms,
            5 => &mut self.consumer,
            6 => &mut self.external,
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
        need.field(4, "consumer", !self.consumer.is_unset());
        need.nested("consumer", &self.consumer);
    }
}

impl Model for Republish {
    #[inline]
    fn empty() -> Self {
        Self {
            src: Field::unset(),
            dest: Field::unset(),
            headers_only: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("src"), required("dest"), optional("headers_only")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.src,
            1 => &self.dest,
            2 => &self.headers_only,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.src,
            1 => &mut self.dest,
            2 => &mut self.headers_only,
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

impl Model for StreamConsumerLimits {
    #[inline]
    fn empty() -> Self {
        Self {
            inactive_threshold: Field::unset(),
            max_ack_pending: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("inactive_threshold").durations(), optional("max_ack_pending")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.inactive_threshold,
            1 => &self.max_ack_pending,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.inactive_threshold,
            1 => &mut self.max_ack_pending,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            0 => &mut self.inactive_threshold,
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

impl Model for StreamConfig {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("name"),
                optional("description"),
                optional("subjects"),
                optional("subject_transform"),
                optional("retention"),
                optional("max_consumers"),
                optional("max_msgs"),
                optional("max_msgs_per_subject"),
                optional("max_bytes"),
                optional("max_age").durations(),
                optional("max_msg_size"),
                optional("storage"),
                optional("compression"),
                optional("first_seq"),
                optional("num_replicas"),
                optional("no_ack"),
                optional("discard"),
                optional("duplicate_window").durations(),
                optional("placement"),
                optional("mirror"),
                optional("sources"),
                optional("sealed"),
                optional("deny_delete"),
                optional("deny_purge"),
                optional("allow_rollup_hdrs"),
                optional("allow_direct"),
                optional("allow_atomic"),
                optional("allow_msg_counter"),
                optional("allow_msg_schedules"),
                optional("mirror_direct"),
                optional("republish"),
                optional("discard_new_per_subject"),
                optional("metadata"),
                optional("consumer_limits"),
                optional("allow_msg_ttl"),
                optional("subject_delete_marker_ttl").durations(),
                optional("persist_mode"),
                optional("allow_batched"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.description,
            2 => &self.subjects,
            3 => &self.subject_transform,
            4 => &self.retention,
            5 => &self.max_consumers,
            6 => &self.max_msgs,
            7 => &self.max_msgs_per_subject,
            8 => &self.max_bytes,
            9 => &self.max_age,
            10 => &self.max_msg_size,
            11 => &self.storage,
            12 => &self.compression,
            13 => &self.first_seq,
            14 => &self.num_replicas,
            15 => &self.no_ack,
            16 => &self.discard,
            17 => &self.duplicate_window,
            18 => &self.placement,
            19 => &self.mirror,
            20 => &self.sources,
            21 => &self.sealed,
            22 => &self.deny_delete,
            23 => &self.deny_purge,
            24 => &self.allow_rollup_hdrs,
            25 => &self.allow_direct,
            26 => &self.allow_atomic,
            27 => &self.allow_msg_counter,
            28 => &self.allow_msg_schedules,
            29 => &self.mirror_direct,
            30 => &self.republish,
            31 => &self.discard_new_per_subject,
            32 => &self.metadata,
            33 => &self.consumer_limits,
            34 => &self.allow_msg_ttl,
            35 => &self.subject_delete_marker_ttl,
            36 => &self.persist_mode,
            37 => &self.allow_batched,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.description,
            2 => &mut self.subjects,
            3 => &mut self.subject_transform,
            4 => &mut self.retention,
            5 => &mut self.max_consumers,
            6 => &mut self.max_msgs,
            7 => &mut self.max_msgs_per_subject,
            8 => &mut self.max_bytes,
            9 => &mut self.max_age,
            10 => &mut self.max_msg_size,
            11 => &mut self.storage,
            12 => &mut self.compression,
            13 => &mut self.first_seq,
            14 => &mut self.num_replicas,
            15 => &mut self.no_ack,
            16 => &mut self.discard,
            17 => &mut self.duplicate_window,
            18 => &mut self.placement,
            19 => &mut self.mirror,
            20 => &mut self.sources,
            21 => &mut self.sealed,
            22 => &mut self.deny_delete,
            23 => &mut self.deny_purge,
            24 => &mut self.allow_rollup_hdrs,
            25 => &mut self.allow_direct,
            26 => &mut self.allow_atomic,
            27 => &mut self.allow_msg_counter,
            28 => &mut self.allow_msg_schedules,
            29 => &mut self.mirror_direct,
            30 => &mut self.republish,
            31 => &mut self.discard_new_per_subject,
            32 => &mut self.metadata,
            33 => &mut self.consumer_limits,
            34 => &mut self.allow_msg_ttl,
            35 => &mut self.subject_delete_marker_ttl,
            36 => &mut self.persist_mode,
            37 => &mut self.allow_batched,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            9 => &mut self.max_age,
            17 => &mut self.duplicate_window,
            35 => &mut self.subject_delete_marker_ttl,
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
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("name"),
                optional("filter_subject"),
                optional("subject_transforms"),
                required("lag"),
                optional("seq"),
                optional("active").durations(),
                optional("external"),
                optional("error"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.filter_subject,
            2 => &self.subject_transforms,
            3 => &self.lag,
            4 => &self.seq,
            5 => &self.active,
            6 => &self.external,
            7 => &self.error,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.filter_subject,
            2 => &mut self.subject_transforms,
            3 => &mut self.lag,
            4 => &mut self.seq,
            5 => &mut self.active,
            6 => &mut self.external,
            7 => &mut self.error,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            5 => &mut self.active,
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

impl Model for StreamAlternate {
    #[inline]
    fn empty() -> Self {
        Self {
            name: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("name"), required("cluster"), optional("domain")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.cluster,
            2 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.cluster,
            2 => &mut self.domain,
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

impl Model for StreamInfo {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("config"),
                required("state"),
                required("created"),
                optional("ts"),
                optional("cluster"),
                optional("mirror"),
                optional("sources"),
                optional("alternates"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.config,
            1 => &self.state,
            2 => &self.created,
            3 => &self.ts,
            4 => &self.cluster,
            5 => &self.mirror,
            6 => &self.sources,
            7 => &self.alternates,
            8 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.config,
            1 => &mut self.state,
            2 => &mut self.created,
            3 => &mut self.ts,
            4 => &mut self.cluster,
            5 => &mut self.mirror,
            6 => &mut self.sources,
            7 => &mut self.alternates,
            8 => &mut self.domain,
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

impl Model for StreamCreateRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            config: Model::empty(),
            pedantic: Field::unset(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("name"),
                optional("description"),
                optional("subjects"),
                optional("subject_transform"),
                optional("retention"),
                optional("max_consumers"),
                optional("max_msgs"),
                optional("max_msgs_per_subject"),
                optional("max_bytes"),
                optional("max_age").durations(),
                optional("max_msg_size"),
                optional("storage"),
                optional("compression"),
                optional("first_seq"),
                optional("num_replicas"),
                optional("no_ack"),
                optional("discard"),
                optional("duplicate_window").durations(),
                optional("placement"),
                optional("mirror"),
                optional("sources"),
                optional("sealed"),
                optional("deny_delete"),
                optional("deny_purge"),
                optional("allow_rollup_hdrs"),
                optional("allow_direct"),
                optional("allow_atomic"),
                optional("allow_msg_counter"),
                optional("allow_msg_schedules"),
                optional("mirror_direct"),
                optional("republish"),
                optional("discard_new_per_subject"),
                optional("metadata"),
                optional("consumer_limits"),
                optional("allow_msg_ttl"),
                optional("subject_delete_marker_ttl").durations(),
                optional("persist_mode"),
                optional("allow_batched"),
                optional("pedantic"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            38 => &self.pedantic,
            _ => return self.config.field(index),
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            38 => &mut self.pedantic,
            _ => return self.config.field_mut(index),
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        self.config.durations_mut(index)
    }

    fn extra(&self) -> &Extra {
        self.config.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.config.extra_mut()
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        self.config.needs_fields(need);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for StreamCreateResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            info: Model::empty(),
            did_create: Field::unset(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("config"),
                required("state"),
                required("created"),
                optional("ts"),
                optional("cluster"),
                optional("mirror"),
                optional("sources"),
                optional("alternates"),
                optional("domain"),
                optional("did_create"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            9 => &self.did_create,
            _ => return self.info.field(index),
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            9 => &mut self.did_create,
            _ => return self.info.field_mut(index),
        };
        Some(field)
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

impl Model for StreamDeleteResponse {
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

impl Model for DirectGetBatchRequest {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("seq"),
                optional("next_by_subj"),
                required("batch"),
                optional("max_bytes"),
                optional("start_time"),
                optional("no_hdr"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            1 => &self.next_by_subj,
            2 => &self.batch,
            3 => &self.max_bytes,
            4 => &self.start_time,
            5 => &self.no_hdr,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            1 => &mut self.next_by_subj,
            2 => &mut self.batch,
            3 => &mut self.max_bytes,
            4 => &mut self.start_time,
            5 => &mut self.no_hdr,
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
        need.field(1, "batch", !self.batch.is_unset());
        need.field(1, "max_bytes", !self.max_bytes.is_unset());
        need.field(1, "start_time", !self.start_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for DirectGetLastForSubjectRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            subject: String::new(),
            no_hdr: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("no_hdr")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.no_hdr,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.no_hdr,
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
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for DirectGetMultiRequest {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("batch"),
                optional("max_bytes"),
                required("multi_last"),
                optional("up_to_seq"),
                optional("up_to_time"),
                optional("no_hdr"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.batch,
            1 => &self.max_bytes,
            2 => &self.multi_last,
            3 => &self.up_to_seq,
            4 => &self.up_to_time,
            5 => &self.no_hdr,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.batch,
            1 => &mut self.max_bytes,
            2 => &mut self.multi_last,
            3 => &mut self.up_to_seq,
            4 => &mut self.up_to_time,
            5 => &mut self.no_hdr,
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
        need.field(1, "batch", !self.batch.is_unset());
        need.field(1, "max_bytes", !self.max_bytes.is_unset());
        need.field(1, "multi_last", !self.multi_last.is_unset());
        need.field(1, "up_to_seq", !self.up_to_seq.is_unset());
        need.field(1, "up_to_time", !self.up_to_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for DirectGetRequest {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("seq"),
                optional("last_by_subj"),
                optional("next_by_subj"),
                optional("start_time"),
                optional("no_hdr"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            1 => &self.last_by_subj,
            2 => &self.next_by_subj,
            3 => &self.start_time,
            4 => &self.no_hdr,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            1 => &mut self.last_by_subj,
            2 => &mut self.next_by_subj,
            3 => &mut self.start_time,
            4 => &mut self.no_hdr,
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
        need.field(1, "start_time", !self.start_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for StreamPeerEvacuateRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
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

impl Model for StreamPeerEvacuateResponse {
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

impl Model for StreamInfoRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            deleted_details: Field::unset(),
            subjects_filter: Field::unset(),
            offset: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("deleted_details"),
                optional("subjects_filter"),
                optional("offset"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.deleted_details,
            1 => &self.subjects_filter,
            2 => &self.offset,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.deleted_details,
            1 => &mut self.subjects_filter,
            2 => &mut self.offset,
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

impl Model for StreamInfoResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            info: Model::empty(),
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("config"),
                required("state"),
                required("created"),
                optional("ts"),
                optional("cluster"),
                optional("mirror"),
                optional("sources"),
                optional("alternates"),
                optional("domain"),
                optional("total"),
                optional("offset"),
                optional("limit"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            9 => &self.total,
            10 => &self.offset,
            11 => &self.limit,
            _ => return self.info.field(index),
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            9 => &mut self.total,
            10 => &mut self.offset,
            11 => &mut self.limit,
            _ => return self.info.field_mut(index),
        };
        Some(field)
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

impl Model for StreamLeaderStepdownRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
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

impl Model for StreamLeaderStepdownResponse {
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

impl Model for StreamListRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            subject: Field::unset(),
            offset: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("subject"), optional("offset")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.subject,
            1 => &self.offset,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.subject,
            1 => &mut self.offset,
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

impl Model for StreamListResponse {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("total"),
                required("offset"),
                required("limit"),
                required("streams"),
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
            3 => &self.streams,
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
            3 => &mut self.streams,
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
        need.nested("streams", &self.streams);
    }
}

impl Model for StreamMsgDeleteRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            seq: Field::unset(),
            no_erase: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("seq"), optional("no_erase")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            1 => &self.no_erase,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            1 => &mut self.no_erase,
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

impl Model for StreamMsgDeleteResponse {
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

impl Model for StreamMsgGetRequest {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("seq"),
                optional("last_by_subj"),
                optional("next_by_subj"),
                optional("start_time"),
                optional("no_hdr"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            1 => &self.last_by_subj,
            2 => &self.next_by_subj,
            3 => &self.start_time,
            4 => &self.no_hdr,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            1 => &mut self.last_by_subj,
            2 => &mut self.next_by_subj,
            3 => &mut self.start_time,
            4 => &mut self.no_hdr,
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
        need.field(1, "start_time", !self.start_time.is_unset());
        need.field(2, "no_hdr", !self.no_hdr.is_unset());
    }
}

impl Model for StoredMessage {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("subject"),
                required("seq"),
                optional("data"),
                required("time"),
                optional("hdrs"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.subject,
            1 => &self.seq,
            2 => &self.data,
            3 => &self.time,
            4 => &self.hdrs,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.subject,
            1 => &mut self.seq,
            2 => &mut self.data,
            3 => &mut self.time,
            4 => &mut self.hdrs,
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

impl Model for StreamMsgGetResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            message: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("message")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.message,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.message,
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

impl Model for StreamNamesRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            subject: Field::unset(),
            offset: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("subject"), optional("offset")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.subject,
            1 => &self.offset,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.subject,
            1 => &mut self.offset,
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

impl Model for StreamNamesResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            total: Field::unset(),
            offset: Field::unset(),
            limit: Field::unset(),
            streams: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("total"),
                required("offset"),
                required("limit"),
                required("streams"),
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
            3 => &self.streams,
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
            3 => &mut self.streams,
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

impl Model for StreamPurgeRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
            filter: Field::unset(),
            seq: Field::unset(),
            keep: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("filter"), optional("seq"), optional("keep")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.filter,
            1 => &self.seq,
            2 => &self.keep,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.filter,
            1 => &mut self.seq,
            2 => &mut self.keep,
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

impl Model for StreamPurgeResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            success: Field::unset(),
            purged: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("success"), required("purged")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.success,
            1 => &self.purged,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.success,
            1 => &mut self.purged,
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

impl Model for StreamPeerRemoveRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
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

impl Model for StreamPeerRemoveResponse {
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

impl Model for StreamRestoreRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            config: Field::unset(),
            state: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("config"), optional("state")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.config,
            1 => &self.state,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.config,
            1 => &mut self.state,
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
    }
}

impl Model for StreamRestoreResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            deliver_subject: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("deliver_subject")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.deliver_subject,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.deliver_subject,
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

impl Model for StreamSnapshotRequest {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("deliver_subject"),
                optional("no_consumers"),
                optional("chunk_size"),
                optional("window_size"),
                optional("jsck"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.deliver_subject,
            1 => &self.no_consumers,
            2 => &self.chunk_size,
            3 => &self.window_size,
            4 => &self.jsck,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.deliver_subject,
            1 => &mut self.no_consumers,
            2 => &mut self.chunk_size,
            3 => &mut self.window_size,
            4 => &mut self.jsck,
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
        need.field(3, "window_size", !self.window_size.is_unset());
    }
}

impl Model for StreamSnapshotResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            config: Field::unset(),
            state: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("config"), required("state")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.config,
            1 => &self.state,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.config,
            1 => &mut self.state,
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
    }
}

impl Model for StreamUpdateRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            config: Model::empty(),
            pedantic: Field::unset(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("name"),
                optional("description"),
                optional("subjects"),
                optional("subject_transform"),
                optional("retention"),
                optional("max_consumers"),
                optional("max_msgs"),
                optional("max_msgs_per_subject"),
                optional("max_bytes"),
                optional("max_age").durations(),
                optional("max_msg_size"),
                optional("storage"),
                optional("compression"),
                optional("first_seq"),
                optional("num_replicas"),
                optional("no_ack"),
                optional("discard"),
                optional("duplicate_window").durations(),
                optional("placement"),
                optional("mirror"),
                optional("sources"),
                optional("sealed"),
                optional("deny_delete"),
                optional("deny_purge"),
                optional("allow_rollup_hdrs"),
                optional("allow_direct"),
                optional("allow_atomic"),
                optional("allow_msg_counter"),
                optional("allow_msg_schedules"),
                optional("mirror_direct"),
                optional("republish"),
                optional("discard_new_per_subject"),
                optional("metadata"),
                optional("consumer_limits"),
                optional("allow_msg_ttl"),
                optional("subject_delete_marker_ttl").durations(),
                optional("persist_mode"),
                optional("allow_batched"),
                optional("pedantic"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            38 => &self.pedantic,
            _ => return self.config.field(index),
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            38 => &mut self.pedantic,
            _ => return self.config.field_mut(index),
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        self.config.durations_mut(index)
    }

    fn extra(&self) -> &Extra {
        self.config.extra()
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self.config.extra_mut()
    }

    #[inline]
    fn needs_fields(&self, need: &mut Need) {
        self.config.needs_fields(need);
        need.field(1, "pedantic", !self.pedantic.is_unset());
    }
}

impl Model for StreamDeleteRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
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

impl Model for StreamCancelMoveRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: String::new(),
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
