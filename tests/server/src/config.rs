//! The configuration file of a server.

use std::fmt::Write;
use std::path::Path;

use crate::options::Options;
use crate::user::STANDARD_ACCOUNTS;
use crate::version::Version;

/// What a server is to others.
#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// None of the following.
    Single,
    /// One node of a cluster.
    Node {
        /// Where it listens for the other nodes.
        route: u16,
        /// Where all nodes listen, itself included.
        routes: Vec<u16>,
    },
    /// Takes leaf nodes in.
    Hub,
    /// A leaf node of the hub that listens there, with account `A` in account `A`.
    Leaf {
        /// Where the hub listens for leaf nodes.
        hub: u16,
    },
}

/// Where a server listens, known after its first start and kept from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ports {
    pub(crate) client: u16,
    pub(crate) monitor: u16,
    /// Of a hub.
    pub(crate) leaf: Option<u16>,
}

/// The text of the file.
pub(crate) fn text(
    options: &Options,
    role: &Role,
    version: Version,
    directory: &Path,
    ports: Option<Ports>,
) -> String {
    let mut text = String::new();
    let mut line = |arguments: std::fmt::Arguments<'_>| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{arguments}");
    };
    let name = quoted(&options.name);
    line(format_args!("server_name: {name}"));
    // For placement by tag.
    line(format_args!(
        "server_tags: [ {} ]",
        quoted(&format!("node:{}", options.name))
    ));
    line(format_args!("listen: {}", address(ports.map(|p| p.client))));
    line(format_args!("http: {}", address(ports.map(|p| p.monitor))));
    line(format_args!(
        "ports_file_dir: {}",
        quoted(&directory.to_string_lossy())
    ));
    if options.jetstream {
        line(format_args!("jetstream {{"));
        line(format_args!(
            "  store_dir: {}",
            quoted(&directory.join("store").to_string_lossy())
        ));
        line(format_args!("  max_memory_store: {}", options.max_memory));
        line(format_args!("  max_file_store: {}", options.max_file));
        if let Some(domain) = &options.domain {
            line(format_args!("  domain: {}", quoted(domain)));
        }
        // 2.10 ends on the unknown setting.
        if let Some(strict) = options.strict
            && version >= Version::new(2, 11, 0)
        {
            line(format_args!("  strict: {strict}"));
        }
        line(format_args!("}}"));
    }
    match role {
        Role::Single => {}
        Role::Node { route, routes } => {
            let routes: Vec<String> = routes
                .iter()
                .map(|port| quoted(&format!("nats-route://127.0.0.1:{port}")))
                .collect();
            line(format_args!("cluster {{"));
            line(format_args!("  name: C1"));
            line(format_args!("  listen: {}", address(Some(*route))));
            line(format_args!("  routes: [ {} ]", routes.join(", ")));
            line(format_args!("}}"));
        }
        Role::Hub => {
            let leaf = address(ports.and_then(|ports| ports.leaf));
            line(format_args!("leafnodes {{ listen: {leaf} }}"));
        }
        Role::Leaf { hub } => {
            let url = quoted(&format!("nats-leaf://a:a@127.0.0.1:{hub}"));
            line(format_args!(
                "leafnodes {{ remotes: [ {{ url: {url}, account: A }} ] }}"
            ));
        }
    }
    line(format_args!(
        "{}",
        options.accounts.as_deref().unwrap_or(STANDARD_ACCOUNTS)
    ));
    line(format_args!("{}", options.extra));
    text
}

/// A port of 127.0.0.1; -1 has the server take a free one.
fn address(port: Option<u16>) -> String {
    match port {
        Some(port) => format!("\"127.0.0.1:{port}\""),
        None => "\"127.0.0.1:-1\"".to_owned(),
    }
}

/// A string of the configuration format. Backslashes would begin escapes in it; Windows takes the
/// slash in paths as well.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "/").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(options: &Options, version: Version, ports: Option<Ports>) -> String {
        text(options, &Role::Hub, version, Path::new("d"), ports)
    }

    #[test]
    fn ports_are_free_ones_first_and_the_same_from_then_on() {
        let first = of(&Options::new(), Version::NEWEST, None);
        assert_eq!(first.matches("\"127.0.0.1:-1\"").count(), 3);
        let ports = Ports {
            client: 1001,
            monitor: 1002,
            leaf: Some(1003),
        };
        let again = of(&Options::new(), Version::NEWEST, Some(ports));
        for line in [
            "listen: \"127.0.0.1:1001\"",
            "http: \"127.0.0.1:1002\"",
            "leafnodes { listen: \"127.0.0.1:1003\" }",
        ] {
            assert!(again.contains(line), "{again}");
        }
    }

    #[test]
    fn strict_is_left_out_where_the_server_does_not_know_it() {
        let options = Options::new().strict(false);
        assert!(of(&options, Version::V2_11_11, None).contains("strict: false"));
        assert!(!of(&options, Version::V2_10_26, None).contains("strict"));
        assert!(!of(&Options::new(), Version::NEWEST, None).contains("strict"));
    }

    #[test]
    fn accounts_of_ones_own_replace_the_standard_ones() {
        let text = of(
            &Options::new().accounts("accounts { X {} }"),
            Version::NEWEST,
            None,
        );
        assert!(text.contains("accounts { X {} }") && !text.contains("no_auth_user"));
    }
}
