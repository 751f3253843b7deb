//! Flags: true and false, numbers (0 is false), "0"/"1", "true"/"false", and null, which is false.

use super::field::Field;
use super::source::{Scalar, Scalars, Slot};

impl Slot {
    /// The flag that is kept there.
    pub(super) fn flag(self, scalars: &Scalars<'_>) -> Field<bool> {
        match scalars.get(self) {
            Scalar::Absent => Field::Absent,
            Scalar::Flag(flag) => Field::Is(*flag),
            Scalar::Int(number) => Field::Is(*number != 0),
            Scalar::Float(number) => Field::Is(*number != 0.0),
            Scalar::Null => Field::Is(false),
            scalar => match scalar.text() {
                Some("1" | "true") => Field::Is(true),
                Some("0" | "false") => Field::Is(false),
                _ => Field::Unreadable,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Source;
    use crate::decode::json::read;

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
            let flag = read(text.as_bytes(), |source| {
                let slot = source.scalar()?;
                Ok(slot.flag(source.scalars()))
            });
            assert_eq!(flag, Ok(expected), "{text}");
        }
    }
}
