//! A service's own API, asked like the JetStream API.
//!
//! `build.rs` generates this module from `schemas/`: requests that
//! `jsapi_client::Context::call` takes, and what they are answered with.

include!(concat!(env!("OUT_DIR"), "/api.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use jsapi::request::{Operation, Request, SubjectBuilder};
    use std::time::Duration;

    #[test]
    fn a_request_of_ones_own_knows_its_subject_body_and_reply() {
        let request = ItemReserveRequest::new("bolts", 3).with_hold_for(Duration::from_secs(5));
        let mut subject = SubjectBuilder::new("inventory");
        request.subject(&mut subject).unwrap();
        assert_eq!(subject.finish(), "inventory.ITEM.RESERVE.bolts");
        assert_eq!(
            String::from_utf8(request.payload().unwrap()).unwrap(),
            r#"{"count":3,"hold_for":5000000000}"#
        );

        let reply = br#"{"type":"example.inventory.v1.item_reserve_response",
            "item":{"name":"bolts","left":39,"state":"plenty","colour":"grey"},"until":"2026-11-20T18:00:00Z"}"#;
        let reply = jsapi::decode::<ItemReserveRequest>(reply).unwrap();
        assert_eq!(reply.item.left, 39);
        assert_eq!(reply.item.state, Some(StockState::Plenty));
        assert!(reply.item.extra.get("colour").is_some());
        assert_eq!(ItemReserveRequest::RESPONSE_TYPES.len(), 1);
    }

    #[test]
    fn its_errors_are_typed_too() {
        let reply = br#"{"type":"example.inventory.v1.item_reserve_response",
            "error":{"code":404,"description":"no such item"}}"#;
        let error = jsapi::decode::<ItemReserveRequest>(reply).unwrap_err();
        assert!(matches!(error, jsapi::DecodeError::Api(error) if error.code == 404));
    }
}
