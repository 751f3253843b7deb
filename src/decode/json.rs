//! The panel's JSON text as a source. A number beyond every float, such as `1e400`, is a value that is not understood and not
//! the end of the answer: whether it matters is for the computation to say.

use serde_json::Deserializer;
use serde_json::de::StrRead;

/// Reads the whole text with the given function, which may be called twice.
pub(super) fn read<T>(
    text: &str,
    read: impl Fn(&mut Deserializer<StrRead<'_>>) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let whole = |text: &str| {
        let mut source = Deserializer::from_str(text);
        let value = read(&mut source)?;
        source.end().map(|()| value)
    };
    whole(text).or_else(|error| match without_infinite_numbers(text) {
        Some(changed) => whole(&changed),
        None => Err(error),
    })
}

/// A value that no reader understands, in place of such a number.
const NOT_UNDERSTOOD: &str = "\"1e400\"";

/// The text with a string for each such number. `None` when there are none.
fn without_infinite_numbers(text: &str) -> Option<String> {
    let mut changed = String::new();
    let mut copied = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let length = match byte {
            b'"' => string_length(&bytes[at..]),
            b'-' | b'0'..=b'9' => {
                let length = bytes[at..].iter().take_while(|byte| is_of_a_number(**byte)).count();
                let number = &text[at..at + length];
                if is_infinite(number) {
                    changed.push_str(&text[copied..at]);
                    changed.push_str(NOT_UNDERSTOOD);
                    copied = at + length;
                }
                length
            }
            _ => 1,
        };
        at += length;
    }
    (copied > 0).then(|| changed + &text[copied..])
}

/// From the opening quote to the closing one, or to the end.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn is_of_a_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')
}

fn is_infinite(number: &str) -> bool {
    number.parse().is_ok_and(f64::is_infinite) && serde_json::from_str::<serde::de::IgnoredAny>(number).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::number::Number;
    use crate::decode::{Field, GroupError, Package, group::Page};
    use serde::de::Deserialize;

    fn number(text: &str) -> Option<Field<i64>> {
        read(text, |source| Number::deserialize(source))
            .ok()
            .map(|number| number.0)
    }

    #[test]
    fn a_number_beyond_every_float_is_there_and_not_understood() {
        let digits = "1".repeat(400);
        for text in ["1e400", "-1e400", "1E+400", " 1.5e999 ", digits.as_str()] {
            assert_eq!(number(text), Some(Field::Unreadable), "{text}");
        }
        assert_eq!(number("1e-400"), Some(Field::Is(0)));
    }

    #[test]
    fn what_is_no_json_stays_no_json() {
        for text in [
            "01e400", "1e400.", "+1e400", "1e400e1", "-e400", "1e400 1", "[1e400", "\"1e400", "",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn strings_that_spell_such_a_number_are_left_alone() {
        let text = r#"{"name": "\"1e400, \\", "a": 1e400, "b": [-1e400,1e400], "c": "1e400"}"#;
        let without = r#"{"name": "\"1e400, \\", "a": "1e400", "b": ["1e400","1e400"], "c": "1e400"}"#;
        assert_eq!(without_infinite_numbers(text).as_deref(), Some(without));
        assert_eq!(without_infinite_numbers(without), None);
    }

    #[test]
    fn an_answer_is_only_as_unknown_as_the_field_that_holds_such_a_number() {
        let package = |text: &str| Package::read_text(text).ok().and_then(Result::ok);
        let whole =
            r#"{"enabled": true, "memory": 1, "cpuCores": 1, "primaryStorage": 1, "traffic": 1e400, "id": 1e400}"#;
        assert_eq!(
            package(whole).map(|package| (package.id, package.memory)),
            Some((None, 1))
        );
        assert_eq!(package(&whole.replace("\"memory\": 1", "\"memory\": 1e400")), None);
        let page = Page::read_text(r#"{"data": [], "total": 1e400}"#)
            .expect("JSON")
            .expect("a page");
        assert_eq!(
            crate::decode::Group::assemble(vec![page]).err(),
            Some(GroupError::Paging("total"))
        );
    }
}
