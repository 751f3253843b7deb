//! Bytes of JSON text, eight at a time: how far a string or a row of digits goes. It knows no values and no errors; whoever
//! calls it looks at the byte where it stopped.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// Eight bytes, the first one lowest.
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let chunk = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*chunk))
}

/// How many bytes come before the lowest one with a bit that is set.
fn bytes_before(bits: u64) -> usize {
    (bits.trailing_zeros() / 8) as usize
}

/// Sets the highest bit of each byte below `limit`, which is 128 at most. Bytes above the lowest of them may be marked wrongly.
fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGHS
}

/// Where plain text ends: at a quote, a backslash or a control character, or at the end of the bytes.
#[inline(always)]
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let found = quote | backslash | below(word, b' ');
        if found != 0 {
            return at + bytes_before(found);
        }
        at += 8;
    }
    let plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..b' ');
    at + bytes.get(at..).unwrap_or_default().iter().take_while(plain).count()
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

/// A row of digits: where it ends, and what it counts. Of eight the caller looks whether that is all.
#[inline(always)]
pub(super) fn few_digits(bytes: &[u8], at: usize) -> Option<(usize, i64)> {
    let values = word(bytes, at)? ^ (ONES * u64::from(b'0'));
    let count = bytes_before(not_digits(values));
    if count == 0 {
        return None;
    }
    // The digits move to the end, with zeros before them.
    let number = of_eight(values << (64 - 8 * count));
    Some((at + count, i64::try_from(number).ok()?))
}

/// Where a row of digits ends.
pub(super) fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
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
                let mut bytes = vec![b'a'; length];
                bytes.extend([special, b'"', b'x', 0x01, 0xc3, 0xa9, b'"', b'y', b'z', b'"']);
                assert_eq!(plain_end(&bytes, 0), length, "{special} at {length}");
            }
        }
        let text = "héllo wörld, ~\u{7f}\u{80}😀 and no end";
        assert_eq!(plain_end(text.as_bytes(), 0), text.len());
        assert_eq!(plain_end(b"\"", 9), 9);
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
    fn digits_are_read_whatever_follows() {
        for number in [0, 7, 42, 262_144, 9_999_999, 12_345_678, 123_456_789, u64::MAX] {
            for after in ["", ",", "}", ".5", "e3", "é89012345", "\u{0}", "/", ":", "          "] {
                let text = format!("{number}{after}");
                let end = number.to_string().len();
                assert_eq!(digits_end(text.as_bytes(), 0), end, "{text}");
                let few = few_digits(text.as_bytes(), 0);
                let first: String = text.chars().take(end.min(8)).collect();
                if text.len() < 8 {
                    assert_eq!(few, None, "{text}");
                } else {
                    assert_eq!(few, first.parse().ok().map(|number| (first.len(), number)), "{text}");
                }
            }
        }
        assert_eq!(few_digits(b"0000012 and more", 0), Some((7, 12)));
        assert_eq!(few_digits(b"-1 and more", 0), None);
        assert_eq!(digits_end(b"x", 1), 1);
    }
}
