//! Timestamps: RFC 3339 in JSON, `OffsetDateTime` in Rust.
//!
//! If there is no time, servers send Go's zero time, the first instant of the year 1: for
//! example for the first message of an empty stream, or for a pause that has ended. It is
//! `None` in an optional field, and [`ZERO`] in a required one.

use std::fmt;

use ::time::{Date, Month, Time, UtcOffset};

use crate::codec::{Failed, Field, Null, Sink, Source, parsed};

#[doc(no_inline)]
pub use ::time::OffsetDateTime;

/// Go's zero time, `0001-01-01T00:00:00Z`, which means that no time is set.
pub const ZERO: OffsetDateTime = match OffsetDateTime::from_unix_timestamp(-62_135_596_800) {
    Ok(zero) => zero,
    // Unreachable: the year 1 is in range. A const cannot unwrap.
    Err(_) => OffsetDateTime::UNIX_EPOCH,
};

/// Parses an RFC 3339 time, such as `2026-11-20T16:49:22.28517812Z`.
///
/// Keeps the offset, and drops digits beyond nanoseconds. A leap second becomes the last
/// nanosecond before it.
///
/// ```
/// # fn main() -> Result<(), jsapi::time::TimeError> {
/// let time = jsapi::time::parse("2026-11-20T16:49:22.50+01:00")?;
/// assert_eq!(time.unix_timestamp(), 1_795_189_762);
/// assert_eq!(jsapi::time::format(time)?, "2026-11-20T16:49:22.5+01:00");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the text is not an RFC 3339 time. The error quotes it.
pub fn parse(text: &str) -> Result<OffsetDateTime, TimeError> {
    read(text.as_bytes()).ok_or_else(|| TimeError(format!("{text:?} is not an RFC 3339 time")))
}

/// Formats a time as in RFC 3339, with its offset and without trailing zeros.
///
/// # Errors
/// If the year is not from 0 to 9999, or the offset has seconds or is a day or more.
pub fn format(time: OffsetDateTime) -> Result<String, TimeError> {
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second, nanos) = time.to_hms_nano();
    let (offset_hours, offset_minutes, offset_seconds) = time.offset().as_hms();
    if !(0..=9999).contains(&year) {
        let reason = format!("year {year} is not from 0 to 9999, as RFC 3339 requires");
        return Err(TimeError(reason));
    }
    if offset_seconds != 0 || offset_hours.unsigned_abs() > 23 {
        let reason = format!(
            "offset {} is not whole minutes of less than a day, as RFC 3339 requires",
            time.offset()
        );
        return Err(TimeError(reason));
    }
    let month = u8::from(month);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanos != 0 {
        text.push_str(&format!(".{nanos:09}"));
        text.truncate(text.trim_end_matches('0').len());
    }
    if time.offset().is_utc() {
        text.push('Z');
    } else {
        let sign = if time.offset().is_negative() {
            '-'
        } else {
            '+'
        };
        let (hours, minutes) = (offset_hours.unsigned_abs(), offset_minutes.unsigned_abs());
        text.push_str(&format!("{sign}{hours:02}:{minutes:02}"));
    }
    Ok(text)
}

/// Error of a text that is not an RFC 3339 time, or of a time without such a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError(String);

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TimeError {}

/// Keeps the offset and the fraction of a second.
///
/// So a time is written back as the server sent it.
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
        *self = parsed(from, Null::Refused, taken)?.unwrap_or(ZERO);
        Ok(())
    }

    #[inline]
    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        *field = parsed(from, Null::Allowed, taken)?.filter(|time| *time != ZERO);
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        match format(*self) {
            Ok(text) => to.text(&text),
            Err(error) => Err(to.refuse(format_args!("{error}"))),
        }
    }
}

fn taken(text: &str) -> Result<OffsetDateTime, String> {
    parse(text).map_err(|error| error.0)
}

fn read(text: &[u8]) -> Option<OffsetDateTime> {
    // Any character may separate the date from the time: some write a space.
    let (seconds, rest) = text.split_first_chunk::<19>()?;
    let [
        year @ ..,
        b'-',
        _,
        _,
        b'-',
        _,
        _,
        _,
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
    let month = Month::try_from(two(seconds, 5)?).ok()?;
    let year = number(year)?.try_into().ok()?;
    let date = Date::from_calendar_date(year, month, two(seconds, 8)?).ok()?;
    let (nanos, rest) = fraction(rest)?;
    let offset = match rest {
        b"Z" => UtcOffset::UTC,
        _ => offset(rest)?,
    };

    let (hour, minute) = (two(seconds, 11)?, two(seconds, 14)?);
    match two(seconds, 17)? {
        60 => leap(date, hour, minute, offset),
        second => {
            let time = Time::from_hms_nano(hour, minute, second, nanos).ok()?;
            Some(OffsetDateTime::new_in_offset(date, time, offset))
        }
    }
}

/// Reads nanoseconds, and returns what follows them.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    const SECOND: u32 = 1_000_000_000;

    let [b'.', rest @ ..] = text else {
        return Some((0, text));
    };
    let (mut nanos, mut unit, mut rest) = (0, SECOND, rest);
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        // 0 after nine digits.
        unit /= 10;
        nanos += u32::from(digit - b'0') * unit;
        rest = after;
    }
    (unit < SECOND).then_some((nanos, rest))
}

#[cold]
#[inline(never)]
fn offset(text: &[u8]) -> Option<UtcOffset> {
    match text {
        b"z" => Some(UtcOffset::UTC),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (two(text, 1)?, two(text, 4)?);
            if hours > 23 {
                return None;
            }
            let sign = if *sign == b'-' { -1 } else { 1 };
            UtcOffset::from_hms(sign * hours as i8, sign * minutes as i8, 0).ok()
        }
        _ => None,
    }
}

/// Reads a leap second as the last instant before it.
#[cold]
#[inline(never)]
fn leap(date: Date, hour: u8, minute: u8, offset: UtcOffset) -> Option<OffsetDateTime> {
    let time = Time::from_hms_nano(hour, minute, 59, 999_999_999).ok()?;
    let time = OffsetDateTime::new_in_offset(date, time, offset);
    ends_month(time).then_some(time)
}

/// Returns whether a leap second may follow: only at the end of a month.
fn ends_month(time: OffsetDateTime) -> bool {
    OffsetDateTime::from_unix_timestamp(time.unix_timestamp()).is_ok_and(|time| {
        let last = time.month().length(time.year());
        (time.day(), time.hour(), time.minute()) == (last, 23, 59)
    })
}

/// Reads the two digits at `at`.
fn two(text: &[u8], at: usize) -> Option<u8> {
    number(text.get(at..at + 2)?)?.try_into().ok()
}

/// Reads a number of a few digits.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use ::time::format_description::well_known::Rfc3339;
    use serde_json::Deserializer;

    use super::*;
    use crate::codec;

    fn from_json<F: Field>(json: &str) -> Result<F, serde_json::Error> {
        codec::deserialize(&mut Deserializer::from_str(json))
    }

    fn to_json(time: &impl Field) -> Result<String, serde_json::Error> {
        let mut json = Vec::new();
        codec::serialize(time, &mut serde_json::Serializer::new(&mut json))?;
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
            let time: OffsetDateTime = from_json(text).unwrap();
            assert_eq!(to_json(&time).unwrap(), text);
        }
    }

    #[test]
    fn a_time_is_read_as_the_library_reads_it() {
        let mut times = Vec::new();
        for text in [
            "2026-11-20T16:49:22.28517812Z",
            "2024-02-29T23:59:59Z",
            "2026-11-20t16:49:22.123456789+05:30",
            "2016-12-31 23:59:60z",
            "2017-01-01T05:29:60.5+05:30",
            "2016-12-31T00:00:60-23:59",
            "9999-12-31T23:59:60-23:59",
            "9999-12-31T23:59:59.9999999999999999999999-23:59",
            "0000-01-01T00:00:00+23:59",
            "1900-02-28T23:59:60-00:00",
        ] {
            times.push(text.to_owned());
            for at in 0..text.len() {
                for other in [
                    "", "0", "1", "2", "3", "6", "9", "/", ":", ".", "Z", "z", "+", "-", " ", "é",
                    "00", "24", "60",
                ] {
                    times.push(format!("{}{other}{}", &text[..at], &text[at + 1..]));
                    times.push(format!("{}{other}{}", &text[..at], &text[at..]));
                    times.push(format!("{}{other}", &text[..at]));
                }
            }
        }
        let mut many = 0;
        for text in &times {
            let theirs = OffsetDateTime::parse(text, &Rfc3339).ok();
            let ours = parse(text).ok();
            // Equal times may have different offsets.
            let whole = |time: OffsetDateTime| (time.date(), time.time(), time.offset());
            assert_eq!(ours.map(whole), theirs.map(whole), "{text}");
            many += usize::from(ours.is_some());
        }
        assert!(many > 500, "{many}");
    }

    #[test]
    fn a_time_is_written_as_the_library_writes_it() {
        let mut times = 0;
        for date in [-1, 0, 1, 999, 2026, 9999] {
            let date = Date::from_calendar_date(date, Month::February, 3).unwrap();
            for nanos in [0, 1, 10, 120_000_000, 123_456_789, 999_999_999] {
                let time = Time::from_hms_nano(23, 4, 59, nanos).unwrap();
                for (hours, minutes, seconds) in [
                    (0, 0, 0),
                    (0, 1, 0),
                    (0, -1, 0),
                    (5, 30, 0),
                    (-23, -59, 0),
                    (0, 0, 1),
                    (0, 0, -1),
                    (1, 0, 1),
                    (24, 0, 0),
                    (-25, -59, 0),
                ] {
                    let offset = UtcOffset::from_hms(hours, minutes, seconds).unwrap();
                    let time = OffsetDateTime::new_in_offset(date, time, offset);
                    let ours = format(time).ok();
                    assert_eq!(ours, time.format(&Rfc3339).ok());
                    times += usize::from(ours.is_some());
                }
            }
        }
        assert_eq!(times, 5 * 6 * 5);
    }

    #[test]
    fn the_zero_time_and_null_are_no_time() {
        assert_eq!(
            from_json::<Option<OffsetDateTime>>(r#""0001-01-01T00:00:00Z""#).unwrap(),
            None
        );
        assert_eq!(from_json::<Option<OffsetDateTime>>("null").unwrap(), None);
        assert_eq!(
            from_json::<OffsetDateTime>(r#""0001-01-01T00:00:00Z""#).unwrap(),
            ZERO
        );
        assert!(
            from_json::<Option<OffsetDateTime>>(r#""2026-11-20T16:49:22Z""#)
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
            let error = from_json::<OffsetDateTime>(text).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
        assert!(from_json::<OffsetDateTime>("1").is_err());
    }

    #[test]
    fn a_year_beyond_rfc_3339_is_not_written() {
        let before = ZERO - ::time::Duration::days(800);
        assert!(to_json(&before).is_err());
    }
}
