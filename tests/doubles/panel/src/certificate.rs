//! Makes the certificates of one run, valid and invalid ones. Only `ca.pem` is written to disk.

use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::Invalid;

/// The certificate that the panel presents. The run's CA is in `ca.pem` in every case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Variant {
    /// Signed by the run's CA, for `localhost` and 127.0.0.1.
    #[default]
    Valid,
    /// As `Valid`, but expired.
    Expired,
    /// As `Valid`, but for another host.
    WrongName,
    /// Signed by its own key.
    SelfSigned,
    /// Signed by a CA that is not in `ca.pem`.
    UnknownIssuer,
    /// Signed by an intermediate CA whose certificate is not sent. As public CAs do, the certificate contains the URL of
    /// its issuer's certificate.
    MissingIntermediate,
    /// Plain HTTP without TLS, and `http://` in the panel's URL.
    Plain,
}

const NAMES: [(&str, Variant); 7] = [
    ("valid", Variant::Valid),
    ("expired", Variant::Expired),
    ("wrong-name", Variant::WrongName),
    ("self-signed", Variant::SelfSigned),
    ("unknown-issuer", Variant::UnknownIssuer),
    ("missing-intermediate", Variant::MissingIntermediate),
    ("plain", Variant::Plain),
];

impl FromStr for Variant {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        NAMES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, variant)| *variant)
            .ok_or_else(|| {
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                Invalid::new(format!("certificate {text:?} is not one of {}", names.join(", ")))
            })
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        NAMES
            .iter()
            .find(|(_, variant)| variant == self)
            .map_or(Ok(()), |(name, _)| f.write_str(name))
    }
}

/// The run's CA as PEM, and the TLS configuration of the server (`None`: no TLS).
pub(crate) struct Material {
    pub(crate) ca: String,
    pub(crate) server: Option<Arc<ServerConfig>>,
}

type Authority = Issuer<'static, KeyPair>;

/// Makes the keys and certificates of one run.
pub(crate) fn make(variant: Variant) -> io::Result<Material> {
    build(variant).map_err(|error| io::Error::other(format!("certificate: {error}")))
}

fn build(variant: Variant) -> Result<Material, Box<dyn std::error::Error + Send + Sync>> {
    let (params, key) = (authority_params("Simulated panel CA")?, KeyPair::generate()?);
    let ca = params.self_signed(&key)?.pem();
    let root = Issuer::new(params, key);
    let issuer = match variant {
        Variant::Plain => return Ok(Material { ca, server: None }),
        Variant::UnknownIssuer => Issuer::new(authority_params("Another CA")?, KeyPair::generate()?),
        Variant::MissingIntermediate => intermediate(&root)?,
        _ => root,
    };
    let key = KeyPair::generate()?;
    let params = server_params(variant)?;
    let certificate = if variant == Variant::SelfSigned {
        params.self_signed(&key)?
    } else {
        params.signed_by(&key, &issuer)?
    };
    let chain = vec![CertificateDer::from(certificate)];
    let key = PrivateKeyDer::try_from(key.serialize_der())?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(Material {
        ca,
        server: Some(Arc::new(server)),
    })
}

fn authority_params(name: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 1, 1);
    Ok(params)
}

fn intermediate(root: &Authority) -> Result<Authority, rcgen::Error> {
    // The certificate itself is never sent; only its key is used, to sign.
    let key = KeyPair::generate()?;
    let params = authority_params("Intermediate CA")?;
    params.signed_by(&key, root)?;
    Ok(Issuer::new(params, key))
}

fn server_params(variant: Variant) -> Result<CertificateParams, rcgen::Error> {
    let names = match variant {
        Variant::WrongName => vec!["panel.invalid".to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
    };
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "Simulated panel");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    if variant == Variant::MissingIntermediate {
        params
            .custom_extensions
            .push(authority_info_access(b"http://ca.invalid/issuer.der"));
    }
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(if variant == Variant::Expired { 2021 } else { 2049 }, 1, 1);
    Ok(params)
}

/// The extension `authorityInfoAccess` with one `caIssuers` entry, which rcgen has no setting for.
fn authority_info_access(url: &[u8]) -> CustomExtension {
    const AUTHORITY_INFO_ACCESS: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
    const CA_ISSUERS: &[u8] = &[0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02];
    let wrap = |tag: u8, content: &[u8]| {
        // A length below 128 is one byte.
        let mut der = vec![tag, content.len() as u8];
        der.extend_from_slice(content);
        der
    };
    let entry = [CA_ISSUERS, &wrap(0x86, url)].concat();
    CustomExtension::from_oid_content(AUTHORITY_INFO_ACCESS, wrap(0x30, &wrap(0x30, &entry)))
}
