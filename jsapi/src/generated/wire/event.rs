// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::event::{
    ApiAuditAdvisory, ApiLimitReachedAdvisory, ClientInfo, ConsumerAckMetric,
    ConsumerActionAdvisory, ConsumerGroupPinnedAdvisory, ConsumerGroupUnpinnedAdvisory,
    ConsumerLeaderElectedAdvisory, ConsumerPauseAdvisory, ConsumerQuorumLostAdvisory,
    DomainLeaderElectedAdvisory, MaxDeliverAdvisory, MetaRescueAdvisory, NakAdvisory,
    RestoreCompleteAdvisory, RestoreCreateAdvisory, ServerOutOfSpaceAdvisory,
    ServerRemovedAdvisory, SnapshotCompleteAdvisory, SnapshotCreateAdvisory,
    StreamActionAdvisory, StreamBatchAbandonedAdvisory, StreamLeaderElectedAdvisory,
    StreamQuorumLostAdvisory, TerminatedAdvisory,
};
use crate::model::{
    DurationField, Extra, Field, Members, Model, model, optional, required,
};

impl Model for ClientInfo {
    #[inline]
    fn empty() -> Self {
        Self {
            start: Field::unset(),
            stop: Field::unset(),
            host: Field::unset(),
            id: Field::unset(),
            acc: Field::unset(),
            svc: Field::unset(),
            user: Field::unset(),
            name: Field::unset(),
            lang: Field::unset(),
            ver: Field::unset(),
            rtt: Field::unset(),
            server: Field::unset(),
            cluster: Field::unset(),
            alts: Field::unset(),
            jwt: Field::unset(),
            issuer_key: Field::unset(),
            name_tag: Field::unset(),
            kind: Field::unset(),
            client_type: Field::unset(),
            tags: Field::unset(),
            client_id: Field::unset(),
            nonce: Field::unset(),
            reply: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("start"),
                optional("stop"),
                optional("host"),
                optional("id"),
                optional("acc"),
                optional("svc"),
                optional("user"),
                optional("name"),
                optional("lang"),
                optional("ver"),
                optional("rtt").durations(),
                optional("server"),
                optional("cluster"),
                optional("alts"),
                optional("jwt"),
                optional("issuer_key"),
                optional("name_tag"),
                optional("kind"),
                optional("client_type"),
                optional("tags"),
                optional("client_id"),
                optional("nonce"),
                optional("reply"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.start,
            1 => &self.stop,
            2 => &self.host,
            3 => &self.id,
            4 => &self.acc,
            5 => &self.svc,
            6 => &self.user,
            7 => &self.name,
            8 => &self.lang,
            9 => &self.ver,
            10 => &self.rtt,
            11 => &self.server,
            12 => &self.cluster,
            13 => &self.alts,
            14 => &self.jwt,
            15 => &self.issuer_key,
            16 => &self.name_tag,
            17 => &self.kind,
            18 => &self.client_type,
            19 => &self.tags,
            20 => &self.client_id,
            21 => &self.nonce,
            22 => &self.reply,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.start,
            1 => &mut self.stop,
            2 => &mut self.host,
            3 => &mut self.id,
            4 => &mut self.acc,
            5 => &mut self.svc,
            6 => &mut self.user,
            7 => &mut self.name,
            8 => &mut self.lang,
            9 => &mut self.ver,
            10 => &mut self.rtt,
            11 => &mut self.server,
            12 => &mut self.cluster,
            13 => &mut self.alts,
            14 => &mut self.jwt,
            15 => &mut self.issuer_key,
            16 => &mut self.name_tag,
            17 => &mut self.kind,
            18 => &mut self.client_type,
            19 => &mut self.tags,
            20 => &mut self.client_id,
            21 => &mut self.nonce,
            22 => &mut self.reply,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            10 => &mut self.rtt,
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

impl Model for ApiAuditAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            server: Field::unset(),
            subject: Field::unset(),
            response: Field::unset(),
            request: Field::unset(),
            client: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("server"),
                required("subject"),
                required("response"),
                optional("request"),
                optional("client"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.server,
            3 => &self.subject,
            4 => &self.response,
            5 => &self.request,
            6 => &self.client,
            7 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.server,
            3 => &mut self.subject,
            4 => &mut self.response,
            5 => &mut self.request,
            6 => &mut self.client,
            7 => &mut self.domain,
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

impl Model for ApiLimitReachedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            server: Field::unset(),
            domain: Field::unset(),
            dropped: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("server"),
                optional("domain"),
                required("dropped"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.server,
            3 => &self.domain,
            4 => &self.dropped,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.server,
            3 => &mut self.domain,
            4 => &mut self.dropped,
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

impl Model for ConsumerActionAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            action: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("action"),
                required("stream"),
                optional("consumer"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.action,
            3 => &self.stream,
            4 => &self.consumer,
            5 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.action,
            3 => &mut self.stream,
            4 => &mut self.consumer,
            5 => &mut self.domain,
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

impl Model for ConsumerGroupPinnedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            account: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            domain: Field::unset(),
            group: Field::unset(),
            pinned_id: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("account"),
                required("stream"),
                required("consumer"),
                optional("domain"),
                required("group"),
                required("pinned_id"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.account,
            3 => &self.stream,
            4 => &self.consumer,
            5 => &self.domain,
            6 => &self.group,
            7 => &self.pinned_id,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.account,
            3 => &mut self.stream,
            4 => &mut self.consumer,
            5 => &mut self.domain,
            6 => &mut self.group,
            7 => &mut self.pinned_id,
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

impl Model for ConsumerGroupUnpinnedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            account: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            domain: Field::unset(),
            group: Field::unset(),
            reason: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("account"),
                required("stream"),
                required("consumer"),
                optional("domain"),
                required("group"),
                required("reason"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.account,
            3 => &self.stream,
            4 => &self.consumer,
            5 => &self.domain,
            6 => &self.group,
            7 => &self.reason,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.account,
            3 => &mut self.stream,
            4 => &mut self.consumer,
            5 => &mut self.domain,
            6 => &mut self.group,
            7 => &mut self.reason,
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

impl Model for ConsumerLeaderElectedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            account: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            leader: Field::unset(),
            replicas: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("account"),
                required("stream"),
                required("consumer"),
                required("leader"),
                required("replicas"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.account,
            3 => &self.stream,
            4 => &self.consumer,
            5 => &self.leader,
            6 => &self.replicas,
            7 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.account,
            3 => &mut self.stream,
            4 => &mut self.consumer,
            5 => &mut self.leader,
            6 => &mut self.replicas,
            7 => &mut self.domain,
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

impl Model for ConsumerPauseAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            paused: Field::unset(),
            pause_until: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("consumer"),
                required("paused"),
                optional("pause_until"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.consumer,
            4 => &self.paused,
            5 => &self.pause_until,
            6 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.consumer,
            4 => &mut self.paused,
            5 => &mut self.pause_until,
            6 => &mut self.domain,
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

impl Model for ConsumerQuorumLostAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            account: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            replicas: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("account"),
                required("stream"),
                required("consumer"),
                required("replicas"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.account,
            3 => &self.stream,
            4 => &self.consumer,
            5 => &self.replicas,
            6 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.account,
            3 => &mut self.stream,
            4 => &mut self.consumer,
            5 => &mut self.replicas,
            6 => &mut self.domain,
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

impl Model for DomainLeaderElectedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            leader: Field::unset(),
            replicas: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("leader"),
                required("replicas"),
                required("cluster"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.leader,
            3 => &self.replicas,
            4 => &self.cluster,
            5 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.leader,
            3 => &mut self.replicas,
            4 => &mut self.cluster,
            5 => &mut self.domain,
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

impl Model for MaxDeliverAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            stream_seq: Field::unset(),
            deliveries: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("consumer"),
                required("stream_seq"),
                required("deliveries"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.consumer,
            4 => &self.stream_seq,
            5 => &self.deliveries,
            6 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.consumer,
            4 => &mut self.stream_seq,
            5 => &mut self.deliveries,
            6 => &mut self.domain,
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

impl Model for MetaRescueAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            server: Field::unset(),
            server_id: Field::unset(),
            prev_quorum: Field::unset(),
            new_quorum: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("server"),
                required("server_id"),
                required("prev_quorum"),
                required("new_quorum"),
                required("cluster"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.server,
            3 => &self.server_id,
            4 => &self.prev_quorum,
            5 => &self.new_quorum,
            6 => &self.cluster,
            7 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.server,
            3 => &mut self.server_id,
            4 => &mut self.prev_quorum,
            5 => &mut self.new_quorum,
            6 => &mut self.cluster,
            7 => &mut self.domain,
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

impl Model for NakAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            consumer_seq: Field::unset(),
            stream_seq: Field::unset(),
            deliveries: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("consumer"),
                required("consumer_seq"),
                required("stream_seq"),
                required("deliveries"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.consumer,
            4 => &self.consumer_seq,
            5 => &self.stream_seq,
            6 => &self.deliveries,
            7 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.consumer,
            4 => &mut self.consumer_seq,
            5 => &mut self.stream_seq,
            6 => &mut self.deliveries,
            7 => &mut self.domain,
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

impl Model for RestoreCompleteAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            start: Field::unset(),
            end: Field::unset(),
            bytes: Field::unset(),
            client: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("start"),
                required("end"),
                required("bytes"),
                optional("client"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.start,
            4 => &self.end,
            5 => &self.bytes,
            6 => &self.client,
            7 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.start,
            4 => &mut self.end,
            5 => &mut self.bytes,
            6 => &mut self.client,
            7 => &mut self.domain,
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

impl Model for RestoreCreateAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            client: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                optional("client"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.client,
            4 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.client,
            4 => &mut self.domain,
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

impl Model for ServerOutOfSpaceAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            server: Field::unset(),
            server_id: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("stream"),
                required("server"),
                required("server_id"),
                optional("cluster"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.server,
            4 => &self.server_id,
            5 => &self.cluster,
            6 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.server,
            4 => &mut self.server_id,
            5 => &mut self.cluster,
            6 => &mut self.domain,
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

impl Model for ServerRemovedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            server: Field::unset(),
            server_id: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("server"),
                required("server_id"),
                required("cluster"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.server,
            3 => &self.server_id,
            4 => &self.cluster,
            5 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.server,
            3 => &mut self.server_id,
            4 => &mut self.cluster,
            5 => &mut self.domain,
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

impl Model for SnapshotCompleteAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            start: Field::unset(),
            end: Field::unset(),
            client: Field::unset(),
            domain: Field::unset(),
            error: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("start"),
                required("end"),
                optional("client"),
                optional("domain"),
                optional("error"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.start,
            4 => &self.end,
            5 => &self.client,
            6 => &self.domain,
            7 => &self.error,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.start,
            4 => &mut self.end,
            5 => &mut self.client,
            6 => &mut self.domain,
            7 => &mut self.error,
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

impl Model for SnapshotCreateAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            state: Field::unset(),
            client: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("state"),
                optional("client"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.state,
            4 => &self.client,
            5 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.state,
            4 => &mut self.client,
            5 => &mut self.domain,
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

impl Model for StreamActionAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            action: Field::unset(),
            stream: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("action"),
                required("stream"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.action,
            3 => &self.stream,
            4 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.action,
            3 => &mut self.stream,
            4 => &mut self.domain,
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

impl Model for StreamBatchAbandonedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            reason: Field::unset(),
            stream: Field::unset(),
            batch: Field::unset(),
            account: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("reason"),
                required("stream"),
                required("batch"),
                optional("account"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.reason,
            3 => &self.stream,
            4 => &self.batch,
            5 => &self.account,
            6 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.reason,
            3 => &mut self.stream,
            4 => &mut self.batch,
            5 => &mut self.account,
            6 => &mut self.domain,
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

impl Model for StreamLeaderElectedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            account: Field::unset(),
            stream: Field::unset(),
            leader: Field::unset(),
            replicas: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("account"),
                required("stream"),
                required("leader"),
                required("replicas"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.account,
            3 => &self.stream,
            4 => &self.leader,
            5 => &self.replicas,
            6 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.account,
            3 => &mut self.stream,
            4 => &mut self.leader,
            5 => &mut self.replicas,
            6 => &mut self.domain,
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

impl Model for StreamQuorumLostAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            account: Field::unset(),
            stream: Field::unset(),
            replicas: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                optional("account"),
                required("stream"),
                required("replicas"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.account,
            3 => &self.stream,
            4 => &self.replicas,
            5 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.account,
            3 => &mut self.stream,
            4 => &mut self.replicas,
            5 => &mut self.domain,
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

impl Model for TerminatedAdvisory {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            stream_seq: Field::unset(),
            consumer_seq: Field::unset(),
            deliveries: Field::unset(),
            domain: Field::unset(),
            reason: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("consumer"),
                required("stream_seq"),
                required("consumer_seq"),
                required("deliveries"),
                optional("domain"),
                optional("reason"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.consumer,
            4 => &self.stream_seq,
            5 => &self.consumer_seq,
            6 => &self.deliveries,
            7 => &self.domain,
            8 => &self.reason,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.consumer,
            4 => &mut self.stream_seq,
            5 => &mut self.consumer_seq,
            6 => &mut self.deliveries,
            7 => &mut self.domain,
            8 => &mut self.reason,
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

impl Model for ConsumerAckMetric {
    #[inline]
    fn empty() -> Self {
        Self {
            id: Field::unset(),
            timestamp: Field::unset(),
            stream: Field::unset(),
            consumer: Field::unset(),
            stream_seq: Field::unset(),
            consumer_seq: Field::unset(),
            ack_time: Field::unset(),
            deliveries: Field::unset(),
            domain: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("id"),
                required("timestamp"),
                required("stream"),
                required("consumer"),
                required("stream_seq"),
                required("consumer_seq"),
                required("ack_time").durations(),
                required("deliveries"),
                optional("domain"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.id,
            1 => &self.timestamp,
            2 => &self.stream,
            3 => &self.consumer,
            4 => &self.stream_seq,
            5 => &self.consumer_seq,
            6 => &self.ack_time,
            7 => &self.deliveries,
            8 => &self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.id,
            1 => &mut self.timestamp,
            2 => &mut self.stream,
            3 => &mut self.consumer,
            4 => &mut self.stream_seq,
            5 => &mut self.consumer_seq,
            6 => &mut self.ack_time,
            7 => &mut self.deliveries,
            8 => &mut self.domain,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            6 => &mut self.ack_time,
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

model!(
    ClientInfo, ApiAuditAdvisory, ApiLimitReachedAdvisory, ConsumerActionAdvisory,
    ConsumerGroupPinnedAdvisory, ConsumerGroupUnpinnedAdvisory,
    ConsumerLeaderElectedAdvisory, ConsumerPauseAdvisory, ConsumerQuorumLostAdvisory,
    DomainLeaderElectedAdvisory, MaxDeliverAdvisory, MetaRescueAdvisory, NakAdvisory,
    RestoreCompleteAdvisory, RestoreCreateAdvisory, ServerOutOfSpaceAdvisory,
    ServerRemovedAdvisory, SnapshotCompleteAdvisory, SnapshotCreateAdvisory,
    StreamActionAdvisory, StreamBatchAbandonedAdvisory, StreamLeaderElectedAdvisory,
    StreamQuorumLostAdvisory, TerminatedAdvisory, ConsumerAckMetric
);
