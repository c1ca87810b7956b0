//! Another bucket, whose keys are copied.

use jsapi::name::DomainName;
use jsapi::{ApiPrefix, BucketName, ExternalStreamSource, StreamSource, SubjectTransform};

use super::subject::{api_of_domain, check_filter, stream_name, subject_of};
use crate::error::Result;

/// Another bucket, whose keys a bucket copies, all of them or some.
///
/// ```
/// use jsapi_client::kv::{KvConfig, KvSource};
///
/// let config = KvConfig::new("ALL_ORDERS").sources(vec![
///     KvSource::bucket("ORDERS_EU").keys("open.>"),
///     KvSource::bucket("ORDERS_US").domain("us"),
/// ]);
/// assert!(config.stream_config().is_ok());
/// ```
///
/// What is not right about it is found with the rest of the configuration.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it is a part of KvConfig"]
pub struct KvSource(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Bucket(Origin),
    Stream(Box<StreamSource>),
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Origin {
    bucket: String,
    stream: Option<String>,
    keys: Vec<String>,
    place: Option<Place>,
}

#[derive(Clone, Debug, PartialEq)]
enum Place {
    Domain(String),
    Api(String),
}

impl KvSource {
    /// All keys of the bucket of this name.
    pub fn bucket(name: impl Into<String>) -> Self {
        Self(Kind::Bucket(Origin {
            bucket: name.into(),
            ..Origin::default()
        }))
    }

    /// A stream, in its own words: nothing is added to them.
    ///
    /// For what is no bucket, and for where to begin. Its transforms have to give
    /// the subjects that a bucket has.
    pub fn stream(source: StreamSource) -> Self {
        Self(Kind::Stream(Box::new(source)))
    }

    /// Only these keys; tokens may be `*`, and the last one `>`.
    ///
    /// May be said several times, for keys that do not overlap.
    pub fn keys(mut self, filter: impl Into<String>) -> Self {
        if let Kind::Bucket(origin) = &mut self.0 {
            origin.keys.push(filter.into());
        }
        self
    }

    /// The bucket is in another JetStream domain.
    pub fn domain(mut self, name: impl Into<String>) -> Self {
        if let Kind::Bucket(origin) = &mut self.0 {
            origin.place = Some(Place::Domain(name.into()));
        }
        self
    }

    /// The bucket is in another account, whose API is imported under this prefix.
    pub fn api_prefix(mut self, prefix: impl Into<String>) -> Self {
        if let Kind::Bucket(origin) = &mut self.0 {
            origin.place = Some(Place::Api(prefix.into()));
        }
        self
    }

    /// The bucket is read from this stream, which is a mirror of it.
    pub fn through_stream(mut self, name: impl Into<String>) -> Self {
        if let Kind::Bucket(origin) = &mut self.0 {
            origin.stream = Some(name.into());
        }
        self
    }

    /// As what a bucket mirrors. Subjects stay what they are.
    pub(super) fn mirrored(&self) -> Result<StreamSource> {
        let origin = match &self.0 {
            Kind::Stream(source) => return Ok((**source).clone()),
            Kind::Bucket(origin) => origin,
        };
        let mut source = origin.source()?;
        match origin.subjects()?.as_slice() {
            // The subject of a mirror of a mirror tells whose keys it has.
            [] if origin.stream.is_none() => {}
            [] => source.filter_subject = Some(subject_of(&origin.bucket, ">")),
            [one] => source.filter_subject = Some(one.clone()),
            several => source.subject_transforms = kept(several),
        }
        Ok(source)
    }

    /// As one of what is collected in `bucket`, under its subjects.
    pub(super) fn collected(&self, bucket: &BucketName) -> Result<StreamSource> {
        let origin = match &self.0 {
            Kind::Stream(source) => return Ok((**source).clone()),
            Kind::Bucket(origin) => origin,
        };
        let mut source = origin.source()?;
        let keys: &[String] = if origin.keys.is_empty() {
            &[">".to_owned()]
        } else {
            &origin.keys
        };
        let mut transforms = Vec::with_capacity(keys.len());
        for filter in keys {
            check_filter(filter)?;
            let from = subject_of(&origin.bucket, filter);
            transforms.push(SubjectTransform::new(
                from,
                subject_of(bucket, &renamed(filter)),
            ));
        }
        source.subject_transforms = transforms;
        Ok(source)
    }
}

impl Origin {
    fn source(&self) -> Result<StreamSource> {
        BucketName::try_from(&self.bucket)?;
        let name = match &self.stream {
            Some(stream) => jsapi::StreamName::try_from(stream)?.into(),
            None => stream_name(&self.bucket),
        };
        let mut source = StreamSource::new(name);
        source.external = match &self.place {
            None => None,
            Some(Place::Domain(name)) => Some(ExternalStreamSource::new(api_of_domain(
                &DomainName::try_from(name)?,
            ))),
            Some(Place::Api(prefix)) => {
                Some(ExternalStreamSource::new(ApiPrefix::try_from(prefix)?))
            }
        };
        Ok(source)
    }

    fn subjects(&self) -> Result<Vec<String>> {
        let subject = |filter: &String| {
            check_filter(filter)?;
            Ok(subject_of(&self.bucket, filter))
        };
        self.keys.iter().map(subject).collect()
    }
}

/// Transforms that only filter.
fn kept(subjects: &[String]) -> Vec<SubjectTransform> {
    subjects
        .iter()
        .map(|subject| SubjectTransform::new(subject, ""))
        .collect()
}

/// A filter as the destination of a transform from it.
fn renamed(filter: &str) -> String {
    let mut wildcards = 0;
    let tokens = filter.split('.').map(|token| match token {
        "*" => {
            wildcards += 1;
            format!("{{{{wildcard({wildcards})}}}}")
        }
        token => token.to_owned(),
    });
    tokens.collect::<Vec<_>>().join(".")
}
