// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::generated::publish::{
    FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, PubAck,
};
use crate::model::{Extra, Field, Members, Model, model, optional, required};

impl Model for FastBatchFlowAck {
    #[inline]
    fn empty() -> Self {
        Self {
            seq: Field::unset(),
            msgs: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("seq"), required("msgs")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            1 => &self.msgs,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            1 => &mut self.msgs,
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

impl Model for FastBatchFlowErr {
    #[inline]
    fn empty() -> Self {
        Self {
            seq: Field::unset(),
            error: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("seq"), required("error")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.seq,
            1 => &self.error,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.seq,
            1 => &mut self.error,
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

impl Model for FastBatchFlowGap {
    #[inline]
    fn empty() -> Self {
        Self {
            last_seq: Field::unset(),
            seq: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[required("last_seq"), required("seq")]);
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.last_seq,
            1 => &self.seq,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.last_seq,
            1 => &mut self.seq,
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

impl Model for PubAck {
    #[inline]
    fn empty() -> Self {
        Self {
            stream: Field::unset(),
            seq: Field::unset(),
            duplicate: Field::unset(),
            domain: Field::unset(),
            batch: Field::unset(),
            count: Field::unset(),
            val: Field::unset(),
            extra: Extra::new(),
        }
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(
            &[
                required("stream"),
                required("seq"),
                optional("duplicate"),
                optional("domain"),
                optional("batch"),
                optional("count"),
                optional("val"),
            ],
        );
        &MEMBERS
    }

    #[inline]
    fn field(&self, index: usize) -> Option<&dyn Field> {
        let field: &dyn Field = match index {
            0 => &self.stream,
            1 => &self.seq,
            2 => &self.duplicate,
            3 => &self.domain,
            4 => &self.batch,
            5 => &self.count,
            6 => &self.val,
            _ => return None,
        };
        Some(field)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        let field: &mut dyn Field = match index {
            0 => &mut self.stream,
            1 => &mut self.seq,
            2 => &mut self.duplicate,
            3 => &mut self.domain,
            4 => &mut self.batch,
            5 => &mut self.count,
            6 => &mut self.val,
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

model!(FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, PubAck);
