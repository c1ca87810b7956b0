// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::shared::{
    ApiError, ClusterInfo, DesiredClusterInfo, DesiredClusterInfoOrigin,
    DesiredClusterInfoStatus, DesiredPeerInfo, PeerInfo, Placement, SystemResponse,
};
use crate::model::{
    Extra, Failed, Field, Model, Need, Seen, Source, Writer, duration, into, model, walk,
};

impl Model for PeerInfo {
    const REQUIRED: &'static [&'static str] = &["name", "current", "active"];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            current: Field::unset(),
            active: Field::unset(),
            offline: Field::unset(),
            lag: Field::unset(),
            peer: Field::unset(),
            pending: Field::unset(),
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
            "current" => {
                seen.mark(1);
                into(from, &mut self.current)?;
            }
            "active" => {
                seen.mark(2);
                duration(from, key, &mut self.active, &mut self.extra)?;
            }
            "offline" => into(from, &mut self.offline)?,
            "lag" => into(from, &mut self.lag)?,
            "peer" => into(from, &mut self.peer)?,
            "pending" => into(from, &mut self.pending)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("name", &self.name)?;
        to.field("current", &self.current)?;
        to.field("active", &self.active)?;
        to.set("offline", &self.offline)?;
        to.set("lag", &self.lag)?;
        to.set("peer", &self.peer)?;
        to.set("pending", &self.pending)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for DesiredPeerInfo {
    const REQUIRED: &'static [&'static str] = &["name", "peer"];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            offline: Field::unset(),
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
            "name" => {
                seen.mark(0);
                into(from, &mut self.name)?;
            }
            "offline" => into(from, &mut self.offline)?,
            "peer" => {
                seen.mark(1);
                into(from, &mut self.peer)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("name", &self.name)?;
        to.set("offline", &self.offline)?;
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

impl Model for Placement {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            cluster: Field::unset(),
            tags: Field::unset(),
            preferred: Field::unset(),
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
            "cluster" => into(from, &mut self.cluster)?,
            "tags" => into(from, &mut self.tags)?,
            "preferred" => into(from, &mut self.preferred)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("cluster", &self.cluster)?;
        to.set("tags", &self.tags)?;
        to.set("preferred", &self.preferred)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn needs_fields(&self, need: &mut Need) {
        need.field(1, "preferred", !self.preferred.is_unset());
    }
}

impl Model for DesiredClusterInfoOrigin {
    const REQUIRED: &'static [&'static str] = &["replicas"];

    fn empty() -> Self {
        Self {
            replicas: Field::unset(),
            placement: Field::unset(),
            retention: Field::unset(),
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
            "replicas" => {
                seen.mark(0);
                into(from, &mut self.replicas)?;
            }
            "placement" => into(from, &mut self.placement)?,
            "retention" => into(from, &mut self.retention)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("replicas", &self.replicas)?;
        to.set("placement", &self.placement)?;
        to.set("retention", &self.retention)?;
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

impl Model for DesiredClusterInfoStatus {
    const REQUIRED: &'static [&'static str] = &["description", "type"];

    fn empty() -> Self {
        Self {
            description: Field::unset(),
            kind: Field::unset(),
            err: Field::unset(),
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
            "description" => {
                seen.mark(0);
                into(from, &mut self.description)?;
            }
            "type" => {
                seen.mark(1);
                into(from, &mut self.kind)?;
            }
            "err" => into(from, &mut self.err)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("description", &self.description)?;
        to.field("type", &self.kind)?;
        to.set("err", &self.err)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for DesiredClusterInfo {
    const REQUIRED: &'static [&'static str] = &["created"];

    fn empty() -> Self {
        Self {
            created: Field::unset(),
            name: Field::unset(),
            replicas: Field::unset(),
            origin: Field::unset(),
            status: Field::unset(),
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
            "created" => {
                seen.mark(0);
                into(from, &mut self.created)?;
            }
            "name" => into(from, &mut self.name)?,
            "replicas" => into(from, &mut self.replicas)?,
            "origin" => into(from, &mut self.origin)?,
            "status" => into(from, &mut self.status)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("created", &self.created)?;
        to.set("name", &self.name)?;
        to.set("replicas", &self.replicas)?;
        to.set("origin", &self.origin)?;
        to.set("status", &self.status)?;
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
        walk(path, "origin", &mut self.origin, visit);
        walk(path, "status", &mut self.status, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("origin", &self.origin);
    }
}

impl Model for ClusterInfo {
    const REQUIRED: &'static [&'static str] = &[];

    fn empty() -> Self {
        Self {
            name: Field::unset(),
            leader: Field::unset(),
            replicas: Field::unset(),
            leader_since: Field::unset(),
            raft_group: Field::unset(),
            system_account: Field::unset(),
            traffic_account: Field::unset(),
            desired: Field::unset(),
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
            "leader" => into(from, &mut self.leader)?,
            "replicas" => into(from, &mut self.replicas)?,
            "leader_since" => into(from, &mut self.leader_since)?,
            "raft_group" => into(from, &mut self.raft_group)?,
            "system_account" => into(from, &mut self.system_account)?,
            "traffic_account" => into(from, &mut self.traffic_account)?,
            "desired" => into(from, &mut self.desired)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.set("name", &self.name)?;
        to.set("leader", &self.leader)?;
        to.set("replicas", &self.replicas)?;
        to.set("leader_since", &self.leader_since)?;
        to.set("raft_group", &self.raft_group)?;
        to.set("system_account", &self.system_account)?;
        to.set("traffic_account", &self.traffic_account)?;
        to.set("desired", &self.desired)?;
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
        walk(path, "desired", &mut self.desired, visit);
    }

    fn needs_fields(&self, need: &mut Need) {
        need.nested("desired", &self.desired);
    }
}

impl Model for ApiError {
    const REQUIRED: &'static [&'static str] = &["code"];

    fn empty() -> Self {
        Self {
            code: Field::unset(),
            description: Field::unset(),
            err_code: Field::unset(),
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
            "code" => {
                seen.mark(0);
                into(from, &mut self.code)?;
            }
            "description" => into(from, &mut self.description)?,
            "err_code" => into(from, &mut self.err_code)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        to.field("code", &self.code)?;
        to.set("description", &self.description)?;
        to.set("err_code", &self.err_code)?;
        Ok(())
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl Model for SystemResponse {
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

model!(
    PeerInfo, DesiredPeerInfo, Placement, DesiredClusterInfoOrigin,
    DesiredClusterInfoStatus, DesiredClusterInfo, ClusterInfo, ApiError, SystemResponse
);
