//! A way through JSON text, byte by byte where it matters. It takes what RFC 8259 takes and nothing else, down to [`MAX_DEPTH`];
//! what the values mean is for others to say.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use std::borrow::Cow;
use std::fmt;

use serde::de::Error;

use super::scan;

/// How deep an answer may nest. The panel's own nest six levels.
pub(super) const MAX_DEPTH: usize = 64;

/// The text is not JSON, or nests too deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson;

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not JSON")
    }
}

impl std::error::Error for NotJson {}

impl Error for NotJson {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A place in a text.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// At the beginning of the text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Refuses what is left, unless it is blank.
    pub(super) fn end(mut self) -> Result<(), NotJson> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(NotJson),
        }
    }

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
            return Err(NotJson);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes into a list or an object, and tells at which depth its entries lie.
    #[inline(always)]
    pub(super) fn enter(&mut self) -> Result<usize, NotJson> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(NotJson);
        }
        Ok(self.depth)
    }

    /// Whoever leaves entries unread would take them for something else.
    pub(super) fn has_left(&self, depth: usize) -> Result<(), NotJson> {
        if self.depth < depth { Ok(()) } else { Err(NotJson) }
    }

    /// What was read from there on.
    pub(super) fn since(&self, begin: usize) -> Result<&'a str, NotJson> {
        self.text.get(begin..self.at).ok_or(NotJson)
    }

    /// Goes to the next entry of a list or an object, past the comma before it. False at its end, which is left behind.
    #[inline(always)]
    pub(super) fn next(&mut self, end: u8, first: &mut bool) -> Result<bool, NotJson> {
        match self.peek() {
            Some(b',') if !*first => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(_) if *first => {
                *first = false;
                Ok(true)
            }
            _ => Err(NotJson),
        }
    }

    /// The key that comes now, past its colon.
    #[inline(always)]
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, NotJson> {
        if self.peek() != Some(b'"') {
            return Err(NotJson);
        }
        let key = self.string()?;
        self.expect(b':')?;
        Ok(key)
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
        self.text.get(start..end).map(Cow::Borrowed).ok_or(NotJson)
    }

    #[cold]
    fn escaped_string(&mut self) -> Result<String, NotJson> {
        let start = self.at;
        self.skip_string()?;
        serde_json::from_str(self.since(start)?).map_err(|_| NotJson)
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
                    let digits = bytes.get(self.at + 2..self.at + 6).ok_or(NotJson)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return Err(NotJson);
                    }
                    self.at += 6;
                }
                _ => return Err(NotJson),
            }
        }
    }

    /// Goes past the number that begins here. What it counts, when it has neither fraction nor exponent and 64 bits hold it.
    #[inline(always)]
    pub(super) fn number(&mut self) -> Result<Number, NotJson> {
        let bytes = self.text.as_bytes();
        let negative = bytes.get(self.at) == Some(&b'-');
        let start = self.at + usize::from(negative);
        let (end, whole) = scan::digits(bytes, start);
        let leading_zero = bytes.get(start) == Some(&b'0') && end > start + 1;
        if end == start || leading_zero {
            return Err(NotJson);
        }
        let begin = self.at;
        self.at = end;
        match (bytes.get(end), whole) {
            (Some(b'.' | b'e' | b'E'), _) => self.skip_fraction()?,
            (_, Some(whole)) if !negative => return Ok(Number::Positive(whole)),
            (_, Some(whole)) => {
                if let Some(number) = 0_i64.checked_sub_unsigned(whole) {
                    return Ok(Number::Negative(number));
                }
            }
            (_, None) => {}
        }
        Ok(Number::Float(begin))
    }

    fn skip_fraction(&mut self) -> Result<(), NotJson> {
        let bytes = self.text.as_bytes();
        let digits = |at: usize| match scan::digits(bytes, at).0 {
            end if end > at => Ok(end),
            _ => Err(NotJson),
        };
        if self.byte() == Some(b'.') {
            self.at = digits(self.at + 1)?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            let sign = matches!(bytes.get(self.at + 1), Some(b'+' | b'-'));
            self.at = digits(self.at + 1 + usize::from(sign))?;
        }
        Ok(())
    }

    pub(super) fn word(&mut self, word: &str) -> Result<(), NotJson> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(NotJson);
        }
        self.at += word.len();
        Ok(())
    }

    /// Goes past a value, whatever it is.
    pub(super) fn skip(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'-' | b'0'..=b'9') => self.number().map(|_| ()),
            Some(b'{') => {
                self.enter()?;
                let mut first = true;
                while self.next(b'}', &mut first)? {
                    if self.peek() != Some(b'"') {
                        return Err(NotJson);
                    }
                    self.skip_string()?;
                    self.expect(b':')?;
                    self.skip()?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.enter()?;
                let mut first = true;
                while self.next(b']', &mut first)? {
                    self.skip()?;
                }
                Ok(())
            }
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => Err(NotJson),
        }
    }
}

/// A number.
pub(super) enum Number {
    /// Not below 0.
    Positive(u64),
    /// Below 0, or -0.
    Negative(i64),
    /// Anything else, from here to where the reader stands.
    Float(usize),
}
