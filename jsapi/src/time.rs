//! Points in time: RFC 3339 on the wire, `OffsetDateTime` here.
//!
//! Servers write Go's zero time, the first instant of the year 1, where there
//! is no time to tell: for the first message of an empty stream, or for a pause
//! that has ended. It is `None` in a field that may be without, and [`ZERO`] in
//! one that may not.

use ::time::format_description::well_known::Rfc3339;
use ::time::{Date, Month, Time};

use crate::model::{Failed, Field, Null, Sink, Source, parsed};

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

    fn reset(&mut self) {
        *self = Self::unset();
    }

    fn is_unset(&self) -> bool {
        false
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        *self = parsed(from, Null::Refused, parse)?.unwrap_or(ZERO);
        Ok(())
    }

    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        *field = parsed(from, Null::Allowed, parse)?.filter(|time| *time != ZERO);
        Ok(())
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
    match utc(text.as_bytes()) {
        Some(time) => Ok(time),
        None => OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| format!("{text:?} is not a time as in RFC 3339")),
    }
}

/// A time as servers write it, `2026-11-20T16:49:22.28517812Z`. All else of RFC 3339 is
/// the library's, which takes four times as long.
fn utc(text: &[u8]) -> Option<OffsetDateTime> {
    let (seconds, fraction) = text.split_first_chunk::<19>()?;
    let [
        year @ ..,
        b'-',
        _,
        _,
        b'-',
        _,
        _,
        b'T',
        _,
        _,
        b':',
        _,
        _,
        b':',
        _,
        _,
    ] = seconds
    else {
        return None;
    };
    let two = |at: usize| number(seconds.get(at..at + 2)?)?.try_into().ok();
    let month = Month::try_from(two(5)?).ok()?;
    let date = Date::from_calendar_date(number(year)?.try_into().ok()?, month, two(8)?).ok()?;
    let nanos = match fraction.strip_suffix(b"Z")? {
        [] => 0,
        [b'.', digits @ ..] => number(digits)? * 10u32.pow(9u32.checked_sub(digits.len() as u32)?),
        _ => return None,
    };
    let time = Time::from_hms_nano(two(11)?, two(14)?, two(17)?, nanos).ok()?;
    Some(OffsetDateTime::new_utc(date, time))
}

/// A number of one to nine digits.
fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
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
    fn a_time_is_read_as_the_library_reads_it() {
        let mut times = Vec::new();
        for text in ["2026-11-20T16:49:22.28517812Z", "2024-02-29T23:59:59Z"] {
            times.push(text.to_owned());
            for at in 0..text.len() {
                for other in ["", "0", "9", "/", ":", ".", "Z", "z", "+", "-", "é", "00"] {
                    times.push(format!("{}{other}{}", &text[..at], &text[at + 1..]));
                    times.push(format!("{}{other}{}", &text[..at], &text[at..]));
                }
            }
        }
        let read = |text: &String| parse(text).ok();
        for text in &times {
            let theirs = OffsetDateTime::parse(text, &Rfc3339).ok();
            assert_eq!(read(text), theirs, "{text}");
        }
        assert!(times.iter().filter(|time| read(time).is_some()).count() > 50);
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
