//! Who looks at the panel's certificate: rustls's own verifier decides, and what is found here are words alone.
//!
//! It must never accept what rustls refuses.

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

use super::trust::Source;
use crate::failure::Distrust;

/// The longest name of an issuer that is shown.
const LONGEST_NAME: usize = 60;

const NOTHING_IS_TRUSTED: &str =
    "no certificate is trusted here; install ca-certificates, or name a file in virtfusion_direct.cafile";

/// rustls's verifier on each source of certificates in turn, with more to say about an issuer that is not known.
#[derive(Debug)]
pub(super) struct Verifier {
    stores: Vec<Store>,
    provider: Arc<CryptoProvider>,
}

/// A source and the verifier on it, made when a certificate has to be looked at that those before do not vouch for.
#[derive(Debug)]
struct Store {
    source: Source,
    verifier: OnceCell<Option<Arc<WebPkiServerVerifier>>>,
}

impl Store {
    /// `None` when the source holds nothing that is of use here.
    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Option<&Arc<WebPkiServerVerifier>> {
        let make = || {
            let mut roots = RootCertStore::empty();
            // A store may hold certificates that are of no use here; the others still count.
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
        let mut refusal = Error::General(NOTHING_IS_TRUSTED.to_owned());
        for verifier in self.stores.iter().filter_map(|store| store.verifier(&self.provider)) {
            match verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
                Ok(verified) => return Ok(verified),
                // That one source knows no issuer says less than what another has against the certificate.
                Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
                    if matches!(refusal, Error::InvalidCertificate(_)) => {}
                Err(error) => refusal = error,
            }
        }
        Err(match &refusal {
            Error::InvalidCertificate(why @ (CertificateError::UnknownIssuer | CertificateError::Other(_))) => {
                distrust(end_entity, intermediates, *why == CertificateError::UnknownIssuer).map_or(refusal, |found| {
                    CertificateError::Other(OtherError(Arc::new(found))).into()
                })
            }
            _ => refusal,
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
