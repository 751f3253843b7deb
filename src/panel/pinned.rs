//! Accepts a panel's certificate that is itself one of the trusted ones, byte for byte.
//!
//! `openssl req -x509` makes a self-signed certificate with CA:TRUE, which rustls accepts for an issuer and refuses for a server.
//! An operator who names exactly this certificate in `cafile` trusts it; no issuer is needed.

use rustls::CertificateError;
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::{AttributeTypeAndValue, FromDer};
use x509_parser::time::ASN1Time;

/// Checks that a trusted certificate is valid for this server now.
///
/// # Errors
///
/// It is not valid now, is for another name, or may not be used for servers.
pub(super) fn check(
    certificate: &CertificateDer<'_>,
    server: &ServerName<'_>,
    now: UnixTime,
) -> Result<(), CertificateError> {
    let (_, parsed) = X509Certificate::from_der(certificate).map_err(|_| CertificateError::BadEncoding)?;
    let now = i64::try_from(now.as_secs())
        .ok()
        .and_then(|seconds| ASN1Time::from_timestamp(seconds).ok())
        .ok_or(CertificateError::BadEncoding)?;
    if !parsed.validity().is_valid_at(now) {
        return Err(CertificateError::Expired);
    }
    if let Ok(Some(usage)) = parsed.extended_key_usage()
        && !(usage.value.server_auth || usage.value.any)
    {
        return Err(CertificateError::InvalidPurpose);
    }
    let named =
        ParsedCertificate::try_from(certificate).is_ok_and(|parsed| verify_server_name(&parsed, server).is_ok());
    if named || (has_no_alternative_name(&parsed) && is_common_name(&parsed, &server.to_str())) {
        Ok(())
    } else {
        Err(CertificateError::NotValidForName)
    }
}

fn has_no_alternative_name(certificate: &X509Certificate) -> bool {
    matches!(certificate.subject_alternative_name(), Ok(None))
}

/// By default openssl puts the server's name only here. It is accepted as in curl, with `*.` for one label.
fn is_common_name(certificate: &X509Certificate, server: &str) -> bool {
    let names = certificate.subject().iter_common_name();
    let Some(Ok(name)) = names.last().map(AttributeTypeAndValue::as_str) else {
        return false;
    };
    let below = name.strip_prefix("*.").filter(|above| above.contains('.'));
    name.eq_ignore_ascii_case(server)
        || below.is_some_and(|above| {
            server
                .split_once('.')
                .is_some_and(|(label, rest)| !label.is_empty() && rest.eq_ignore_ascii_case(above))
        })
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::{Duration, SystemTime};

    use super::*;

    /// A certificate that `openssl req -x509` makes, valid for two days.
    fn made(arguments: &[&str]) -> CertificateDer<'static> {
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-keyout",
                "/dev/null",
            ])
            .args(["-outform", "DER"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        made.stdout.into()
    }

    fn in_days(days: u64) -> UnixTime {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        UnixTime::since_unix_epoch(now + Duration::from_secs(days * 86_400))
    }

    fn check_name(certificate: &CertificateDer, name: &str) -> Result<(), CertificateError> {
        check(certificate, &ServerName::try_from(name).unwrap(), in_days(1))
    }

    #[test]
    fn a_certificate_is_accepted_only_between_its_dates() {
        let certificate = made(&["-subj", "/CN=panel.example.com"]);
        let name = ServerName::try_from("panel.example.com").unwrap();
        assert_eq!(check(&certificate, &name, in_days(1)), Ok(()));
        assert_eq!(check(&certificate, &name, in_days(3)), Err(CertificateError::Expired));
        let epoch = UnixTime::since_unix_epoch(Duration::ZERO);
        assert_eq!(check(&certificate, &name, epoch), Err(CertificateError::Expired));
    }

    #[test]
    fn the_common_name_is_accepted_only_without_alternative_names() {
        let refused = Err(CertificateError::NotValidForName);
        let certificate = made(&["-subj", "/CN=first/CN=*.Example.com"]);
        assert_eq!(check_name(&certificate, "panel.example.com"), Ok(()));
        for name in [
            "a.panel.example.com",
            "example.com",
            "first",
            "panel.example.org",
            "192.0.2.1",
        ] {
            assert_eq!(check_name(&certificate, name), refused, "{name}");
        }
        assert_eq!(check_name(&made(&["-subj", "/CN=*.com"]), "example.com"), refused);
        let certificate = made(&[
            "-subj",
            "/CN=a.example",
            "-addext",
            "subjectAltName=DNS:b.example,IP:::1",
        ]);
        assert_eq!(check_name(&certificate, "b.example"), Ok(()));
        assert_eq!(check_name(&certificate, "::1"), Ok(()));
        assert_eq!(check_name(&certificate, "a.example"), refused);
    }

    #[test]
    fn a_certificate_is_accepted_only_for_servers() {
        for (usage, allowed) in [
            ("serverAuth", true),
            ("clientAuth", false),
            ("anyExtendedKeyUsage", true),
        ] {
            let usage = format!("extendedKeyUsage={usage}");
            let certificate = made(&["-subj", "/CN=a.example", "-addext", &usage]);
            assert_eq!(check_name(&certificate, "a.example").is_ok(), allowed, "{usage}");
        }
    }

    #[test]
    fn other_bytes_than_a_certificate_are_refused() {
        let garbage = CertificateDer::from(b"garbage".to_vec());
        assert_eq!(check_name(&garbage, "a.example"), Err(CertificateError::BadEncoding));
    }
}
