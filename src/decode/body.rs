//! Checks that a body is JSON text: UTF-8, not nested too deep, and if not JSON, where reading stopped.

use std::str::from_utf8;

use serde::de::{Deserialize, IgnoredAny};

use crate::failure::Cause;

/// How deep an answer may nest. The panel's answers nest six levels.
const MAX_DEPTH: usize = 64;

/// Deserializes a whole body.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Cause> {
    let text = text(body)?;
    serde_json::from_str(text).map_err(|error| not_json(text, &error))
}

/// The text of a body, if it is UTF-8 and not nested too deep.
pub(super) fn text(body: &[u8]) -> Result<&str, Cause> {
    let text = from_utf8(body).map_err(|_| Cause::NotUtf8)?;
    if is_too_deep(text) {
        Err(Cause::TooDeep)
    } else {
        Ok(text)
    }
}

/// Checks that a body is JSON and nests at most 64 levels.
///
/// # Errors
///
/// [`Cause::NotUtf8`], [`Cause::TooDeep`], or [`Cause::NotJson`] with the byte where reading stopped.
pub fn check(body: impl AsRef<[u8]>) -> Result<(), Cause> {
    read::<IgnoredAny>(body.as_ref()).map(|_| ())
}

/// The cause for an error of serde.
pub(super) fn not_json(text: &str, error: &serde_json::Error) -> Cause {
    Cause::NotJson(Some(stopped_at(text, error)))
}

/// The byte where reading stopped, counted from 0: the first one that JSON does not allow there, or the end. For a control
/// character in a string it may be the byte before.
fn stopped_at(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    // Serde counts lines from 1, and columns in bytes from 1.
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    (before + error.column()).saturating_sub(1)
}

/// Whether lists and objects nest deeper than [`MAX_DEPTH`]. Checked here because `serde_json` skips values at any depth.
fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' if depth == MAX_DEPTH => return true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_may_nest_at_most_64_levels() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let objects = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        assert_eq!(check(nested(64)), Ok(()));
        assert_eq!(check(nested(65)), Err(Cause::TooDeep));
        assert_eq!(check(objects(64)), Ok(()));
        assert_eq!(check(objects(65)), Err(Cause::TooDeep));
        assert_eq!(check(format!("[{}]", vec!["[]"; 100].join(","))), Ok(()));
    }

    #[test]
    fn brackets_in_strings_do_not_count_as_levels() {
        let text = format!(r#"["\"{0}", "\\", "{0}"]"#, "[{".repeat(100));
        assert_eq!(check(&text), Ok(()));
    }

    #[test]
    fn a_body_that_is_not_json_is_reported_with_the_byte_where_reading_stopped() {
        let cases = [
            ("", 0),
            ("<html>", 0),
            ("\u{feff}{}", 0),
            ("{} x", 3),
            ("[1 2]", 3),
            ("[1,]", 3),
            ("{\"a\":1", 6),
            ("{\"a\": tru}", 9),
            ("{\"a\": nul,", 9),
            ("\n\n  x", 4),
            ("{\n\"é\": 1,\n  \"b\": ?\n}", 18),
            ("{\r\n  \"a\": 01\r\n}", 11),
            ("[\"a\\x\"]", 4),
            ("[1,\n", 4),
            ("[1]\n]", 4),
        ];
        for (text, byte) in cases {
            assert_eq!(check(text), Err(Cause::NotJson(Some(byte))), "{text:?}");
        }
    }

    #[test]
    fn a_body_that_is_not_utf_8_is_refused() {
        assert_eq!(check(b"{\"skipped\": \"\xff\"}"), Err(Cause::NotUtf8));
        assert_eq!(check(b"\xff"), Err(Cause::NotUtf8));
    }
}
