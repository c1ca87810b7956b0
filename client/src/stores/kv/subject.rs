//! Where a bucket's keys live: its stream, and the subjects of that.

use jsapi::endpoint::STREAM_INFO;
use jsapi::name::DomainName;
use jsapi::request::MAX_SUBJECT;
use jsapi::{ApiPrefix, BucketName, StreamConfig};

use crate::error::{Error, Invalid, Mismatch, Result};

/// What every key's subject begins with.
const ROOT: &str = "$KV.";

/// What the name of a bucket's stream begins with.
const STREAM: &str = "KV_";

/// The stream of a bucket.
pub(super) fn stream_name(bucket: &str) -> String {
    format!("{STREAM}{bucket}")
}

/// The bucket that a stream is, by its name.
pub(super) fn bucket_of_stream(stream: &str) -> Option<&str> {
    stream.strip_prefix(STREAM)
}

/// The subject of the keys of a bucket that a filter takes in.
pub(super) fn subject_of(bucket: &str, keys: &str) -> String {
    format!("{ROOT}{bucket}.{keys}")
}

/// What puts the API of another domain within reach.
pub(super) fn api_of_domain(domain: &DomainName) -> String {
    ApiPrefix::of_domain(domain).into()
}

/// Where one bucket is read and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subjects {
    /// What the subjects in the stream begin with, a dot included.
    read: String,
    /// What the subjects to publish to begin with, a dot included.
    write: String,
    /// The stream that acknowledges what is written.
    pub(super) written_to: String,
}

impl Subjects {
    /// Those of an ordinary bucket, as a context with this prefix reaches it.
    pub(super) fn ordinary(api_prefix: &str, bucket: &str) -> Self {
        let read = subject_of(bucket, "");
        Self {
            write: through(api_prefix, &read),
            read,
            written_to: stream_name(bucket),
        }
    }

    /// Those of a bucket with this configuration.
    ///
    /// A mirror holds the subjects of its origin, and what is written goes to the
    /// origin.
    pub(super) fn of(api_prefix: &str, bucket: &str, config: &StreamConfig) -> Result<Self> {
        let Some(mirror) = &config.mirror else {
            return Ok(Self::ordinary(api_prefix, bucket));
        };
        let transform = mirror.subject_transforms.first();
        let filter = mirror.filter_subject.as_deref();
        let origin = filter
            .or(transform.map(|transform| transform.src.as_str()))
            .and_then(bucket_of_subject)
            .or_else(|| bucket_of_stream(&mirror.name));
        let Some(origin) = origin else {
            let why = format!("it is a mirror of {:?}, which is no bucket", mirror.name);
            return Err(no_bucket(&config.name, &why));
        };
        let there = subject_of(origin, "");
        let external = mirror
            .external
            .as_ref()
            .map(|external| external.api.as_str());
        let held_as = transform
            .and_then(|transform| bucket_of_subject(&transform.dest))
            .unwrap_or(origin);
        Ok(Self {
            read: subject_of(held_as, ""),
            write: through(external.unwrap_or(api_prefix), &there),
            written_to: stream_name(origin),
        })
    }

    /// The subject of a key in the stream.
    pub(super) fn read(&self, key: &str) -> Result<String> {
        check_foreign(key)?;
        joined(&self.read, key)
    }

    /// The subject of keys in the stream, which may have wildcards.
    pub(super) fn filter(&self, keys: &str) -> Result<String> {
        check_filter(keys)?;
        joined(&self.read, keys)
    }

    /// The subject to publish a key with a value to.
    pub(super) fn write(&self, key: &str) -> Result<String> {
        check_key(key)?;
        joined(&self.write, key)
    }

    /// The subject to publish the removal of a key to.
    pub(super) fn remove(&self, key: &str) -> Result<String> {
        check_foreign(key)?;
        joined(&self.write, key)
    }

    /// Where the key begins in a subject of the stream; `None` when it is no key of
    /// the bucket.
    pub(super) fn key_at(&self, subject: &str) -> Option<usize> {
        let at = self.read.len();
        (subject.len() > at && subject.starts_with(&self.read)).then_some(at)
    }
}

/// The error for a stream that is there and is no bucket.
pub(super) fn no_bucket(stream: &str, why: &str) -> Error {
    Error::mismatch(
        STREAM_INFO.verb,
        Mismatch::NotAStore {
            stream: stream.to_owned(),
            store: "a key-value bucket",
            reason: why.to_owned(),
        },
    )
}

/// Whether everything that one filter takes in, another one does too.
pub(super) fn covers(filter: &str, other: &str) -> bool {
    let mut tokens = other.split('.');
    for wanted in filter.split('.') {
        match (wanted, tokens.next()) {
            (_, None) => return false,
            (">", Some(_)) => return true,
            ("*", Some(token)) if token != ">" => {}
            (wanted, Some(token)) if wanted == token => {}
            _ => return false,
        }
    }
    tokens.next().is_none()
}

/// How a subject is published to in the domain of an API prefix.
///
/// Servers map `$JS.<domain>.API.$KV.>` to `$KV.>` (generateJSMappingTable in the
/// server's jetstream.go), and an import of the API may do the same.
fn through(api_prefix: &str, subject: &str) -> String {
    if api_prefix == &*ApiPrefix::default() {
        subject.to_owned()
    } else {
        format!("{api_prefix}.{subject}")
    }
}

/// The bucket in `$KV.<bucket>.<keys>`.
fn bucket_of_subject(subject: &str) -> Option<&str> {
    let (bucket, _) = subject.strip_prefix(ROOT)?.split_once('.')?;
    BucketName::try_from(bucket).is_ok().then_some(bucket)
}

fn joined(prefix: &str, key: &str) -> Result<String> {
    let bytes = prefix.len() + key.len();
    if bytes > MAX_SUBJECT {
        return Err(wrong(
            "key",
            key,
            &format!("makes a subject of {bytes} bytes"),
        ));
    }
    // Of exactly this size: as a subject, it is then not moved once more.
    let mut subject = String::with_capacity(bytes);
    subject.push_str(prefix);
    subject.push_str(key);
    Ok(subject)
}

/// A key: ADR-8 has `-`, `/`, `_`, `=`, `.`, letters and digits, and no dot at an
/// end. Two dots in a row are no subject.
fn check_key(key: &str) -> Result<()> {
    let strange = |char: char| !is_of_key(char);
    check("key", key, strange, |token| token.is_empty())
}

/// A key that another writer may have stored: whatever is a subject, without wildcards.
fn check_foreign(key: &str) -> Result<()> {
    let strange = |char: char| is_of_no_subject(char) || matches!(char, '*' | '>');
    check("key", key, strange, |token| token.is_empty())
}

/// Keys: tokens may be `*`, and the last one `>`.
pub(super) fn check_filter(keys: &str) -> Result<()> {
    let strange = is_of_no_subject;
    let wild = |token: &str| token.len() > 1 && token.contains(['*', '>']);
    check("key filter", keys, strange, |token| {
        token.is_empty() || wild(token)
    })?;
    match keys.strip_suffix('>').unwrap_or(keys).contains('>') {
        true => Err(wrong("key filter", keys, "has a '>' before its end")),
        false => Ok(()),
    }
}

fn is_of_no_subject(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

fn is_of_key(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '/' | '_' | '=' | '.')
}

fn check(
    what: &str,
    key: &str,
    strange: impl Fn(char) -> bool,
    wrong_token: impl Fn(&str) -> bool,
) -> Result<()> {
    if key.is_empty() {
        return Err(wrong(what, key, "is empty"));
    }
    if let Some(char) = key.chars().find(|&char| strange(char)) {
        return Err(wrong(what, key, &format!("has {char:?}")));
    }
    match key.split('.').find(|token| wrong_token(token)) {
        Some("") => Err(wrong(what, key, "has a dot at an end, or two in a row")),
        Some(token) => Err(wrong(
            what,
            key,
            &format!("has {token:?}, a wildcard is a whole token"),
        )),
        None => Ok(()),
    }
}

fn wrong(what: &str, key: &str, why: &str) -> Error {
    // A key that is too long says so, and is not shown whole.
    let shown: String = key.chars().take(100).collect();
    Error::invalid(
        "key-value",
        Invalid::Name(format!("{what} {shown:?} {why}").into()),
    )
}

#[cfg(test)]
mod tests {
    use jsapi::{ExternalStreamSource, StreamSource, SubjectTransform};

    use super::*;

    fn mirror_of(source: StreamSource) -> Result<Subjects> {
        let config = StreamConfig::new("KV_M").with_mirror(source);
        Subjects::of("$JS.API", "M", &config)
    }

    #[test]
    fn keys_are_those_of_the_specification() {
        let subjects = Subjects::ordinary("$JS.API", "B");
        for key in ["a", "a.b", "-/_=.x", "A0", "_kv.x", "=", &"k".repeat(3000)] {
            assert_eq!(subjects.read(key).unwrap(), format!("$KV.B.{key}"));
            assert_eq!(subjects.write(key).unwrap(), format!("$KV.B.{key}"));
        }
        for key in [
            "",
            ".",
            ".a",
            "a.",
            "a..b",
            "*",
            "a.*",
            ">",
            "a.>",
            "a b",
            "a\tb",
            "a\r\nb",
            "a\0b",
            "a\u{7f}",
            &"k".repeat(5000),
        ] {
            for result in [
                subjects.read(key),
                subjects.write(key),
                subjects.remove(key),
            ] {
                assert!(matches!(result, Err(Error::Invalid { .. })), "{key:?}");
            }
        }
    }

    #[test]
    fn keys_that_others_stored_are_read_and_removed_and_not_written() {
        let subjects = Subjects::ordinary("$JS.API", "B");
        for key in ["ä", "名", "a:b", "a,b", "$a", "\u{feff}a", "a\\b", "a\"b"] {
            let subject = format!("$KV.B.{key}");
            assert_eq!(subjects.read(key).unwrap(), subject);
            assert_eq!(subjects.remove(key).unwrap(), subject);
            assert_eq!(subjects.filter(key).unwrap(), subject);
            let result = subjects.write(key);
            assert!(matches!(result, Err(Error::Invalid { .. })), "{key:?}");
        }
    }

    #[test]
    fn filters_have_wildcards_where_subjects_have_them() {
        for keys in ["a", ">", "*", "a.*", "a.>", "*.b.*", "a.*.>"] {
            assert!(check_filter(keys).is_ok(), "{keys:?}");
        }
        for keys in [
            "", ".", "a.", ">.a", "a>", "a.>.b", "a*", "*a", "a b", ">>", "**",
        ] {
            assert!(check_filter(keys).is_err(), "{keys:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_quoted() {
        let Err(Error::Invalid { source, .. }) = check_key("a b") else {
            panic!("it was taken")
        };
        assert_eq!(source.to_string(), r#"key "a b" has ' '"#);
    }

    #[test]
    fn in_another_domain_keys_are_written_through_its_prefix() {
        let subjects = Subjects::ordinary("$JS.hub.API", "B");
        assert_eq!(subjects.read("a").unwrap(), "$KV.B.a");
        assert_eq!(subjects.write("a").unwrap(), "$JS.hub.API.$KV.B.a");
    }

    #[test]
    fn a_mirror_is_read_as_its_origin_and_written_to_it() {
        let subjects = mirror_of(StreamSource::new("KV_ORIGIN")).unwrap();
        assert_eq!(subjects.read("a").unwrap(), "$KV.ORIGIN.a");
        assert_eq!(subjects.write("a").unwrap(), "$KV.ORIGIN.a");
        assert_eq!(subjects.written_to, "KV_ORIGIN");

        let external = ExternalStreamSource::new("$JS.hub.API");
        let subjects = mirror_of(StreamSource::new("KV_ORIGIN").with_external(external)).unwrap();
        assert_eq!(subjects.read("a").unwrap(), "$KV.ORIGIN.a");
        assert_eq!(subjects.write("a").unwrap(), "$JS.hub.API.$KV.ORIGIN.a");
    }

    #[test]
    fn a_mirror_of_a_mirror_is_known_by_its_filter() {
        let through = StreamSource::new("MIRROR").with_filter_subject("$KV.ORIGIN.a.>");
        assert_eq!(mirror_of(through).unwrap().written_to, "KV_ORIGIN");
        assert!(matches!(
            mirror_of(StreamSource::new("MIRROR")),
            Err(Error::Mismatch { .. })
        ));

        let renamed = SubjectTransform::new("$KV.ORIGIN.>", "$KV.M.>");
        let renamed = StreamSource::new("KV_ORIGIN").with_subject_transforms([renamed]);
        let subjects = mirror_of(renamed).unwrap();
        assert_eq!(subjects.read("a").unwrap(), "$KV.M.a");
        assert_eq!(subjects.write("a").unwrap(), "$KV.ORIGIN.a");
    }

    #[test]
    fn the_key_of_a_subject_is_what_follows_the_bucket() {
        let subjects = Subjects::ordinary("$JS.API", "B");
        assert_eq!(
            subjects.key_at("$KV.B.a.b").map(|at| &"$KV.B.a.b"[at..]),
            Some("a.b")
        );
        for subject in ["$KV.B.", "$KV.C.a", "a", "$KV.BB.a"] {
            assert_eq!(subjects.key_at(subject), None, "{subject}");
        }
    }

    #[test]
    fn a_filter_covers_what_it_takes_in_whole() {
        for (filter, other, expected) in [
            ("a", "a", true),
            ("a", "b", false),
            ("*", "a", true),
            ("a", "*", false),
            ("*", ">", false),
            (">", "*.a.>", true),
            ("a.>", "a", false),
            ("a.>", "a.*", true),
            ("a.*", "a.>", false),
            ("*.*", "a.b.c", false),
        ] {
            assert_eq!(covers(filter, other), expected, "{filter} {other}");
        }
    }
}
