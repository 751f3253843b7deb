//! A way through JSON text, byte by byte where it matters. It takes what RFC 8259 takes and nothing else, down to [`MAX_DEPTH`];
//! what the values mean is for others to say.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use std::borrow::Cow;
use std::fmt;

use super::outline::Outline;
use super::scan;
use super::source::Scalar;

/// How deep an answer may nest. The panel's own nest six levels.
pub(super) const MAX_DEPTH: usize = 64;

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotJson {
    /// It is not JSON.
    Malformed,
    /// It nests deeper than 64 levels.
    TooDeep,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not JSON",
            Self::TooDeep => "this nests too deep",
        })
    }
}

impl std::error::Error for NotJson {}

/// A place in a text.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
    pub(super) outline: Outline,
}

impl<'a> Reader<'a> {
    /// At the beginning of the text.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            outline: Outline::default(),
        }
    }

    /// Refuses what is left, unless it is blank.
    pub(super) fn end(mut self) -> Result<(), NotJson> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(NotJson::Malformed),
        }
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no blank, and stays there. `None` at the end.
    #[inline(always)]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.peek_past_blanks(),
        }
    }

    #[cold]
    fn peek_past_blanks(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.byte()
    }

    /// Goes past this byte, after blanks.
    #[inline(always)]
    fn expect(&mut self, wanted: u8) -> Result<(), NotJson> {
        if self.peek() != Some(wanted) {
            return Err(NotJson::Malformed);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes into the list or the object that begins here.
    #[inline(always)]
    pub(super) fn enter(&mut self) -> Result<(), NotJson> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(NotJson::TooDeep);
        }
        Ok(())
    }

    #[inline(always)]
    pub(super) fn leave(&mut self) {
        self.at += 1;
        self.depth -= 1;
    }

    /// Goes to the next entry of a list, past the bracket or comma before it. False at the list's end,
    /// which is left behind.
    #[inline(always)]
    pub(super) fn next_entry(&mut self, first: bool) -> Result<bool, NotJson> {
        if !first && self.peek() == Some(b']') {
            self.leave();
            return Ok(false);
        }
        self.expect(if first { b'[' } else { b',' })?;
        if first && self.peek() == Some(b']') {
            self.leave();
            return Ok(false);
        }
        Ok(true)
    }

    /// Goes past the next key of an object and its colon, and the brace or comma before it. `None` at the object's end, which is
    /// left behind.
    pub(super) fn next_key(&mut self, first: bool) -> Result<Option<Cow<'a, str>>, NotJson> {
        if first {
            self.expect(b'{')?;
        }
        match self.peek() {
            Some(b'}') => {
                self.leave();
                return Ok(None);
            }
            Some(b',') if !first => self.at += 1,
            _ if first => {}
            _ => return Err(NotJson::Malformed),
        }
        if self.peek() != Some(b'"') {
            return Err(NotJson::Malformed);
        }
        let key = self.string()?;
        self.expect(b':')?;
        Ok(Some(key))
    }

    /// The string that begins here.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, NotJson> {
        let start = self.at + 1;
        let end = scan::plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return self.escaped_string().map(Cow::Owned);
        }
        self.at = end + 1;
        self.text.get(start..end).map(Cow::Borrowed).ok_or(NotJson::Malformed)
    }

    #[cold]
    fn escaped_string(&mut self) -> Result<String, NotJson> {
        let start = self.at;
        self.skip_string()?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_str(text).map_err(|_| NotJson::Malformed)
    }

    fn skip_string(&mut self) -> Result<(), NotJson> {
        let bytes = self.text.as_bytes();
        self.at += 1;
        loop {
            self.at = scan::plain_end(bytes, self.at);
            match (bytes.get(self.at), bytes.get(self.at + 1)) {
                (Some(b'"'), _) => {
                    self.at += 1;
                    return Ok(());
                }
                (Some(b'\\'), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => self.at += 2,
                (Some(b'\\'), Some(b'u')) => {
                    let digits = bytes.get(self.at + 2..self.at + 6).ok_or(NotJson::Malformed)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return Err(NotJson::Malformed);
                    }
                    self.at += 6;
                }
                _ => return Err(NotJson::Malformed),
            }
        }
    }

    /// Goes past the number that begins right here, if it has eight digits at most and nothing else: nearly all of the panel's.
    #[inline(always)]
    pub(super) fn plain_number(&mut self) -> Option<i64> {
        let bytes = self.text.as_bytes();
        let negative = self.byte() == Some(b'-');
        let start = self.at + usize::from(negative);
        let (end, number) = scan::few_digits(bytes, start)?;
        let ends = matches!(bytes.get(end), Some(b',' | b'}'));
        let leading_zero = bytes.get(start) == Some(&b'0') && end > start + 1;
        if !ends || leading_zero {
            return None;
        }
        self.at = end;
        Some(if negative { -number } else { number })
    }

    /// Goes past the number that begins here.
    pub(super) fn any_number(&mut self) -> Result<Scalar<'static>, NotJson> {
        let begin = self.at;
        self.skip_number()?;
        let text = self.text.get(begin..self.at).unwrap_or_default();
        if let Ok(number) = text.parse() {
            return Ok(Scalar::Int(number));
        }
        Ok(match text.parse() {
            Ok(number) if f64::is_finite(number) => Scalar::Float(number),
            _ => Scalar::Other,
        })
    }

    fn skip_number(&mut self) -> Result<(), NotJson> {
        let bytes = self.text.as_bytes();
        let digits = |at: usize| match scan::digits_end(bytes, at) {
            end if end > at => Ok(end),
            _ => Err(NotJson::Malformed),
        };
        let start = self.at + usize::from(self.byte() == Some(b'-'));
        self.at = digits(start)?;
        if bytes.get(start) == Some(&b'0') && self.at > start + 1 {
            return Err(NotJson::Malformed);
        }
        if self.byte() == Some(b'.') {
            self.at = digits(self.at + 1)?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            let sign = matches!(bytes.get(self.at + 1), Some(b'+' | b'-'));
            self.at = digits(self.at + 1 + usize::from(sign))?;
        }
        Ok(())
    }

    #[inline(always)]
    pub(super) fn word(&mut self, word: &str) -> Result<(), NotJson> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(NotJson::Malformed);
        }
        self.at += word.len();
        Ok(())
    }

    /// Goes past a value, whatever it is.
    pub(super) fn skip_value(&mut self) -> Result<(), NotJson> {
        let first = self.peek();
        let begin = self.at;
        match first {
            Some(b'"') => self.skip_string(),
            Some(b'-' | b'0'..=b'9') => self.skip_number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => return self.skip_container(),
        }?;
        self.outline.add(begin, self.at, false);
        Ok(())
    }

    /// Goes past the list or the object that begins here.
    pub(super) fn skip_container(&mut self) -> Result<(), NotJson> {
        let mut first = true;
        match self.peek() {
            Some(b'{') => {
                self.enter()?;
                while self.next_key(first)?.is_some() {
                    first = false;
                    self.skip_value()?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.enter()?;
                while self.next_entry(first)? {
                    first = false;
                    self.skip_value()?;
                }
                Ok(())
            }
            _ => Err(NotJson::Malformed),
        }
    }

    /// Whether a scalar begins right here, as far as the first byte tells.
    pub(super) fn is_at_scalar(&self) -> bool {
        matches!(self.byte(), Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'))
    }
}
