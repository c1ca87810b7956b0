// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::meta::{
    MetaLeaderStepdownRequest, MetaLeaderStepdownResponse, MetaRescueRequest,
    MetaRescueResponse, ServerEvacuateRequest, ServerEvacuateResponse,
    ServerRemoveRequest, ServerRemoveResponse,
};
use crate::model::{Extra, Field, Members, Model, Need, model, optional, required};

impl Model for MetaLeaderStepdownRequest {
    #[inline]
    fn empty() -> Self {
        Self {
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
        need.nested("placement", &self.placement);
    }
}

impl Model for MetaLeaderStepdownResponse {
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

impl Model for MetaRescueRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            quorum_needed: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("quorum_needed")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.quorum_needed,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.quorum_needed,
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
        need.field(5, "quorum_needed", !self.quorum_needed.is_unset());
    }
}

impl Model for MetaRescueResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            server: Field::unset(),
            server_id: Field::unset(),
            prev_quorum: Field::unset(),
            new_quorum: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("server"),
                required("server_id"),
                optional("prev_quorum"),
                optional("new_quorum"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.server,
            1 => &self.server_id,
            2 => &self.prev_quorum,
            3 => &self.new_quorum,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.server,
            1 => &mut self.server_id,
            2 => &mut self.prev_quorum,
            3 => &mut self.new_quorum,
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

impl Model for ServerEvacuateRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            peer: Field::unset(),
            peer_id: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("peer"), optional("peer_id")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.peer,
            1 => &self.peer_id,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.peer,
            1 => &mut self.peer_id,
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

impl Model for ServerEvacuateResponse {
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

impl Model for ServerRemoveRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            peer: Field::unset(),
            peer_id: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[optional("peer"), optional("peer_id")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.peer,
            1 => &self.peer_id,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.peer,
            1 => &mut self.peer_id,
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

impl Model for ServerRemoveResponse {
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

model!(
    MetaLeaderStepdownRequest, MetaLeaderStepdownResponse, MetaRescueRequest,
    MetaRescueResponse, ServerEvacuateRequest, ServerEvacuateResponse,
    ServerRemoveRequest, ServerRemoveResponse
);
