//! A panel whose certificate is itself one of the trusted ones: what `openssl req -x509` makes, with CA:TRUE.

use std::fs;
use std::path::PathBuf;

use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::settings::{Settings, Trust};

use super::support::{PACKAGE, TOKEN, ask, is_found, way, words};
use super::tls::OpenSsl;

const TO_LOCALHOST: &[&str] = &["-addext", "subjectAltName=DNS:localhost"];

/// A panel that has package 3.
struct Panel(OpenSsl);

impl Panel {
    fn new(name: &str, subject: &str, arguments: &[&str]) -> Self {
        Self::with(name, subject, arguments, &[])
    }

    fn with(name: &str, subject: &str, arguments: &[&str], settings: &[&str]) -> Self {
        let name = format!("pinned-{name}");
        // It answers with the files of its folder.
        let packages = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("openssl-{name}/api/v1/packages"));
        fs::create_dir_all(&packages).unwrap();
        let package = r#"{"data":{"enabled":true,"memory":1,"cpuCores":1,"primaryStorage":1}}"#;
        fs::write(packages.join("3"), package).unwrap();
        let settings = [&["-WWW"], settings].concat();
        Self(OpenSsl::with_certificate(&name, subject, arguments, &settings))
    }

    /// The failure of asking it, or `None` when it answered.
    fn refusal(&self, host: &str, trust: Trust) -> Option<String> {
        let url = format!("https://{host}:{}/api/v1", self.0.port);
        let settings = Settings {
            trust,
            ..Settings::default()
        };
        let answer = ask(&way(&url, TOKEN, &settings), PACKAGE, Deadline::none());
        (!is_found(&answer)).then(|| words(&answer))
    }

    fn itself(&self) -> Trust {
        Trust::Only(self.0.certificate.clone())
    }
}

#[test]
fn a_self_signed_certificate_that_is_trusted_itself_is_accepted() {
    for (name, version) in [("tls12", "-tls1_2"), ("tls13", "-tls1_3")] {
        let panel = Panel::with(name, "/CN=panel", TO_LOCALHOST, &[version]);
        assert_eq!(panel.refusal("localhost", panel.itself()), None);
        let beside = Trust::SystemAnd(panel.0.certificate.clone());
        assert_eq!(panel.refusal("localhost", beside), None);
    }
}

#[test]
fn a_self_signed_certificate_that_is_not_trusted_is_refused() {
    let panel = Panel::new("untrusted", "/CN=localhost", TO_LOCALHOST);
    // The same subject and name, and another key.
    let other = Panel::new("other", "/CN=localhost", TO_LOCALHOST);
    for trust in [Trust::System, other.itself()] {
        let why = panel.refusal("localhost", trust).unwrap();
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
            ["-addext", "subjectAltName=DNS:panel.invalid"].as_slice(),
        ),
        ("other-common-name", "/CN=panel.invalid", &[]),
    ] {
        let panel = Panel::new(name, subject, arguments);
        let why = panel.refusal("localhost", panel.itself()).unwrap();
        assert!(why.contains("it is for another name than the panel's"), "{why}");
    }
}

#[test]
fn the_common_name_counts_where_there_is_no_alternative_name() {
    let panel = Panel::new("common-name", "/CN=LocalHost", &[]);
    assert_eq!(panel.refusal("localhost", panel.itself()), None);
    let server = ["-addext", "basicConstraints=critical,CA:FALSE"];
    let panel = Panel::new("no-authority", "/CN=localhost", &server);
    assert_eq!(panel.refusal("localhost", panel.itself()), None);
    let panel = Panel::new("address", "/CN=127.0.0.1", &[]);
    assert_eq!(panel.refusal("127.0.0.1", panel.itself()), None);
    let panel = Panel::new(
        "address-as-alternative",
        "/CN=x",
        &["-addext", "subjectAltName=IP:127.0.0.1"],
    );
    assert_eq!(panel.refusal("127.0.0.1", panel.itself()), None);
}

#[test]
fn a_trusted_certificate_for_another_purpose_is_refused() {
    let client = [TO_LOCALHOST, &["-addext", "extendedKeyUsage=clientAuth"]].concat();
    let panel = Panel::new("client", "/CN=localhost", &client);
    assert!(panel.refusal("localhost", panel.itself()).is_some());
}
