//! Verifies the panel's certificate. rustls's own verifier decides; this module adds the reason for a refusal.
//!
//! One kind of certificate that rustls refuses is accepted, see [`pinned`](super::pinned).

use std::sync::Arc;

use once_cell::sync::OnceCell;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;
use x509_parser::oid_registry::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS;
use x509_parser::prelude::FromDer;

use super::pinned;
use super::trust::Source;
use crate::failure::Distrust;

/// The longest issuer name that is shown; longer ones are truncated.
const LONGEST_NAME: usize = 60;

const NO_TRUSTED_CERTIFICATE: &str =
    "no certificate is trusted here; install ca-certificates, or name a file in virtfusion_direct.cafile";

/// Tries rustls's verifier with each source of certificates in turn.
#[derive(Debug)]
pub(super) struct Verifier {
    stores: Vec<Store>,
    provider: Arc<CryptoProvider>,
}

/// A source and its verifier, which is created when the sources before it do not accept a certificate.
#[derive(Debug)]
struct Store {
    source: Source,
    verifier: OnceCell<Option<Arc<WebPkiServerVerifier>>>,
}

impl Store {
    /// `None` if the source contains no usable certificate.
    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Option<&Arc<WebPkiServerVerifier>> {
        let make = || {
            let mut roots = RootCertStore::empty();
            // A store may contain certificates that rustls cannot use; the others still count.
            roots.add_parsable_certificates(self.source.certificates());
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .ok()
        };
        self.verifier.get_or_init(make).as_ref()
    }
}

impl Verifier {
    pub(super) fn new(sources: Vec<Source>, provider: &Arc<CryptoProvider>) -> Self {
        let store = |source| Store {
            source,
            verifier: OnceCell::new(),
        };
        Self {
            stores: sources.into_iter().map(store).collect(),
            provider: provider.clone(),
        }
    }

    /// Whether a source contains this certificate. Reads the sources again: a refusal is rare, and keeping all certificates costs
    /// memory.
    fn is_trusted_itself(&self, certificate: &CertificateDer<'_>) -> bool {
        self.stores
            .iter()
            .any(|store| store.source.certificates().iter().any(|one| one == certificate))
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
        let mut refusal = Error::General(NO_TRUSTED_CERTIFICATE.to_owned());
        for verifier in self.stores.iter().filter_map(|store| store.verifier(&self.provider)) {
            match verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
                Ok(verified) => return Ok(verified),
                // Another source's reason is more specific than an unknown issuer.
                Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
                    if matches!(refusal, Error::InvalidCertificate(_)) => {}
                Err(error) => refusal = error,
            }
        }
        if !matches!(refusal, Error::InvalidCertificate(_)) {
            return Err(refusal);
        }
        if self.is_trusted_itself(end_entity) {
            pinned::check(end_entity, server_name, now)?;
            return Ok(ServerCertVerified::assertion());
        }
        let unknown_issuer = match &refusal {
            Error::InvalidCertificate(CertificateError::UnknownIssuer) => true,
            Error::InvalidCertificate(CertificateError::Other(_)) => false,
            _ => return Err(refusal),
        };
        Err(match distrust(end_entity, intermediates, unknown_issuer) {
            Some(found) => CertificateError::Other(OtherError(Arc::new(found))).into(),
            None => refusal,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Why a certificate is refused, as far as the sent certificates show it.
fn distrust(
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    unknown_issuer: bool,
) -> Option<Distrust> {
    let own = parse(end_entity)?;
    // rustls may refuse a self-signed certificate for another reason, but this one is the most useful.
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
    // Certificates of public issuers contain the URL of the issuer's certificate; those of private ones rarely do.
    Some(if std::ptr::eq(last, &raw const own) && has_issuer_url(&own) {
        Distrust::MissingIntermediate(issuer)
    } else {
        Distrust::UnknownIssuer(issuer)
    })
}

fn parse<'a>(certificate: &'a CertificateDer<'_>) -> Option<X509Certificate<'a>> {
    X509Certificate::from_der(certificate)
        .ok()
        .map(|(_, certificate)| certificate)
}

fn is_self_signed(certificate: &X509Certificate) -> bool {
    certificate.subject() == certificate.issuer()
}

fn has_issuer_url(certificate: &X509Certificate) -> bool {
    certificate.extensions().iter().any(|extension| {
        matches!(extension.parsed_extension(), ParsedExtension::AuthorityInfoAccess(access)
            if access.accessdescs.iter().any(|one| one.access_method == OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS))
    })
}

/// The issuer's name, to be shown. It comes from an untrusted server, so it is restricted to one line of harmless characters.
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
