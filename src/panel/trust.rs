//! The certificates that may have signed the panel's.

use std::fs;
use std::path::Path;

use ureq::tls::{Certificate, PemItem, parse_pem};

use crate::settings::Trust;

/// The trusted certificates, and what an operator should know when a file could not be used.
#[derive(Debug, Default)]
pub struct Anchors {
    /// All that count.
    pub certificates: Vec<Certificate<'static>>,
    /// Why a file was passed over.
    pub warning: Option<String>,
}

impl Anchors {
    /// Loads what the settings name. A file that cannot be used is passed over for the system's store, with a warning.
    #[must_use]
    pub fn load(trust: &Trust) -> Self {
        let (file, with_system) = match trust {
            Trust::System => {
                return Self {
                    certificates: system(),
                    warning: None,
                };
            }
            Trust::SystemAnd(file) => (file, true),
            Trust::Only(file) => (file, false),
        };
        match from_file(file) {
            Ok(mut certificates) => {
                if with_system {
                    certificates.extend(system());
                }
                Self {
                    certificates,
                    warning: None,
                }
            }
            Err(why) => Self {
                certificates: system(),
                warning: Some(format!(
                    "{} is not used, the system's certificates are: {why}",
                    file.display()
                )),
            },
        }
    }
}

fn from_file(file: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let pem = fs::read(file).map_err(|error| error.to_string())?;
    let certificates: Vec<_> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err("it holds no certificate in PEM".to_owned());
    }
    Ok(certificates)
}

fn system() -> Vec<Certificate<'static>> {
    let found = rustls_native_certs::load_native_certs();
    found
        .certs
        .iter()
        .map(|certificate| Certificate::from_der(certificate).to_owned())
        .collect()
}
