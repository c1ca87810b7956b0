//! The table of API levels is that of the servers.
#![allow(clippy::unwrap_used)]

use jsapi::AccountInfoRequest;
use jsapi::endpoint::{API_LEVELS, NEWEST_SERVER};
use jsapi_test_server::{Options, Server, Version};

/// The API level of a version by the table; 0 before the first level.
fn level_of(version: Version) -> u64 {
    let parsed = |text: &str| text.parse::<Version>().unwrap();
    let mut reached = API_LEVELS.iter().rev();
    let level = reached.find(|(since, _)| parsed(since) <= version);
    level.map_or(0, |(_, level)| u64::from(*level))
}

#[tokio::test]
async fn every_server_reports_the_level_of_the_table() {
    for version in Version::ALL {
        let server = Server::start(&Options::new().version(version)).unwrap();
        let ctx = jsapi_client::connect(server.url()).await.unwrap();
        let info = ctx.call(&AccountInfoRequest::new()).await.unwrap();
        assert_eq!(
            info.api.level.unwrap_or_default(),
            level_of(version),
            "{version}"
        );
    }
}

#[test]
fn the_newest_server_of_the_tests_is_the_newest_of_the_table() {
    assert_eq!(NEWEST_SERVER.parse(), Ok(Version::NEWEST));
}
