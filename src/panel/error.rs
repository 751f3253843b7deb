//! Converts errors of the HTTP client into causes.

use std::io;

use rustls::{AlertDescription, CertificateError as Certificate, Error as TlsError, PeerIncompatible};
use ureq::Timeout;

use super::dial::{LookupFailed, NoThread, Stale};
use crate::failure::{Cause, Distrust, Phase};

/// The process has too little memory for a request.
pub(super) const NO_MEMORY: &str = "not enough memory";

/// The cause of a failure. `phase` is the limit that a time-out of the whole request exceeds.
pub(super) fn cause(error: ureq::Error, phase: Phase) -> Cause {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Cause::Timeout(Phase::Connect),
        ureq::Error::Timeout(_) => Cause::Timeout(phase),
        ureq::Error::HostNotFound => Cause::HostNotFound,
        ureq::Error::ConnectionFailed => Cause::Refused,
        ureq::Error::Rustls(error) => tls(&error),
        ureq::Error::Tls(text) => Cause::Tls(text.to_owned()),
        ureq::Error::Io(error) => by_io(&error, phase),
        ureq::Error::BodyExceedsLimit(limit) => Cause::TooLarge(limit),
        ureq::Error::Decompress(..) => Cause::Protocol("the body is not valid gzip".to_owned()),
        ureq::Error::ConnectProxyFailed(_) => Cause::Protocol("the proxy refused to connect to the panel".to_owned()),
        ureq::Error::Other(error) if error.is::<NoThread>() || error.is::<LookupFailed>() => {
            Cause::Internal(error.to_string())
        }
        ureq::Error::Other(error) if error.is::<Stale>() => Cause::ConnectionLost,
        other => Cause::Protocol(other.to_string()),
    }
}

fn by_io(error: &io::Error, phase: Phase) -> Cause {
    use io::ErrorKind as Kind;
    let inner = error.get_ref();
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<TlsError>()) {
        return tls(error);
    }
    match error.kind() {
        Kind::TimedOut | Kind::WouldBlock => Cause::Timeout(phase),
        Kind::ConnectionRefused => Cause::Refused,
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => Cause::NoRoute,
        Kind::OutOfMemory => Cause::Internal(NO_MEMORY.to_owned()),
        Kind::InvalidData => Cause::Tls(error.to_string()),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::NotConnected
        | Kind::WriteZero
        | Kind::UnexpectedEof => Cause::ConnectionLost,
        _ => Cause::Protocol(error.to_string()),
    }
}

fn tls(error: &TlsError) -> Cause {
    match error {
        TlsError::InvalidCertificate(why) => Cause::NotTrusted(distrust(why)),
        TlsError::AlertReceived(AlertDescription::ProtocolVersion)
        | TlsError::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => Cause::OldTls,
        TlsError::InvalidMessage(_) => Cause::NotTls,
        TlsError::General(text) => Cause::Tls(text.clone()),
        other => Cause::Tls(other.to_string()),
    }
}

fn distrust(why: &Certificate) -> Distrust {
    match why {
        Certificate::Expired
        | Certificate::ExpiredContext { .. }
        | Certificate::NotValidYet
        | Certificate::NotValidYetContext { .. } => Distrust::Expired,
        Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => Distrust::WrongName,
        Certificate::Other(found) => match found.0.downcast_ref::<Distrust>() {
            Some(distrust) => distrust.clone(),
            None => Distrust::Other(why.to_string()),
        },
        other => Distrust::Other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(error: impl Into<ureq::Error>) -> Cause {
        cause(error.into(), Phase::Deadline)
    }

    #[test]
    fn time_outs_have_the_phase_that_they_happened_in() {
        assert_eq!(
            of(ureq::Error::Timeout(Timeout::Connect)),
            Cause::Timeout(Phase::Connect)
        );
        assert_eq!(
            of(ureq::Error::Timeout(Timeout::Global)),
            Cause::Timeout(Phase::Deadline)
        );
        assert_eq!(
            of(io::Error::from(io::ErrorKind::TimedOut)),
            Cause::Timeout(Phase::Deadline)
        );
    }

    #[test]
    fn a_lack_of_local_resources_is_reported_as_internal() {
        let thread = ureq::Error::Other(Box::new(NoThread("why".to_owned())));
        assert_eq!(of(thread).to_string(), "not asked: no thread could be started: why");
        let look_up = ureq::Error::Other(Box::new(LookupFailed("why".to_owned())));
        assert_eq!(of(look_up).to_string(), "not asked: the name look-up failed: why");
    }

    #[test]
    fn a_connection_that_cannot_be_made_differs_from_one_that_breaks() {
        let io = |kind: io::ErrorKind| of(io::Error::from(kind));
        assert_eq!(io(io::ErrorKind::ConnectionRefused), Cause::Refused);
        assert_eq!(io(io::ErrorKind::NetworkUnreachable), Cause::NoRoute);
        assert_eq!(io(io::ErrorKind::HostUnreachable), Cause::NoRoute);
        assert_eq!(io(io::ErrorKind::UnexpectedEof), Cause::ConnectionLost);
    }
}
