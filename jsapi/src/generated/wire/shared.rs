// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::shared::{
    ApiError, ClusterInfo, DesiredClusterInfo, DesiredClusterInfoOrigin,
    DesiredClusterInfoStatus, DesiredPeerInfo, PeerInfo, Placement, SystemResponse,
};
use crate::model::{
    DurationField, Extra, Field, Members, Model, Need, model, optional, required,
};

impl Model for PeerInfo {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("name"),
                required("current"),
                required("active").durations(),
                optional("offline"),
                optional("lag"),
                optional("peer"),
                optional("pending"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.current,
            2 => &self.active,
            3 => &self.offline,
            4 => &self.lag,
            5 => &self.peer,
            6 => &self.pending,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.current,
            2 => &mut self.active,
            3 => &mut self.offline,
            4 => &mut self.lag,
            5 => &mut self.peer,
            6 => &mut self.pending,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let field: &mut dyn DurationField = match index {
            2 => &mut self.active,
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

impl Model for DesiredPeerInfo {
    #[inline]
    fn empty() -> Self {
        Self {
            name: Field::unset(),
            offline: Field::unset(),
            peer: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("name"), optional("offline"), required("peer")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.offline,
            2 => &self.peer,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.offline,
            2 => &mut self.peer,
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

impl Model for Placement {
    #[inline]
    fn empty() -> Self {
        Self {
            cluster: Field::unset(),
            tags: Field::unset(),
            preferred: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[optional("cluster"), optional("tags"), optional("preferred")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.cluster,
            1 => &self.tags,
            2 => &self.preferred,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.cluster,
            1 => &mut self.tags,
            2 => &mut self.preferred,
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
        need.field(1, "preferred", !self.preferred.is_unset());
    }
}

impl Model for DesiredClusterInfoOrigin {
    #[inline]
    fn empty() -> Self {
        Self {
            replicas: Field::unset(),
            placement: Field::unset(),
            retention: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("replicas"), optional("placement"), optional("retention")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.replicas,
            1 => &self.placement,
            2 => &self.retention,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.replicas,
            1 => &mut self.placement,
            2 => &mut self.retention,
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
    }
}

impl Model for DesiredClusterInfoStatus {
    #[inline]
    fn empty() -> Self {
        Self {
            description: Field::unset(),
            kind: Field::unset(),
            err: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("description"), required("type"), optional("err")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.description,
            1 => &self.kind,
            2 => &self.err,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.description,
            1 => &mut self.kind,
            2 => &mut self.err,
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

impl Model for DesiredClusterInfo {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("created"),
                optional("name"),
                optional("replicas"),
                optional("origin"),
                optional("status"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.created,
            1 => &self.name,
            2 => &self.replicas,
            3 => &self.origin,
            4 => &self.status,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.created,
            1 => &mut self.name,
            2 => &mut self.replicas,
            3 => &mut self.origin,
            4 => &mut self.status,
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
        need.nested("origin", &self.origin);
    }
}

impl Model for ClusterInfo {
    #[inline]
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

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("name"),
                optional("leader"),
                optional("replicas"),
                optional("leader_since"),
                optional("raft_group"),
                optional("system_account"),
                optional("traffic_account"),
                optional("desired"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.name,
            1 => &self.leader,
            2 => &self.replicas,
            3 => &self.leader_since,
            4 => &self.raft_group,
            5 => &self.system_account,
            6 => &self.traffic_account,
            7 => &self.desired,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.name,
            1 => &mut self.leader,
            2 => &mut self.replicas,
            3 => &mut self.leader_since,
            4 => &mut self.raft_group,
            5 => &mut self.system_account,
            6 => &mut self.traffic_account,
            7 => &mut self.desired,
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
        need.nested("desired", &self.desired);
    }
}

impl Model for ApiError {
    #[inline]
    fn empty() -> Self {
        Self {
            code: Field::unset(),
            description: Field::unset(),
            err_code: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[required("code"), optional("description"), optional("err_code")],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.code,
            1 => &self.description,
            2 => &self.err_code,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.code,
            1 => &mut self.description,
            2 => &mut self.err_code,
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

impl Model for SystemResponse {
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

model!(
    PeerInfo, DesiredPeerInfo, Placement, DesiredClusterInfoOrigin,
    DesiredClusterInfoStatus, DesiredClusterInfo, ClusterInfo, ApiError, SystemResponse
);
