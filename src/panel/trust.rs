//! The trusted certificates, by where they are stored. Only a file that the settings name is read immediately. The system's store
//! is read when it is needed: that takes longer than most recalculations, and most processes find every answer in the cache.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rustls::pki_types::CertificateDer;
use ureq::tls::{PemItem, parse_pem};

use crate::settings::Trust;

/// Environment variables that move the system's store.
const ELSEWHERE: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The sources of trusted certificates, and a warning if a file could not be used.
#[derive(Debug, Default)]
pub struct Anchors {
    /// In the order in which they are read. A certificate from any of them is trusted.
    pub sources: Vec<Source>,
    /// Why a file is not used.
    pub warning: Option<String>,
}

/// A place where certificates are stored.
#[derive(Clone, Debug)]
pub enum Source {
    /// The content of a file that the settings name.
    Named(Vec<CertificateDer<'static>>),
    /// The system's bundle, which is usually sufficient.
    Bundle(PathBuf),
    /// The whole store of the system.
    System,
}

impl Anchors {
    /// Reads the file that the settings name. If it cannot be used, the system's store is used instead, with a warning.
    #[must_use]
    pub fn load(trust: &Trust) -> Self {
        let (file, with_system) = match trust {
            Trust::System => {
                return Self {
                    sources: system(),
                    warning: None,
                };
            }
            Trust::SystemAnd(file) => (file, true),
            Trust::Only(file) => (file, false),
        };
        match from_file(file) {
            Ok(certificates) => {
                let mut sources = vec![Source::Named(certificates)];
                if with_system {
                    sources.extend(system());
                }
                Self { sources, warning: None }
            }
            Err(why) => Self {
                sources: system(),
                warning: Some(format!(
                    "{} is not used, the system's certificates are: {why}",
                    file.display()
                )),
            },
        }
    }
}

impl Source {
    /// Reads the certificates.
    #[must_use]
    pub fn certificates(&self) -> Vec<CertificateDer<'static>> {
        match self {
            Self::Named(certificates) => certificates.clone(),
            Self::Bundle(file) => rustls_native_certs::load_certs_from_paths(Some(file), None).certs,
            Self::System => rustls_native_certs::load_native_certs().certs,
        }
    }
}

/// All certificates that the settings trust, in PEM.
#[must_use]
pub fn pem(trust: &Trust) -> Vec<u8> {
    const LINE: usize = 64;
    let mut pem = Vec::new();
    for certificate in Anchors::load(trust).sources.iter().flat_map(Source::certificates) {
        pem.extend_from_slice(b"-----BEGIN CERTIFICATE-----\n");
        for line in BASE64_STANDARD.encode(certificate).as_bytes().chunks(LINE) {
            pem.extend_from_slice(line);
            pem.push(b'\n');
        }
        pem.extend_from_slice(b"-----END CERTIFICATE-----\n");
    }
    pem
}

fn system() -> Vec<Source> {
    let bundle = if ELSEWHERE.iter().any(|name| env::var_os(name).is_some()) {
        None
    } else {
        openssl_probe::probe().cert_file
    };
    bundle.map(Source::Bundle).into_iter().chain([Source::System]).collect()
}

fn from_file(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let pem = fs::read(file).map_err(|error| error.to_string())?;
    let certificates: Vec<_> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(CertificateDer::from(certificate.der().to_vec())),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err("it contains no certificate in PEM".to_owned());
    }
    Ok(certificates)
}
