//! The API token. It is used in one request header and nowhere else.

use std::fmt;
use std::sync::Arc;

/// A panel's API token. `Debug` does not show it, and there is no `Display`.
#[derive(Clone)]
pub struct Token(Arc<str>);

/// Why a text is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Empty, or only blanks.
    Empty,
    /// It contains characters that a header may not contain.
    Characters,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "must not be empty",
            Self::Characters => "must not contain control characters or characters outside ASCII",
        })
    }
}

impl Token {
    /// Validates a token.
    ///
    /// # Errors
    ///
    /// The text is blank, or contains characters that a header cannot carry.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        if text.bytes().any(|byte| !(b' '..=b'~').contains(&byte)) {
            return Err(TokenError::Characters);
        }
        if text.trim().is_empty() {
            return Err(TokenError::Empty);
        }
        Ok(Self(text.into()))
    }

    /// The value of the `Authorization` header.
    pub(super) fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::parse("a-very-secret-token").expect("a token");
        assert!(!format!("{token:?} {token:#?}").contains("secret"));
    }

    #[test]
    fn a_token_that_a_header_cannot_carry_is_refused() {
        for text in ["", "  "] {
            assert_eq!(Token::parse(text).err(), Some(TokenError::Empty));
        }
        for text in ["a\nb", "a\r\nHost: evil", "a\0", "tökén", "a\tb", "\n"] {
            assert_eq!(Token::parse(text).err(), Some(TokenError::Characters), "{text:?}");
        }
    }
}
