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
    Extra, Failed, Field, Model, Seen, Source, Writer, duration, into, model, walk,
};

impl Model for ClientInfo {
    const REQUIRED: &'static [&'static str] = &[];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        _seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "start" => into(from, &mut self.start)?,
            "stop" => into(from, &mut self.stop)?,
            "host" => into(from, &mut self.host)?,
            "id" => into(from, &mut self.id)?,
            "acc" => into(from, &mut self.acc)?,
            "svc" => into(from, &mut self.svc)?,
            "user" => into(from, &mut self.user)?,
            "name" => into(from, &mut self.name)?,
            "lang" => into(from, &mut self.lang)?,
            "ver" => into(from, &mut self.ver)?,
            "rtt" => duration(from, key, &mut self.rtt, &mut self.extra)?,
            "server" => into(from, &mut self.server)?,
            "cluster" => into(from, &mut self.cluster)?,
            "alts" => into(from, &mut self.alts)?,
            "jwt" => into(from, &mut self.jwt)?,
            "issuer_key" => into(from, &mut self.issuer_key)?,
            "name_tag" => into(from, &mut self.name_tag)?,
            "kind" => into(from, &mut self.kind)?,
            "client_type" => into(from, &mut self.client_type)?,
            "tags" => into(from, &mut self.tags)?,
            "client_id" => into(from, &mut self.client_id)?,
            "nonce" => into(from, &mut self.nonce)?,
            "reply" => into(from, &mut self.reply)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("start", &self.start)?;
        to.set("stop", &self.stop)?;
        to.set("host", &self.host)?;
        to.set("id", &self.id)?;
        to.set("acc", &self.acc)?;
        to.set("svc", &self.svc)?;
        to.set("user", &self.user)?;
        to.set("name", &self.name)?;
        to.set("lang", &self.lang)?;
        to.set("ver", &self.ver)?;
        to.set("rtt", &self.rtt)?;
        to.set("server", &self.server)?;
        to.set("cluster", &self.cluster)?;
        to.set("alts", &self.alts)?;
        to.set("jwt", &self.jwt)?;
        to.set("issuer_key", &self.issuer_key)?;
        to.set("name_tag", &self.name_tag)?;
        to.set("kind", &self.kind)?;
        to.set("client_type", &self.client_type)?;
        to.set("tags", &self.tags)?;
        to.set("client_id", &self.client_id)?;
        to.set("nonce", &self.nonce)?;
        to.set("reply", &self.reply)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ApiAuditAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "server",
        "subject",
        "response",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "server" => {
                seen.mark(2);
                into(from, &mut self.server)?;
            }
            "subject" => {
                seen.mark(3);
                into(from, &mut self.subject)?;
            }
            "response" => {
                seen.mark(4);
                into(from, &mut self.response)?;
            }
            "request" => into(from, &mut self.request)?,
            "client" => into(from, &mut self.client)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("server", &self.server)?;
        to.field("subject", &self.subject)?;
        to.field("response", &self.response)?;
        to.set("request", &self.request)?;
        to.set("client", &self.client)?;
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
        walk(path, "client", &mut self.client, visit);
    }
}

impl Model for ApiLimitReachedAdvisory {
    const REQUIRED: &'static [&'static str] = &["id", "timestamp", "server", "dropped"];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "server" => {
                seen.mark(2);
                into(from, &mut self.server)?;
            }
            "domain" => into(from, &mut self.domain)?,
            "dropped" => {
                seen.mark(3);
                into(from, &mut self.dropped)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("server", &self.server)?;
        to.set("domain", &self.domain)?;
        to.field("dropped", &self.dropped)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerActionAdvisory {
    const REQUIRED: &'static [&'static str] = &["id", "timestamp", "action", "stream"];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "action" => {
                seen.mark(2);
                into(from, &mut self.action)?;
            }
            "stream" => {
                seen.mark(3);
                into(from, &mut self.stream)?;
            }
            "consumer" => into(from, &mut self.consumer)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("action", &self.action)?;
        to.field("stream", &self.stream)?;
        to.set("consumer", &self.consumer)?;
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

impl Model for ConsumerGroupPinnedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "group",
        "pinned_id",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "account" => into(from, &mut self.account)?,
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "domain" => into(from, &mut self.domain)?,
            "group" => {
                seen.mark(4);
                into(from, &mut self.group)?;
            }
            "pinned_id" => {
                seen.mark(5);
                into(from, &mut self.pinned_id)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("account", &self.account)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.set("domain", &self.domain)?;
        to.field("group", &self.group)?;
        to.field("pinned_id", &self.pinned_id)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerGroupUnpinnedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "group",
        "reason",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "account" => into(from, &mut self.account)?,
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "domain" => into(from, &mut self.domain)?,
            "group" => {
                seen.mark(4);
                into(from, &mut self.group)?;
            }
            "reason" => {
                seen.mark(5);
                into(from, &mut self.reason)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("account", &self.account)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.set("domain", &self.domain)?;
        to.field("group", &self.group)?;
        to.field("reason", &self.reason)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerLeaderElectedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "leader",
        "replicas",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "account" => into(from, &mut self.account)?,
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "leader" => {
                seen.mark(4);
                into(from, &mut self.leader)?;
            }
            "replicas" => {
                seen.mark(5);
                into(from, &mut self.replicas)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("account", &self.account)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("leader", &self.leader)?;
        to.field("replicas", &self.replicas)?;
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
        walk(path, "replicas", &mut self.replicas, visit);
    }
}

impl Model for ConsumerPauseAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "paused",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "paused" => {
                seen.mark(4);
                into(from, &mut self.paused)?;
            }
            "pause_until" => into(from, &mut self.pause_until)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("paused", &self.paused)?;
        to.set("pause_until", &self.pause_until)?;
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

impl Model for ConsumerQuorumLostAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "replicas",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "account" => into(from, &mut self.account)?,
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "replicas" => {
                seen.mark(4);
                into(from, &mut self.replicas)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("account", &self.account)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("replicas", &self.replicas)?;
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
        walk(path, "replicas", &mut self.replicas, visit);
    }
}

impl Model for DomainLeaderElectedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "leader",
        "replicas",
        "cluster",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "leader" => {
                seen.mark(2);
                into(from, &mut self.leader)?;
            }
            "replicas" => {
                seen.mark(3);
                into(from, &mut self.replicas)?;
            }
            "cluster" => {
                seen.mark(4);
                into(from, &mut self.cluster)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("leader", &self.leader)?;
        to.field("replicas", &self.replicas)?;
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

    fn walk_fields(
        &mut self,
        path: &mut String,
        visit: &mut dyn FnMut(&str, &mut Extra),
    ) {
        walk(path, "replicas", &mut self.replicas, visit);
    }
}

impl Model for MaxDeliverAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "stream_seq",
        "deliveries",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "stream_seq" => {
                seen.mark(4);
                into(from, &mut self.stream_seq)?;
            }
            "deliveries" => {
                seen.mark(5);
                into(from, &mut self.deliveries)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("stream_seq", &self.stream_seq)?;
        to.field("deliveries", &self.deliveries)?;
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

impl Model for MetaRescueAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "server",
        "server_id",
        "prev_quorum",
        "new_quorum",
        "cluster",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "server" => {
                seen.mark(2);
                into(from, &mut self.server)?;
            }
            "server_id" => {
                seen.mark(3);
                into(from, &mut self.server_id)?;
            }
            "prev_quorum" => {
                seen.mark(4);
                into(from, &mut self.prev_quorum)?;
            }
            "new_quorum" => {
                seen.mark(5);
                into(from, &mut self.new_quorum)?;
            }
            "cluster" => {
                seen.mark(6);
                into(from, &mut self.cluster)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("server", &self.server)?;
        to.field("server_id", &self.server_id)?;
        to.field("prev_quorum", &self.prev_quorum)?;
        to.field("new_quorum", &self.new_quorum)?;
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

impl Model for NakAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "consumer_seq",
        "stream_seq",
        "deliveries",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "consumer_seq" => {
                seen.mark(4);
                into(from, &mut self.consumer_seq)?;
            }
            "stream_seq" => {
                seen.mark(5);
                into(from, &mut self.stream_seq)?;
            }
            "deliveries" => {
                seen.mark(6);
                into(from, &mut self.deliveries)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("consumer_seq", &self.consumer_seq)?;
        to.field("stream_seq", &self.stream_seq)?;
        to.field("deliveries", &self.deliveries)?;
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

impl Model for RestoreCompleteAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "start",
        "end",
        "bytes",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "start" => {
                seen.mark(3);
                into(from, &mut self.start)?;
            }
            "end" => {
                seen.mark(4);
                into(from, &mut self.end)?;
            }
            "bytes" => {
                seen.mark(5);
                into(from, &mut self.bytes)?;
            }
            "client" => into(from, &mut self.client)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("start", &self.start)?;
        to.field("end", &self.end)?;
        to.field("bytes", &self.bytes)?;
        to.set("client", &self.client)?;
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
        walk(path, "client", &mut self.client, visit);
    }
}

impl Model for RestoreCreateAdvisory {
    const REQUIRED: &'static [&'static str] = &["id", "timestamp", "stream"];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "client" => into(from, &mut self.client)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.set("client", &self.client)?;
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
        walk(path, "client", &mut self.client, visit);
    }
}

impl Model for ServerOutOfSpaceAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "server",
        "server_id",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => into(from, &mut self.stream)?,
            "server" => {
                seen.mark(2);
                into(from, &mut self.server)?;
            }
            "server_id" => {
                seen.mark(3);
                into(from, &mut self.server_id)?;
            }
            "cluster" => into(from, &mut self.cluster)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("stream", &self.stream)?;
        to.field("server", &self.server)?;
        to.field("server_id", &self.server_id)?;
        to.set("cluster", &self.cluster)?;
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

impl Model for ServerRemovedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "server",
        "server_id",
        "cluster",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "server" => {
                seen.mark(2);
                into(from, &mut self.server)?;
            }
            "server_id" => {
                seen.mark(3);
                into(from, &mut self.server_id)?;
            }
            "cluster" => {
                seen.mark(4);
                into(from, &mut self.cluster)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("server", &self.server)?;
        to.field("server_id", &self.server_id)?;
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

impl Model for SnapshotCompleteAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "start",
        "end",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "start" => {
                seen.mark(3);
                into(from, &mut self.start)?;
            }
            "end" => {
                seen.mark(4);
                into(from, &mut self.end)?;
            }
            "client" => into(from, &mut self.client)?,
            "domain" => into(from, &mut self.domain)?,
            "error" => into(from, &mut self.error)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("start", &self.start)?;
        to.field("end", &self.end)?;
        to.set("client", &self.client)?;
        to.set("domain", &self.domain)?;
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
        walk(path, "client", &mut self.client, visit);
    }
}

impl Model for SnapshotCreateAdvisory {
    const REQUIRED: &'static [&'static str] = &["id", "timestamp", "stream", "state"];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "state" => {
                seen.mark(3);
                into(from, &mut self.state)?;
            }
            "client" => into(from, &mut self.client)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("state", &self.state)?;
        to.set("client", &self.client)?;
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
        walk(path, "state", &mut self.state, visit);
        walk(path, "client", &mut self.client, visit);
    }
}

impl Model for StreamActionAdvisory {
    const REQUIRED: &'static [&'static str] = &["id", "timestamp", "action", "stream"];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "action" => {
                seen.mark(2);
                into(from, &mut self.action)?;
            }
            "stream" => {
                seen.mark(3);
                into(from, &mut self.stream)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("action", &self.action)?;
        to.field("stream", &self.stream)?;
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

impl Model for StreamBatchAbandonedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "reason",
        "stream",
        "batch",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "reason" => {
                seen.mark(2);
                into(from, &mut self.reason)?;
            }
            "stream" => {
                seen.mark(3);
                into(from, &mut self.stream)?;
            }
            "batch" => {
                seen.mark(4);
                into(from, &mut self.batch)?;
            }
            "account" => into(from, &mut self.account)?,
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("reason", &self.reason)?;
        to.field("stream", &self.stream)?;
        to.field("batch", &self.batch)?;
        to.set("account", &self.account)?;
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

impl Model for StreamLeaderElectedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "leader",
        "replicas",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "account" => into(from, &mut self.account)?,
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "leader" => {
                seen.mark(3);
                into(from, &mut self.leader)?;
            }
            "replicas" => {
                seen.mark(4);
                into(from, &mut self.replicas)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("account", &self.account)?;
        to.field("stream", &self.stream)?;
        to.field("leader", &self.leader)?;
        to.field("replicas", &self.replicas)?;
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
        walk(path, "replicas", &mut self.replicas, visit);
    }
}

impl Model for StreamQuorumLostAdvisory {
    const REQUIRED: &'static [&'static str] = &["id", "timestamp", "stream", "replicas"];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "account" => into(from, &mut self.account)?,
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "replicas" => {
                seen.mark(3);
                into(from, &mut self.replicas)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.set("account", &self.account)?;
        to.field("stream", &self.stream)?;
        to.field("replicas", &self.replicas)?;
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
        walk(path, "replicas", &mut self.replicas, visit);
    }
}

impl Model for TerminatedAdvisory {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "stream_seq",
        "consumer_seq",
        "deliveries",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "stream_seq" => {
                seen.mark(4);
                into(from, &mut self.stream_seq)?;
            }
            "consumer_seq" => {
                seen.mark(5);
                into(from, &mut self.consumer_seq)?;
            }
            "deliveries" => {
                seen.mark(6);
                into(from, &mut self.deliveries)?;
            }
            "domain" => into(from, &mut self.domain)?,
            "reason" => into(from, &mut self.reason)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("stream_seq", &self.stream_seq)?;
        to.field("consumer_seq", &self.consumer_seq)?;
        to.field("deliveries", &self.deliveries)?;
        to.set("domain", &self.domain)?;
        to.set("reason", &self.reason)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for ConsumerAckMetric {
    const REQUIRED: &'static [&'static str] = &[
        "id",
        "timestamp",
        "stream",
        "consumer",
        "stream_seq",
        "consumer_seq",
        "ack_time",
        "deliveries",
    ];

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

    fn read(
        &mut self,
        key: &str,
        from: &mut dyn Source,
        seen: &mut Seen,
    ) -> Result<bool, Failed> {
        match key {
            "id" => {
                seen.mark(0);
                into(from, &mut self.id)?;
            }
            "timestamp" => {
                seen.mark(1);
                into(from, &mut self.timestamp)?;
            }
            "stream" => {
                seen.mark(2);
                into(from, &mut self.stream)?;
            }
            "consumer" => {
                seen.mark(3);
                into(from, &mut self.consumer)?;
            }
            "stream_seq" => {
                seen.mark(4);
                into(from, &mut self.stream_seq)?;
            }
            "consumer_seq" => {
                seen.mark(5);
                into(from, &mut self.consumer_seq)?;
            }
            "ack_time" => {
                seen.mark(6);
                duration(from, key, &mut self.ack_time, &mut self.extra)?;
            }
            "deliveries" => {
                seen.mark(7);
                into(from, &mut self.deliveries)?;
            }
            "domain" => into(from, &mut self.domain)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("id", &self.id)?;
        to.field("timestamp", &self.timestamp)?;
        to.field("stream", &self.stream)?;
        to.field("consumer", &self.consumer)?;
        to.field("stream_seq", &self.stream_seq)?;
        to.field("consumer_seq", &self.consumer_seq)?;
        to.field("ack_time", &self.ack_time)?;
        to.field("deliveries", &self.deliveries)?;
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
