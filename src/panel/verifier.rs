//! Who looks at the panel's certificate: rustls's own verifier decides, and what is found here are words alone.
//!
//! It must never accept what rustls refuses.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;
use x509_parser::oid_registry::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS;
use x509_parser::prelude::FromDer;

use super::failure::Distrust;

/// The longest name of an issuer that is shown.
const LONGEST_NAME: usize = 60;

/// rustls's verifier, with more to say about an issuer that is not known.
#[derive(Debug)]
pub(super) struct Verifier(Arc<WebPkiServerVerifier>);

impl Verifier {
    /// `None` without any anchor.
    pub(super) fn new(roots: RootCertStore, provider: &Arc<CryptoProvider>) -> Option<Self> {
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
            .build()
            .ok()
            .map(Self)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self
            .0
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        verified.map_err(|error| match &error {
            Error::InvalidCertificate(why @ (CertificateError::UnknownIssuer | CertificateError::Other(_))) => {
                distrust(end_entity, intermediates, *why == CertificateError::UnknownIssuer).map_or(error, |found| {
                    CertificateError::Other(OtherError(Arc::new(found))).into()
                })
            }
            _ => error,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// What is to be said of a refused certificate, as far as the certificates that came along tell it.
fn distrust(
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    unknown_issuer: bool,
) -> Option<Distrust> {
    let own = parse(end_entity)?;
    // Another refusal of a certificate that signed itself is that it is an issuer's; either way nobody else vouches for it.
    if is_self_signed(&own) {
        return Some(Distrust::SelfSigned);
    }
    if !unknown_issuer {
        return None;
    }
    let sent: Vec<X509Certificate> = intermediates.iter().filter_map(parse).collect();
    let mut last = &own;
    for _ in 0..sent.len() {
        match sent.iter().find(|one| one.subject() == last.issuer()) {
            Some(next) if !is_self_signed(last) => last = next,
            _ => break,
        }
    }
    let issuer = name(last);
    // Issuers of the public say where their own certificate is to be found; private ones hardly do.
    Some(
        if std::ptr::eq(last, &raw const own) && says_where_its_issuer_is(&own) {
            Distrust::MissingIntermediate(issuer)
        } else {
            Distrust::UnknownIssuer(issuer)
        },
    )
}

fn parse<'a>(certificate: &'a CertificateDer<'_>) -> Option<X509Certificate<'a>> {
    X509Certificate::from_der(certificate)
        .ok()
        .map(|(_, certificate)| certificate)
}

fn is_self_signed(certificate: &X509Certificate) -> bool {
    certificate.subject() == certificate.issuer()
}

fn says_where_its_issuer_is(certificate: &X509Certificate) -> bool {
    certificate.extensions().iter().any(|extension| {
        matches!(extension.parsed_extension(), ParsedExtension::AuthorityInfoAccess(access)
            if access.accessdescs.iter().any(|one| one.access_method == OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS))
    })
}

/// The issuer's name, for people. Whoever answers in the panel's place can choose it, so nothing in it may change a line.
fn name(certificate: &X509Certificate) -> String {
    let issuer = certificate.issuer();
    let text = issuer
        .iter_common_name()
        .chain(issuer.iter_organization())
        .find_map(|attribute| attribute.as_str().ok())
        .unwrap_or("without a name");
    text.chars()
        .take(LONGEST_NAME)
        .map(|character| match character {
            '"' => '\'',
            ' ' => ' ',
            _ if character.is_alphanumeric() || character.is_ascii_punctuation() => character,
            _ => '?',
        })
        .collect()
}
