//! Bytes of JSON text, eight at a time: how far a string or a row of digits goes. It knows no values and no errors; whoever
//! calls it looks at the byte where it stopped.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// The first eight bytes, the first one lowest.
#[inline(always)]
fn word(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

/// How many bytes come before the lowest one with a bit that is set.
fn bytes_before(bits: u64) -> usize {
    (bits.trailing_zeros() / 8) as usize
}

/// Sets the highest bit of each byte below `limit`, which is 128 at most. Bytes above the lowest of them may be marked wrongly.
fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGHS
}

/// Parts the bytes where plain text ends: before a quote, a backslash or a control character. And whether that text is ASCII.
#[inline(always)]
pub(super) fn plain_text(bytes: &[u8]) -> (&[u8], &[u8], bool) {
    let mut high = 0;
    let mut rest = bytes;
    while let Some(word) = word(rest) {
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let found = quote | backslash | below(word, b' ');
        if found != 0 {
            // The bits below the lowest mark.
            high |= word & (found - 1) & !found;
            let (text, rest) = bytes.split_at(bytes.len() - rest.len() + bytes_before(found));
            return (text, rest, high & HIGHS == 0);
        }
        high |= word;
        rest = &rest[8..];
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..b' ');
    let length = bytes.len() - rest.len() + rest.iter().take_while(is_plain).count();
    let (text, rest) = bytes.split_at(length);
    (text, rest, text.is_ascii())
}

/// How many bytes both begin with.
pub(super) fn same(one: &[u8], other: &[u8]) -> usize {
    let length = one.len().min(other.len());
    let (one, other) = (&one[..length], &other[..length]);
    let mut same = 0;
    for (one, other) in one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0) {
        let difference = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if difference != 0 {
            return same + bytes_before(difference);
        }
        same += 8;
    }
    let rest = one.iter().zip(other).skip(same);
    same + rest.take_while(|(one, other)| one == other).count()
}

/// What comes after these bytes, if they come first.
#[inline(always)]
pub(super) fn after<'a>(bytes: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let (first, rest) = bytes.split_at_checked(wanted.len())?;
    equal(first, wanted).then_some(rest)
}

/// Whether both, which are of one length, are the same: without a call, since they are mostly short. Blocks overlap at the end.
#[inline(always)]
fn equal(one: &[u8], other: &[u8]) -> bool {
    if let (Some(end), Some(other_end)) = (one.last_chunk::<32>(), other.last_chunk::<32>()) {
        let mut blocks = one.as_chunks::<32>().0.iter().zip(other.as_chunks::<32>().0);
        return end == other_end && blocks.all(|(one, other)| one == other);
    }
    if let (Some(end), Some(other_end)) = (one.last_chunk::<16>(), other.last_chunk::<16>()) {
        return end == other_end && one.first_chunk::<16>() == other.first_chunk::<16>();
    }
    if let (Some(end), Some(other_end)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        return end == other_end && one.first_chunk::<8>() == other.first_chunk::<8>();
    }
    one == other
}

/// A number of eight digits at most and nothing else: nearly all of the panel's.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainNumber {
    /// The digits, the first one in the lowest byte, with zeros before them.
    digits: u64,
    is_negative: bool,
}

impl PlainNumber {
    #[inline(always)]
    pub(super) fn value(self) -> i64 {
        let number = of_eight(self.digits).cast_signed();
        if self.is_negative { -number } else { number }
    }
}

/// The plain number that comes first, and what comes after it.
#[inline(always)]
pub(super) fn plain_number(bytes: &[u8]) -> Option<(PlainNumber, &[u8])> {
    let mut bytes = bytes;
    let mut first = word(bytes)?;
    let is_negative = first & 0xff == u64::from(b'-');
    if is_negative {
        bytes = bytes.get(1..)?;
        first = word(bytes)?;
    }
    let values = first ^ (ONES * u64::from(b'0'));
    let count = bytes_before(not_digits(values));
    let rest = bytes.get(count..)?;
    let ends = matches!(rest.first(), Some(b',' | b'}'));
    let has_leading_zero = values & 0xff == 0 && count > 1;
    if count == 0 || has_leading_zero || !ends {
        return None;
    }
    let digits = values << (64 - 8 * count);
    Some((PlainNumber { digits, is_negative }, rest))
}

/// What comes after the number that comes first, if it has a fraction, seven characters at most, and nothing else: a percentage.
#[inline(always)]
pub(super) fn after_decimal(bytes: &[u8]) -> Option<&[u8]> {
    let word = word(bytes)?;
    // The two lowest marks are right: only a byte above 127 spoils those after it, and is marked itself.
    let others = not_digits(word ^ (ONES * u64::from(b'0')));
    let point = bytes_before(others);
    let end = bytes_before(others & others.wrapping_sub(1));
    let has_leading_zero = bytes.first() == Some(&b'0') && point > 1;
    let rest = bytes.get(end..)?;
    let ends = matches!(rest.first(), Some(b',' | b'}'));
    (point > 0 && bytes.get(point) == Some(&b'.') && end > point + 1 && !has_leading_zero && ends).then_some(rest)
}

/// A word that JSON knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Null,
    Flag(bool),
}

/// The word that comes first, and what comes after it. What that may be is for the caller to know.
#[inline(always)]
pub(super) fn known_word(bytes: &[u8]) -> Option<(Word, &[u8])> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    match first {
        b"true" => Some((Word::Flag(true), rest)),
        b"null" => Some((Word::Null, rest)),
        b"fals" => Some((Word::Flag(false), rest.strip_prefix(b"e")?)),
        _ => None,
    }
}

/// Where a row of digits ends.
pub(super) fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = bytes.get(at..).and_then(word) {
        let others = not_digits(word ^ (ONES * u64::from(b'0')));
        if others != 0 {
            return at + bytes_before(others);
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Marks each byte above 9; as in [`below`], the lowest mark is right.
fn not_digits(values: u64) -> u64 {
    (values.wrapping_add(ONES * 0x76) | values) & HIGHS
}

/// The number that eight digits are, the first one in the lowest byte.
fn of_eight(digits: u64) -> u64 {
    const EVERY_FOURTH: u64 = 0x0000_00ff_0000_00ff;
    // Pairs, then fours, then all eight.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let first = (pairs & EVERY_FOURTH).wrapping_mul(100 + (1_000_000 << 32));
    let second = ((pairs >> 16) & EVERY_FOURTH).wrapping_mul(1 + (10_000 << 32));
    first.wrapping_add(second) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_at_the_first_byte_that_is_special_wherever_it_stands() {
        for special in [b'"', b'\\', 0, 0x1f, b'\n'] {
            for length in 0..40 {
                let text = vec![b'a'; length];
                let rest = [special, b'"', b'x', 0x01, 0xc3, 0xa9, b'"', b'y', b'z', b'"'];
                let bytes = [&text[..], &rest].concat();
                assert_eq!(
                    plain_text(&bytes),
                    (&text[..], &rest[..], true),
                    "{special} at {length}"
                );
            }
        }
        let text = "héllo wörld, ~\u{7f}\u{80}😀 and no end".as_bytes();
        assert_eq!(plain_text(text), (text, &[][..], false));
        assert_eq!(plain_text(b""), (&[][..], &[][..], true));
    }

    #[test]
    fn plain_text_is_told_to_be_ascii_or_not_by_what_comes_before_its_end() {
        for length in 1..40 {
            for high in 0..length {
                let mut text = vec![b'a'; length];
                text[high] = 0x80;
                for end in ["\"", "\"\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", ""] {
                    let bytes = [&text, end.as_bytes()].concat();
                    assert_eq!(plain_text(&bytes), (&text[..], end.as_bytes(), false));
                    let (_, _, is_ascii) = plain_text(&bytes[high + 1..]);
                    assert!(is_ascii, "{length} {high}");
                }
            }
        }
    }

    #[test]
    fn bytes_are_the_same_up_to_the_first_difference() {
        let text: Vec<u8> = (0..50).collect();
        for length in 0..50 {
            for at in 0..length {
                let mut other = text.clone();
                other[at] ^= 0x80;
                assert_eq!(same(&text[..length], &other), at);
                assert_eq!(same(&other, &text[..length]), at);
            }
            assert_eq!(same(&text[..length], &text), length);
            assert_eq!(same(&text, &text[..length]), length);
        }
    }

    #[test]
    fn bytes_come_first_when_all_of_them_are_there() {
        let text: Vec<u8> = (0..150).collect();
        for length in 0..=150 {
            let mut wanted = text[..length].to_vec();
            assert_eq!(after(&text, &wanted), Some(&text[length..]));
            for different in 0..length {
                wanted[different] ^= 0x80;
                assert_eq!(after(&text, &wanted), None, "{different} of {length}");
                wanted[different] ^= 0x80;
            }
            wanted.resize(151, 0);
            assert_eq!(after(&text, &wanted), None, "{length}");
        }
    }

    #[test]
    fn numbers_are_read_whatever_follows() {
        let read = |text: &str| plain_number(text.as_bytes()).map(|(number, rest)| (number.value(), rest.to_vec()));
        for number in [0, 7, 42, -1, -42, 262_144, 9_999_999, 12_345_678, -12_345_678_i64] {
            for next in [
                ",",
                "}",
                ",\"free\":1",
                "}}}",
                ".5",
                "e3",
                "9",
                "]",
                " ",
                "\u{0}",
                "/",
                ":",
                "",
            ] {
                let rest = format!("{next}  ........");
                let is_plain = next.starts_with([',', '}']);
                let expected = is_plain.then(|| (number, rest.clone().into_bytes()));
                assert_eq!(read(&format!("{number}{rest}")), expected, "{number}{rest}");
            }
        }
        for text in [
            "",
            "1,",
            "-1,",
            "-",
            "01,......",
            "-01,......",
            "--1,......",
            "+1,......",
            "x,.......",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("-0,......"), Some((0, b",......".to_vec())));
    }

    #[test]
    fn decimals_end_where_nothing_of_a_number_follows() {
        for number in ["0.5", "5.5", "12.25", "100.125", "0.00000", "1.23456"] {
            for rest in [",\"a\":1", "}}}     ", ",é......"] {
                assert_eq!(
                    after_decimal(format!("{number}{rest}").as_bytes()),
                    Some(rest.as_bytes()),
                    "{number}{rest}"
                );
            }
            for rest in [
                ".5,......",
                "e1,......",
                "5555555,..",
                "-,.......",
                "]........",
                " ,.......",
                "é,......",
                "",
            ] {
                assert_eq!(
                    after_decimal(format!("{number}{rest}").as_bytes()),
                    None,
                    "{number}{rest}"
                );
            }
        }
        for text in [
            "5,.......",
            ".5,......",
            "5.,......",
            "05.5,.....",
            "-5.5,....",
            "5é5,.....",
            "5.é,.....",
            "\u{ff}.5,....",
        ] {
            assert_eq!(after_decimal(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn words_are_known_as_a_whole() {
        let read = |text: &'static str| known_word(text.as_bytes());
        assert_eq!(read("true,"), Some((Word::Flag(true), b",".as_slice())));
        assert_eq!(read("false"), Some((Word::Flag(false), b"".as_slice())));
        assert_eq!(read("nullify"), Some((Word::Null, b"ify".as_slice())));
        for text in ["", "tru", "fals", "falsy", "nul", "True", " true"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_row_of_digits_ends_at_the_first_other_byte() {
        for number in [0, 7, 42, 12_345_678, 123_456_789, u64::MAX] {
            for after in ["", ",", ".5", "e3", "\u{0}", "/", ":", "          "] {
                let text = format!("{number}{after}");
                assert_eq!(digits_end(text.as_bytes(), 0), number.to_string().len(), "{text}");
            }
        }
        assert_eq!(digits_end(b"x", 1), 1);
    }
}
