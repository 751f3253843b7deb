//! A panel whose certificate is itself one of the trusted ones, as `openssl req -x509` makes it, with CA:TRUE.

use std::fs;
use std::path::PathBuf;

use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::settings::{Settings, Trust};

use super::support::{PACKAGE, TOKEN, ask, is_found, message, panel};
use super::tls::OpenSsl;

const FOR_LOCALHOST: &[&str] = &["-addext", "subjectAltName=DNS:localhost"];

/// A server with such a certificate that answers a request for package 3.
struct Server(OpenSsl);

impl Server {
    fn new(name: &str, subject: &str, arguments: &[&str]) -> Self {
        Self::with(name, subject, arguments, &[])
    }

    fn with(name: &str, subject: &str, arguments: &[&str], settings: &[&str]) -> Self {
        let name = format!("pinned-{name}");
        // `openssl s_server -WWW` serves the files of its folder.
        let packages = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("openssl-{name}/api/v1/packages"));
        fs::create_dir_all(&packages).unwrap();
        let package = r#"{"data":{"enabled":true,"memory":1,"cpuCores":1,"primaryStorage":1}}"#;
        fs::write(packages.join("3"), package).unwrap();
        let settings = [&["-WWW"], settings].concat();
        Self(OpenSsl::with_certificate(&name, subject, arguments, &settings))
    }

    /// The failure of a request to it, or `None` if it answered.
    fn refusal(&self, host: &str, trust: Trust) -> Option<String> {
        let url = format!("https://{host}:{}/api/v1", self.0.port);
        let settings = Settings {
            trust,
            ..Settings::default()
        };
        let answer = ask(&panel(&url, TOKEN, &settings), PACKAGE, Deadline::none());
        (!is_found(&answer)).then(|| message(&answer))
    }

    fn trusting_it(&self) -> Trust {
        Trust::Only(self.0.certificate.clone())
    }
}

#[test]
fn a_self_signed_certificate_that_is_trusted_itself_is_accepted() {
    for (name, version) in [("tls12", "-tls1_2"), ("tls13", "-tls1_3")] {
        let server = Server::with(name, "/CN=panel", FOR_LOCALHOST, &[version]);
        assert_eq!(server.refusal("localhost", server.trusting_it()), None);
        let with_system = Trust::SystemAnd(server.0.certificate.clone());
        assert_eq!(server.refusal("localhost", with_system), None);
    }
}

#[test]
fn a_self_signed_certificate_that_is_not_trusted_is_refused() {
    let server = Server::new("untrusted", "/CN=localhost", FOR_LOCALHOST);
    // The same subject and name, but another key.
    let other = Server::new("other", "/CN=localhost", FOR_LOCALHOST);
    for trust in [Trust::System, other.trusting_it()] {
        let why = server.refusal("localhost", trust).unwrap();
        assert!(
            why.contains("it is self-signed, and not one of the trusted certificates"),
            "{why}"
        );
    }
}

#[test]
fn a_trusted_certificate_for_another_name_is_refused() {
    for (name, subject, arguments) in [
        (
            "other-name",
            "/CN=localhost",
            ["-addext", "subjectAltName=DNS:server.invalid"].as_slice(),
        ),
        ("other-common-name", "/CN=server.invalid", &[]),
    ] {
        let server = Server::new(name, subject, arguments);
        let why = server.refusal("localhost", server.trusting_it()).unwrap();
        assert!(why.contains("it is for another name than the panel's"), "{why}");
    }
}

#[test]
fn the_common_name_is_accepted_without_alternative_names() {
    let server = Server::new("common-name", "/CN=LocalHost", &[]);
    assert_eq!(server.refusal("localhost", server.trusting_it()), None);
    let server = ["-addext", "basicConstraints=critical,CA:FALSE"];
    let server = Server::new("no-authority", "/CN=localhost", &server);
    assert_eq!(server.refusal("localhost", server.trusting_it()), None);
    let server = Server::new("address", "/CN=127.0.0.1", &[]);
    assert_eq!(server.refusal("127.0.0.1", server.trusting_it()), None);
    let server = Server::new(
        "address-as-alternative",
        "/CN=x",
        &["-addext", "subjectAltName=IP:127.0.0.1"],
    );
    assert_eq!(server.refusal("127.0.0.1", server.trusting_it()), None);
}

#[test]
fn a_trusted_certificate_for_another_purpose_is_refused() {
    let client = [FOR_LOCALHOST, &["-addext", "extendedKeyUsage=clientAuth"]].concat();
    let server = Server::new("client", "/CN=localhost", &client);
    assert!(server.refusal("localhost", server.trusting_it()).is_some());
}
