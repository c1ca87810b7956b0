//! State that other modules keep in a context, by type.

use std::any::Any;
use std::sync::OnceLock;

/// Values of different types, each created on first use.
///
/// A list: reading takes no lock, and it has few entries.
#[derive(Default)]
pub(crate) struct Extensions(OnceLock<Box<Entry>>);

struct Entry {
    value: Box<dyn Any + Send + Sync>,
    next: Extensions,
}

impl Extensions {
    /// Returns the value of this type.
    pub(crate) fn get<T: Default + Send + Sync + 'static>(&self) -> &T {
        let mut at = self;
        loop {
            let entry = at.0.get_or_init(|| {
                Box::new(Entry {
                    value: Box::new(T::default()),
                    next: Extensions::default(),
                })
            });
            if let Some(value) = entry.value.downcast_ref() {
                return value;
            }
            at = &entry.next;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

    use super::*;

    #[test]
    fn each_type_has_one_value() {
        let extensions = Extensions::default();
        extensions.get::<AtomicU32>().store(1, Ordering::Relaxed);
        extensions.get::<AtomicU64>().store(2, Ordering::Relaxed);
        assert_eq!(extensions.get::<AtomicU32>().load(Ordering::Relaxed), 1);
        assert_eq!(extensions.get::<AtomicU64>().load(Ordering::Relaxed), 2);
    }
}
