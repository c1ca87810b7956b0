// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::account::{
    AccountInfo, AccountInfoRequest, AccountLimits, AccountPurgeRequest,
    AccountPurgeResponse, AccountStreamCancelMoveRequest, AccountStreamMoveRequest,
    AccountTier, ApiStats,
};
use crate::model::{Extra, Field, Members, Model, model, optional, required};

impl Model for AccountLimits {
    #[inline]
    fn empty() -> Self {
        Self {
            max_memory: Field::unset(),
            max_storage: Field::unset(),
            max_streams: Field::unset(),
            max_consumers: Field::unset(),
            max_bytes_required: Field::unset(),
            max_ack_pending: Field::unset(),
            memory_max_stream_bytes: Field::unset(),
            storage_max_stream_bytes: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("max_memory"),
                required("max_storage"),
                required("max_streams"),
                required("max_consumers"),
                optional("max_bytes_required"),
                optional("max_ack_pending"),
                optional("memory_max_stream_bytes"),
                optional("storage_max_stream_bytes"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.max_memory,
            1 => &self.max_storage,
            2 => &self.max_streams,
            3 => &self.max_consumers,
            4 => &self.max_bytes_required,
            5 => &self.max_ack_pending,
            6 => &self.memory_max_stream_bytes,
            7 => &self.storage_max_stream_bytes,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.max_memory,
            1 => &mut self.max_storage,
            2 => &mut self.max_streams,
            3 => &mut self.max_consumers,
            4 => &mut self.max_bytes_required,
            5 => &mut self.max_ack_pending,
            6 => &mut self.memory_max_stream_bytes,
            7 => &mut self.storage_max_stream_bytes,
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

impl Model for AccountTier {
    #[inline]
    fn empty() -> Self {
        Self {
            memory: Field::unset(),
            storage: Field::unset(),
            reserved_memory: Field::unset(),
            reserved_storage: Field::unset(),
            streams: Field::unset(),
            consumers: Field::unset(),
            limits: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("memory"),
                required("storage"),
                optional("reserved_memory"),
                optional("reserved_storage"),
                required("streams"),
                required("consumers"),
                required("limits"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.memory,
            1 => &self.storage,
            2 => &self.reserved_memory,
            3 => &self.reserved_storage,
            4 => &self.streams,
            5 => &self.consumers,
            6 => &self.limits,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.memory,
            1 => &mut self.storage,
            2 => &mut self.reserved_memory,
            3 => &mut self.reserved_storage,
            4 => &mut self.streams,
            5 => &mut self.consumers,
            6 => &mut self.limits,
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

impl Model for ApiStats {
    #[inline]
    fn empty() -> Self {
        Self {
            level: Field::unset(),
            total: Field::unset(),
            errors: Field::unset(),
            inflight: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("level"),
                required("total"),
                required("errors"),
                optional("inflight"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.level,
            1 => &self.total,
            2 => &self.errors,
            3 => &self.inflight,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.level,
            1 => &mut self.total,
            2 => &mut self.errors,
            3 => &mut self.inflight,
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

impl Model for AccountInfo {
    #[inline]
    fn empty() -> Self {
        Self {
            memory: Field::unset(),
            storage: Field::unset(),
            reserved_memory: Field::unset(),
            reserved_storage: Field::unset(),
            streams: Field::unset(),
            consumers: Field::unset(),
            domain: Field::unset(),
            limits: Field::unset(),
            tiers: Field::unset(),
            api: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("memory"),
                required("storage"),
                optional("reserved_memory"),
                optional("reserved_storage"),
                required("streams"),
                required("consumers"),
                optional("domain"),
                required("limits"),
                optional("tiers"),
                required("api"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.memory,
            1 => &self.storage,
            2 => &self.reserved_memory,
            3 => &self.reserved_storage,
            4 => &self.streams,
            5 => &self.consumers,
            6 => &self.domain,
            7 => &self.limits,
            8 => &self.tiers,
            9 => &self.api,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.memory,
            1 => &mut self.storage,
            2 => &mut self.reserved_memory,
            3 => &mut self.reserved_storage,
            4 => &mut self.streams,
            5 => &mut self.consumers,
            6 => &mut self.domain,
            7 => &mut self.limits,
            8 => &mut self.tiers,
            9 => &mut self.api,
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

impl Model for AccountPurgeResponse {
    #[inline]
    fn empty() -> Self {
        Self {
            initiated: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("initiated")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.initiated,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.initiated,
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

impl Model for AccountStreamMoveRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            account: String::new(),
            stream: String::new(),
            server: Field::unset(),
            cluster: Field::unset(),
            domain: Field::unset(),
            tags: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                optional("server"),
                optional("cluster"),
                optional("domain"),
                optional("tags"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.server,
            1 => &self.cluster,
            2 => &self.domain,
            3 => &self.tags,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.server,
            1 => &mut self.cluster,
            2 => &mut self.domain,
            3 => &mut self.tags,
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

impl Model for AccountInfoRequest {
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

impl Model for AccountPurgeRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            account: String::new(),
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

impl Model for AccountStreamCancelMoveRequest {
    #[inline]
    fn empty() -> Self {
        Self {
            account: String::new(),
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
    AccountLimits, AccountTier, ApiStats, AccountInfo, AccountPurgeResponse,
    AccountStreamMoveRequest, AccountInfoRequest, AccountPurgeRequest,
    AccountStreamCancelMoveRequest
);
