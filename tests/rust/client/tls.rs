//! The panel's certificate is always verified: after any failure of TLS the answer is unknown, no token was sent, and the message
//! names the failure.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::Panel;
use virtfusion_direct::settings::{Settings, Trust};
use virtfusion_panel::{Panel as Simulated, Variant};

use super::support::{GROUP, PACKAGE, TOKEN, ask, long_timeouts, message, panel, world};

/// A server with a TLS problem, and the expected messages.
struct Case {
    name: &'static str,
    /// Part of the failure's message.
    why: &'static str,
    /// Part of the connection test's message.
    advice: &'static str,
    server: Server,
}

enum Server {
    Simulated(Simulated),
    OpenSsl(OpenSsl),
}

/// `openssl s_server`, for settings that current libraries do not offer.
pub struct OpenSsl {
    child: Child,
    pub certificate: PathBuf,
    pub port: u16,
}

impl OpenSsl {
    fn start(name: &str, subject: &str, settings: &[&str]) -> Self {
        Self::with_certificate(name, subject, &["-addext", "subjectAltName=DNS:localhost"], settings)
    }

    /// Presents the self-signed certificate, with CA:TRUE, that `openssl req -x509` makes with these further arguments.
    pub fn with_certificate(name: &str, subject: &str, arguments: &[&str], settings: &[&str]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("openssl-{name}"));
        fs::create_dir_all(&folder).unwrap();
        let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
            .args(["-subj", subject])
            .args(arguments)
            .arg("-keyout")
            .arg(&key)
            .arg("-out")
            .arg(&certificate)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut child = Command::new("openssl")
            .current_dir(&folder)
            .args(["s_server", "-accept", "127.0.0.1:0", "-cert"])
            .arg(&certificate)
            .arg("-key")
            .arg(&key)
            .args(settings)
            // Kept open: the server ends when its input closes.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let ready = lines
            .find(|line| line.starts_with("ACCEPT"))
            .expect("the server listens");
        let port = ready.rsplit(':').next().unwrap().trim().parse().unwrap();
        // Its output must be read, or the pipe fills up.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            certificate,
            port,
        }
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        // Fails if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn panel(&self) -> Panel {
        let (url, ca) = match self {
            Self::Simulated(simulator) => (
                simulator.url().replace("http://", "https://"),
                simulator.ca_file().to_owned(),
            ),
            Self::OpenSsl(server) => (
                format!("https://localhost:{}/api/v1", server.port),
                server.certificate.clone(),
            ),
        };
        let trust = Trust::Only(ca);
        panel(
            &url,
            TOKEN,
            &Settings {
                trust,
                ..long_timeouts()
            },
        )
    }

    /// Checks that no handshake was completed and no request was sent, which would contain the token.
    fn assert_no_request(&self, name: &str) {
        if let Self::Simulated(simulator) = self {
            assert_eq!((simulator.counters().total, simulator.handshakes()), (0, 0), "{name}");
            assert!(simulator.connections() > 0, "{name}");
        }
    }
}

fn cases() -> Vec<Case> {
    let simulated = |name, variant, why, advice| Case {
        name,
        why,
        advice,
        server: Server::Simulated(
            Simulated::builder()
                .world(world())
                .certificate(variant)
                .start()
                .unwrap(),
        ),
    };
    let openssl = |name, why, advice, subject, settings| Case {
        name,
        why,
        advice,
        server: Server::OpenSsl(OpenSsl::start(name, subject, settings)),
    };
    vec![
        simulated(
            "expired",
            Variant::Expired,
            "the certificate is not trusted: it has expired or is not valid yet",
            "Install a valid certificate",
        ),
        simulated(
            "wrong name",
            Variant::WrongName,
            "the certificate is not trusted: it is for another name than the panel's",
            "Install a valid certificate for the panel's name",
        ),
        simulated(
            "self-signed",
            Variant::SelfSigned,
            "the certificate is not trusted: it is self-signed",
            "Name a file with exactly this certificate in virtfusion_direct.cafile",
        ),
        simulated(
            "unknown issuer",
            Variant::UnknownIssuer,
            "the certificate is not trusted: its issuer is not known (Another CA); a private one goes into cafile",
            "virtfusion_direct.cafile",
        ),
        simulated(
            "missing intermediate",
            Variant::MissingIntermediate,
            "the certificate is not trusted: the panel does not send the intermediate certificate of its issuer \
             (Intermediate CA)",
            "Install the whole chain on the panel",
        ),
        simulated(
            "plain HTTP",
            Variant::Plain,
            "no TLS connection: the server there does not speak TLS",
            "Check the port: plain HTTP is not used",
        ),
        openssl(
            "tls-1.1",
            "no TLS connection: the panel offers no TLS 1.2 or newer",
            "allow TLS 1.2 and 1.3",
            "/CN=localhost",
            &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
        ),
    ]
}

#[test]
fn every_tls_failure_is_unknown_with_its_own_message() {
    let mut messages = BTreeSet::new();
    for case in cases() {
        let panel = case.server.panel();
        for resource in [PACKAGE, GROUP] {
            let message = message(&ask(&panel, resource, Deadline::none()));
            assert!(message.contains(case.why), "{}: {message}", case.name);
            assert!(
                !message.contains(TOKEN) && !message.contains('\n'),
                "{}: {message}",
                case.name
            );
            if resource == PACKAGE {
                assert!(
                    messages.insert(message.clone()),
                    "{} shares its message: {message}",
                    case.name
                );
            }
        }
        case.server.assert_no_request(case.name);
    }
    assert_eq!(messages.len(), 7);
}

#[test]
fn the_connection_test_gives_its_own_advice_for_every_tls_failure() {
    let mut messages = BTreeSet::new();
    for case in cases() {
        let advice = case.server.panel().test().unwrap_err().to_string();
        assert!(advice.contains(case.advice), "{}: {advice}", case.name);
        assert!(!advice.contains(TOKEN), "{}: {advice}", case.name);
        assert!(
            messages.insert(advice.clone()),
            "{} shares its message: {advice}",
            case.name
        );
        case.server.assert_no_request(case.name);
    }
}

#[test]
fn the_name_of_an_issuer_cannot_break_a_log_line() {
    let long = "A".repeat(64);
    for (name, subject) in [
        ("newline", "/CN=bad\nX-Token: \u{202e}<b>\"quoted\"<br>".to_owned()),
        ("long", format!("/O={long}")),
    ] {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("openssl-issuer-{name}"));
        fs::create_dir_all(&folder).unwrap();
        let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
        let sign = |arguments: &[&str]| {
            let made = Command::new("openssl")
                .current_dir(&folder)
                .args(arguments)
                .output()
                .unwrap();
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        };
        sign(&[
            "req", "-utf8", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", &subject, "-keyout",
            "ca.key", "-out", "ca.pem",
        ]);
        fs::write(folder.join("empty.cnf"), "[req]\ndistinguished_name = name\n[name]\n").unwrap();
        sign(
            &"req -config empty.cnf -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -CA ca.pem -CAkey ca.key \
              -addext basicConstraints=CA:FALSE -addext subjectAltName=DNS:localhost -keyout key.pem -out certificate.pem"
                .split_whitespace()
                .collect::<Vec<_>>(),
        );
        let settings = ["-cert", certificate.to_str().unwrap(), "-key", key.to_str().unwrap()];
        let server = OpenSsl::start(name, "/CN=other", &settings);
        let url = format!("https://localhost:{}/api/v1", server.port);
        let message = message(&ask(&panel(&url, TOKEN, &long_timeouts()), PACKAGE, Deadline::none()));
        assert!(message.contains("its issuer is not known ("), "{message}");
        assert!(
            message
                .chars()
                .all(|character| character == ' ' || character.is_ascii_graphic())
                && message.len() < 220,
            "{message}"
        );
    }
}
