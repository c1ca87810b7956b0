//! Points in time: RFC 3339 on the wire, `OffsetDateTime` here.
//!
//! Servers write Go's zero time, the first instant of the year 1, where there
//! is no time to tell: for the first message of an empty stream, or for a pause
//! that has ended. It is `None` in a field that may be without, and [`ZERO`] in
//! one that may not.

use ::time::format_description::well_known::Rfc3339;

use crate::model::{Failed, Field, Null, Sink, Source};

#[doc(no_inline)]
pub use ::time::OffsetDateTime;

/// Go's zero time, `0001-01-01T00:00:00Z`: no time at all.
pub const ZERO: OffsetDateTime = match OffsetDateTime::from_unix_timestamp(-62_135_596_800) {
    Ok(zero) => zero,
    // Cannot be: the year 1 is in range. A const has no other way to say so.
    Err(_) => OffsetDateTime::UNIX_EPOCH,
};

/// An offset keeps as it was sent, and so does the fraction of a second: what a
/// server wrote is written back to the letter.
impl Field for OffsetDateTime {
    fn unset() -> Self {
        ZERO
    }

    fn is_unset(&self) -> bool {
        false
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let mut take = |text: &str| {
            *self = parse(text)?;
            Ok(())
        };
        from.text(&mut take, Null::Refused)
    }

    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        let mut take = |text: &str| {
            *field = Some(parse(text)?).filter(|time| *time != ZERO);
            Ok(())
        };
        from.text(&mut take, Null::Allowed)
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        // The longest is "9999-12-31T23:59:59.999999999+23:59", 35 bytes.
        let mut text = [0; 40];
        let mut rest = &mut text[..];
        if let Err(error) = self.format_into(&mut rest, &Rfc3339) {
            return Err(to.refuse(format_args!("{error}")));
        }
        let length = 40 - rest.len();
        let text = text
            .get(..length)
            .and_then(|text| std::str::from_utf8(text).ok());
        to.text(text.unwrap_or_default())
    }
}

fn parse(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map_err(|_| format!("{text:?} is not a time as in RFC 3339"))
}

#[cfg(test)]
mod tests {
    use serde_json::Deserializer;

    use super::*;
    use crate::model;

    fn read<F: Field>(json: &str) -> Result<F, serde_json::Error> {
        model::deserialize(&mut Deserializer::from_str(json))
    }

    fn write(time: &impl Field) -> Result<String, serde_json::Error> {
        let mut json = Vec::new();
        model::serialize(time, &mut serde_json::Serializer::new(&mut json))?;
        Ok(String::from_utf8_lossy(&json).into_owned())
    }

    #[test]
    fn a_time_is_written_back_to_the_letter() {
        for text in [
            r#""2026-11-20T16:49:22Z""#,
            r#""2026-11-20T16:49:22.28517812Z""#,
            r#""2026-11-20T16:49:22.000000001Z""#,
            r#""2026-11-20T16:49:22.1+05:30""#,
            r#""0001-01-01T00:00:00Z""#,
            r#""9999-12-31T23:59:59.999999999-23:59""#,
        ] {
            let time: OffsetDateTime = read(text).unwrap();
            assert_eq!(write(&time).unwrap(), text);
        }
    }

    #[test]
    fn the_zero_time_and_null_are_no_time() {
        assert_eq!(
            read::<Option<OffsetDateTime>>(r#""0001-01-01T00:00:00Z""#).unwrap(),
            None
        );
        assert_eq!(read::<Option<OffsetDateTime>>("null").unwrap(), None);
        assert_eq!(
            read::<OffsetDateTime>(r#""0001-01-01T00:00:00Z""#).unwrap(),
            ZERO
        );
        assert!(
            read::<Option<OffsetDateTime>>(r#""2026-11-20T16:49:22Z""#)
                .unwrap()
                .is_some()
        );
    }

    #[test]
    fn what_is_no_time_is_an_error_that_quotes_it() {
        for text in [
            r#""yesterday""#,
            r#""2026-11-20""#,
            r#""2026-11-20T16:49:22""#,
            r#""""#,
        ] {
            let error = read::<OffsetDateTime>(text).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
        assert!(read::<OffsetDateTime>("1").is_err());
    }

    #[test]
    fn a_year_beyond_rfc_3339_is_not_written() {
        let before = ZERO - ::time::Duration::days(800);
        assert!(write(&before).is_err());
    }
}
