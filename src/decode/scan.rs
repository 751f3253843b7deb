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

/// How many bytes come before the lowest one whose highest bit is set.
fn bytes_before(highs: u64) -> usize {
    (highs.trailing_zeros() / 8) as usize
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

/// A row of digits: where it ends, and what it counts, `None` beyond 64 bits.
#[inline(always)]
pub(super) fn digits(bytes: &[u8], at: usize) -> (usize, Option<u64>) {
    let Some(word) = word(bytes, at) else {
        return more_digits(bytes, at, 0);
    };
    let values = word ^ (ONES * u64::from(b'0'));
    // Marks each byte above 9; as in below(), the lowest mark is right.
    let others = (values.wrapping_add(ONES * 0x76) | values) & HIGHS;
    if others == 0 {
        return more_digits(bytes, at + 8, of_eight(values));
    }
    let count = bytes_before(others);
    // The digits move to the end, with zeros before them.
    let number = match count {
        0 => 0,
        _ => of_eight(values << (64 - 8 * count)),
    };
    (at + count, Some(number))
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

#[cold]
fn more_digits(bytes: &[u8], mut at: usize, first: u64) -> (usize, Option<u64>) {
    let mut number = Some(first);
    while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
        number = number.and_then(|number| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
        at += 1;
    }
    (at, number)
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
    fn digits_are_counted_up_to_64_bits_whatever_follows() {
        for number in [0, 7, 42, 12_345_678, 123_456_789, 262_144, u64::MAX] {
            for after in ["", ",", "}", ".5", "e3", "é89012345", "\u{0}", "/", ":", "          "] {
                let text = format!("{number}{after}");
                let digits_end = number.to_string().len();
                assert_eq!(digits(text.as_bytes(), 0), (digits_end, Some(number)), "{text}");
            }
        }
        assert_eq!(digits(b"18446744073709551616", 0), (20, None));
        assert_eq!(digits(b"00000000000000000000000000012", 0), (29, Some(12)));
        assert_eq!(digits(b"abcdefghi", 0), (0, Some(0)));
        assert_eq!(digits(b"x", 1), (1, Some(0)));
    }
}
