//! Why a certificate is not trusted.

use std::fmt;

use super::Printable;

/// Why a certificate is not trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// It has expired or is not valid yet.
    Expired,
    /// It was issued for another name.
    WrongName,
    /// It is self-signed.
    SelfSigned,
    /// Its issuer, named here, is not trusted.
    UnknownIssuer(String),
    /// The panel does not send the certificate of this intermediate issuer; with it the certificate may be trusted.
    MissingIntermediate(String),
    /// Any other reason, with the library's message.
    Other(String),
}

impl std::error::Error for Distrust {}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired => f.write_str("it has expired or is not valid yet"),
            Self::WrongName => f.write_str("it is for another name than the panel's"),
            Self::SelfSigned => f.write_str("it is self-signed, and not one of the trusted certificates"),
            Self::UnknownIssuer(name) => write!(
                f,
                "its issuer is not known ({}); a private one goes into cafile",
                Printable(name)
            ),
            Self::MissingIntermediate(name) => write!(
                f,
                "the panel does not send the intermediate certificate of its issuer ({})",
                Printable(name)
            ),
            Self::Other(text) => Printable(text).fmt(f),
        }
    }
}
