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
use crate::model::{Extra, Field, Model, Seen, Writer, duration, model, value, walk};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        _seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "start" => self.start = value(map)?,
            "stop" => self.stop = value(map)?,
            "host" => self.host = value(map)?,
            "id" => self.id = value(map)?,
            "acc" => self.acc = value(map)?,
            "svc" => self.svc = value(map)?,
            "user" => self.user = value(map)?,
            "name" => self.name = value(map)?,
            "lang" => self.lang = value(map)?,
            "ver" => self.ver = value(map)?,
            "rtt" => duration(map, key, &mut self.rtt, &mut self.extra)?,
            "server" => self.server = value(map)?,
            "cluster" => self.cluster = value(map)?,
            "alts" => self.alts = value(map)?,
            "jwt" => self.jwt = value(map)?,
            "issuer_key" => self.issuer_key = value(map)?,
            "name_tag" => self.name_tag = value(map)?,
            "kind" => self.kind = value(map)?,
            "client_type" => self.client_type = value(map)?,
            "tags" => self.tags = value(map)?,
            "client_id" => self.client_id = value(map)?,
            "nonce" => self.nonce = value(map)?,
            "reply" => self.reply = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "server" => {
                seen.mark(2);
                self.server = value(map)?;
            }
            "subject" => {
                seen.mark(3);
                self.subject = value(map)?;
            }
            "response" => {
                seen.mark(4);
                self.response = value(map)?;
            }
            "request" => self.request = value(map)?,
            "client" => self.client = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "server" => {
                seen.mark(2);
                self.server = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            "dropped" => {
                seen.mark(3);
                self.dropped = value(map)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "action" => {
                seen.mark(2);
                self.action = value(map)?;
            }
            "stream" => {
                seen.mark(3);
                self.stream = value(map)?;
            }
            "consumer" => self.consumer = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "account" => self.account = value(map)?,
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            "group" => {
                seen.mark(4);
                self.group = value(map)?;
            }
            "pinned_id" => {
                seen.mark(5);
                self.pinned_id = value(map)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "account" => self.account = value(map)?,
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            "group" => {
                seen.mark(4);
                self.group = value(map)?;
            }
            "reason" => {
                seen.mark(5);
                self.reason = value(map)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "account" => self.account = value(map)?,
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "leader" => {
                seen.mark(4);
                self.leader = value(map)?;
            }
            "replicas" => {
                seen.mark(5);
                self.replicas = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "paused" => {
                seen.mark(4);
                self.paused = value(map)?;
            }
            "pause_until" => self.pause_until = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "account" => self.account = value(map)?,
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "replicas" => {
                seen.mark(4);
                self.replicas = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "leader" => {
                seen.mark(2);
                self.leader = value(map)?;
            }
            "replicas" => {
                seen.mark(3);
                self.replicas = value(map)?;
            }
            "cluster" => {
                seen.mark(4);
                self.cluster = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "stream_seq" => {
                seen.mark(4);
                self.stream_seq = value(map)?;
            }
            "deliveries" => {
                seen.mark(5);
                self.deliveries = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "server" => {
                seen.mark(2);
                self.server = value(map)?;
            }
            "server_id" => {
                seen.mark(3);
                self.server_id = value(map)?;
            }
            "prev_quorum" => {
                seen.mark(4);
                self.prev_quorum = value(map)?;
            }
            "new_quorum" => {
                seen.mark(5);
                self.new_quorum = value(map)?;
            }
            "cluster" => {
                seen.mark(6);
                self.cluster = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "consumer_seq" => {
                seen.mark(4);
                self.consumer_seq = value(map)?;
            }
            "stream_seq" => {
                seen.mark(5);
                self.stream_seq = value(map)?;
            }
            "deliveries" => {
                seen.mark(6);
                self.deliveries = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "start" => {
                seen.mark(3);
                self.start = value(map)?;
            }
            "end" => {
                seen.mark(4);
                self.end = value(map)?;
            }
            "bytes" => {
                seen.mark(5);
                self.bytes = value(map)?;
            }
            "client" => self.client = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "client" => self.client = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => self.stream = value(map)?,
            "server" => {
                seen.mark(2);
                self.server = value(map)?;
            }
            "server_id" => {
                seen.mark(3);
                self.server_id = value(map)?;
            }
            "cluster" => self.cluster = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "server" => {
                seen.mark(2);
                self.server = value(map)?;
            }
            "server_id" => {
                seen.mark(3);
                self.server_id = value(map)?;
            }
            "cluster" => {
                seen.mark(4);
                self.cluster = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "start" => {
                seen.mark(3);
                self.start = value(map)?;
            }
            "end" => {
                seen.mark(4);
                self.end = value(map)?;
            }
            "client" => self.client = value(map)?,
            "domain" => self.domain = value(map)?,
            "error" => self.error = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "state" => {
                seen.mark(3);
                self.state = value(map)?;
            }
            "client" => self.client = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "action" => {
                seen.mark(2);
                self.action = value(map)?;
            }
            "stream" => {
                seen.mark(3);
                self.stream = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "reason" => {
                seen.mark(2);
                self.reason = value(map)?;
            }
            "stream" => {
                seen.mark(3);
                self.stream = value(map)?;
            }
            "batch" => {
                seen.mark(4);
                self.batch = value(map)?;
            }
            "account" => self.account = value(map)?,
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "account" => self.account = value(map)?,
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "leader" => {
                seen.mark(3);
                self.leader = value(map)?;
            }
            "replicas" => {
                seen.mark(4);
                self.replicas = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "account" => self.account = value(map)?,
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "replicas" => {
                seen.mark(3);
                self.replicas = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "stream_seq" => {
                seen.mark(4);
                self.stream_seq = value(map)?;
            }
            "consumer_seq" => {
                seen.mark(5);
                self.consumer_seq = value(map)?;
            }
            "deliveries" => {
                seen.mark(6);
                self.deliveries = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            "reason" => self.reason = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => {
                seen.mark(0);
                self.id = value(map)?;
            }
            "timestamp" => {
                seen.mark(1);
                self.timestamp = value(map)?;
            }
            "stream" => {
                seen.mark(2);
                self.stream = value(map)?;
            }
            "consumer" => {
                seen.mark(3);
                self.consumer = value(map)?;
            }
            "stream_seq" => {
                seen.mark(4);
                self.stream_seq = value(map)?;
            }
            "consumer_seq" => {
                seen.mark(5);
                self.consumer_seq = value(map)?;
            }
            "ack_time" => {
                seen.mark(6);
                duration(map, key, &mut self.ack_time, &mut self.extra)?;
            }
            "deliveries" => {
                seen.mark(7);
                self.deliveries = value(map)?;
            }
            "domain" => self.domain = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error> {
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
