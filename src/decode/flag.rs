//! Flags: true and false, numbers (0 is false), "0"/"1", "true"/"false", and null, which is false.

use super::field::{Field, Fill};
use super::source::{Path, Scalar, Source};

/// A field that holds a flag.
#[derive(Clone, Debug, Default)]
pub(super) struct Flag(pub Field<bool>);

impl Fill for Flag {
    fn fill<S: Source>(&mut self, _: Path, value: S) -> Result<(), S::Error> {
        self.0 = value.scalar(|scalar| match scalar {
            Scalar::Flag(flag) => Field::Is(flag),
            Scalar::Int(number) => Field::Is(number != 0),
            Scalar::Float(number) => Field::Is(number != 0.0),
            Scalar::Text("1" | "true") => Field::Is(true),
            Scalar::Text("0" | "false") | Scalar::Null => Field::Is(false),
            Scalar::Text(_) | Scalar::Other => Field::Unreadable,
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::json;

    #[test]
    fn the_panels_shapes_of_a_flag_are_read_and_others_are_not() {
        let cases = [
            ("true", Field::Is(true)),
            ("false", Field::Is(false)),
            ("1", Field::Is(true)),
            ("3", Field::Is(true)),
            ("0", Field::Is(false)),
            ("0.0", Field::Is(false)),
            ("-1", Field::Is(true)),
            ("\"1\"", Field::Is(true)),
            ("\"0\"", Field::Is(false)),
            ("\"true\"", Field::Is(true)),
            ("\"false\"", Field::Is(false)),
            ("null", Field::Is(false)),
            ("\"yes\"", Field::Unreadable),
            ("\"\"", Field::Unreadable),
            ("[]", Field::Unreadable),
            ("{}", Field::Unreadable),
        ];
        for (text, expected) in cases {
            let mut flag = Flag::default();
            json::read(text, |source| flag.fill(Path::END, source)).expect(text);
            assert_eq!(flag.0, expected, "{text}");
        }
    }
}
