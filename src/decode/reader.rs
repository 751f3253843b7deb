//! A way through JSON text, byte by byte where it matters. It takes what RFC 8259 takes and nothing else, down to [`MAX_DEPTH`];
//! what the values mean is for others to say.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use std::borrow::Cow;
use std::fmt;
use std::str::from_utf8;

use super::outline::{Outline, Role};
use super::scan;
use super::source::{Scalar, Scalars};

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
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    depth: usize,
    pub(super) scalars: Scalars<'a>,
    pub(super) outline: Outline<'a>,
}

impl From<scan::Word> for Scalar<'_> {
    #[inline(always)]
    fn from(word: scan::Word) -> Self {
        match word {
            scan::Word::Null => Self::Null,
            scan::Word::Flag(flag) => Self::Flag(flag),
        }
    }
}

impl<'a> Reader<'a> {
    /// At the beginning of the text.
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            scalars: Scalars::default(),
            outline: Outline::default(),
        }
    }

    /// Refuses what is left, unless it is blank.
    pub(super) fn end(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(NotJson::Malformed),
        }
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline(always)]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes to where this rest of the text begins.
    #[inline(always)]
    pub(super) fn go_to(&mut self, rest: &[u8]) {
        self.at = self.text.len() - rest.len();
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

    /// Goes past the next key of an object and its colon, and the brace or comma before it, and gives what the function makes of
    /// the key. `None` at the object's end, which is left behind.
    #[inline(always)]
    pub(super) fn next_key<T>(&mut self, first: bool, read: impl Fn(&[u8]) -> T) -> Result<Option<T>, NotJson> {
        let before = if first { b'{' } else { b',' };
        // As the panel writes it: without blanks, and with nothing to look at twice.
        if let [byte, b'"', rest @ ..] = self.rest()
            && *byte == before
            && let (key, [b'"', b':', rest @ ..], true) = scan::plain_text(rest)
        {
            self.go_to(rest);
            return Ok(Some(read(key)));
        }
        Ok(self.expect_key(first)?.map(|key| read(key.as_bytes())))
    }

    /// The same with any key, and at the end.
    fn expect_key(&mut self, first: bool) -> Result<Option<Cow<'a, str>>, NotJson> {
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

    /// What the string that begins here holds, if nothing in it is escaped; else goes up to what is.
    #[inline(always)]
    fn plain_string(&mut self) -> Result<Option<&'a [u8]>, NotJson> {
        let (plain, rest, is_ascii) = scan::plain_text(self.text.get(self.at + 1..).unwrap_or_default());
        if !is_ascii && from_utf8(plain).is_err() {
            return Err(NotJson::Malformed);
        }
        self.go_to(rest);
        if rest.first() != Some(&b'"') {
            return Ok(None);
        }
        self.at += 1;
        Ok(Some(plain))
    }

    #[cold]
    fn escaped_string(&mut self) -> Result<String, NotJson> {
        let start = self.at;
        self.skip_string()?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_slice(text).map_err(|_| NotJson::Malformed)
    }

    /// Goes past the string that begins here.
    fn skip_string(&mut self) -> Result<(), NotJson> {
        while self.plain_string()?.is_none() {
            self.skip_escape()?;
        }
        Ok(())
    }

    /// Goes past what is escaped here, up to the byte from which [`Self::plain_string`] goes on.
    fn skip_escape(&mut self) -> Result<(), NotJson> {
        match (self.byte(), self.text.get(self.at + 1)) {
            (Some(b'\\'), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => self.at += 1,
            (Some(b'\\'), Some(b'u')) => {
                let digits = self.text.get(self.at + 2..self.at + 6).ok_or(NotJson::Malformed)?;
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return Err(NotJson::Malformed);
                }
                self.at += 5;
            }
            _ => return Err(NotJson::Malformed),
        }
        Ok(())
    }

    /// The string that begins here.
    fn string(&mut self) -> Result<Cow<'a, str>, NotJson> {
        let start = self.at;
        match self.plain_string()? {
            Some(plain) => from_utf8(plain).map(Cow::Borrowed).map_err(|_| NotJson::Malformed),
            None => {
                self.at = start;
                self.escaped_string().map(Cow::Owned)
            }
        }
    }

    /// Goes past the number that begins right here, if it is a plain one.
    #[inline(always)]
    pub(super) fn plain_number(&mut self) -> Option<i64> {
        let (number, rest) = scan::plain_number(self.rest())?;
        self.go_to(rest);
        Some(number.value())
    }

    /// Goes past the number that begins here.
    fn any_number(&mut self) -> Result<Scalar<'a>, NotJson> {
        let begin = self.at;
        self.skip_number()?;
        let text = self.text.get(begin..self.at).and_then(|text| from_utf8(text).ok());
        let text = text.unwrap_or_default();
        if let Ok(number) = text.parse() {
            return Ok(Scalar::Int(number));
        }
        Ok(match text.parse() {
            Ok(number) if f64::is_finite(number) => Scalar::Float(number),
            _ => Scalar::Other,
        })
    }

    fn skip_number(&mut self) -> Result<(), NotJson> {
        let bytes = self.text;
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

    /// Goes past the word that begins right here.
    #[inline(always)]
    fn known_word(&mut self) -> Option<scan::Word> {
        let (word, rest) = scan::known_word(self.rest())?;
        self.go_to(rest);
        Some(word)
    }

    /// The scalar that begins right here, which is no plain number. `None`, and nothing done, when there is none.
    pub(super) fn read_other_scalar(&mut self) -> Result<Option<Scalar<'a>>, NotJson> {
        Ok(Some(match self.byte() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => Scalar::Text(text),
                Cow::Owned(text) => Scalar::Unescaped(text.into()),
            },
            Some(b'-' | b'0'..=b'9') => self.any_number()?,
            _ => match self.known_word() {
                Some(word) => word.into(),
                None => return Ok(None),
            },
        }))
    }

    /// Goes past the scalar that begins right here. False, and nothing done, when there is none.
    #[inline(always)]
    pub(super) fn skip_scalar(&mut self) -> Result<bool, NotJson> {
        match self.byte() {
            Some(b'"') => self.skip_string()?,
            Some(b'-' | b'0'..=b'9') => match scan::after_decimal(self.rest()) {
                Some(rest) => self.go_to(rest),
                None => self.skip_number()?,
            },
            _ => return Ok(self.known_word().is_some()),
        }
        Ok(true)
    }

    /// Goes past a value, whatever it is.
    pub(super) fn skip_value(&mut self) -> Result<(), NotJson> {
        self.peek();
        let begin = self.at;
        if self.plain_number().is_none() && !self.skip_scalar()? {
            return self.skip_container();
        }
        self.outline.add(begin, self.at, Role::Ignored);
        Ok(())
    }

    /// Goes past the list or the object that begins here.
    pub(super) fn skip_container(&mut self) -> Result<(), NotJson> {
        let mut first = true;
        match self.peek() {
            Some(b'{') => {
                self.enter()?;
                while self.next_key(first, |_| ())?.is_some() {
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
}
