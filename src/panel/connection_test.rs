//! Tests a connection: is the token accepted, and may it read everything that stock depends on?
//!
//! A token that may only read servers passes `/connect`. The second request finds out that it may not read hypervisors, which would
//! otherwise fail only during the next recalculation.

use std::fmt;

use super::Panel;
use crate::deadline::Deadline;
use crate::failure::{Cause, Distrust, Phase};

const CONNECT: &str = "/connect";
const GROUPS: &str = "/compute/hypervisors/groups?results=1";

/// Why a test failed. Its `Display` says what an admin should do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    path: &'static str,
    cause: Cause,
}

impl Panel {
    /// Sends both requests, without the cache and the breaker. Success resets the breaker.
    ///
    /// # Errors
    ///
    /// The first request that failed, and why.
    pub fn test(&self) -> Result<(), TestFailure> {
        for path in [CONNECT, GROUPS] {
            let failed = |cause| Err(TestFailure { path, cause });
            match self.get(path, self.http.budget(Deadline::none())) {
                Ok(response) if response.status == 200 => self.counts.add_answer(),
                Ok(response) if (300..400).contains(&response.status) => {
                    return failed(Cause::Redirect(response.status));
                }
                Ok(response) => return failed(Cause::Status(response.status)),
                Err(cause) => return failed(cause),
            }
        }
        self.breaker.reset(&self.address);
        Ok(())
    }
}

impl fmt::Display for TestFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.path, &self.cause) {
            (CONNECT, Cause::Status(401)) => f.write_str(
                "The panel refused the token (401 on /connect). Check that it was copied whole, has not expired, and that its \
                 list of allowed IP addresses contains this server's.",
            ),
            (_, Cause::Status(status @ (401 | 403))) if self.path == GROUPS => write!(
                f,
                "The token is accepted, but may not read the compute part ({status} on /compute/hypervisors/groups). Give it \
                 read access to hypervisors and hypervisor groups; without it stock cannot be computed.",
            ),
            (_, Cause::HostNotFound) => {
                f.write_str("The panel's host name was not found. Check the hostname of the server, and this machine's DNS.")
            }
            (_, Cause::Refused) => f.write_str(
                "The connection was refused: nothing listens at the panel's address and port. Check the hostname, and the \
                 panel's firewall.",
            ),
            (_, Cause::NoRoute) => f.write_str(
                "This machine has no route to the panel's address. Check the hostname, and this machine's network.",
            ),
            (_, Cause::Timeout(Phase::Connect)) => f.write_str(
                "Connecting to the panel timed out. Check the hostname, and that no firewall drops connections from this \
                 server.",
            ),
            (_, Cause::Internal(why)) => write!(f, "The panel was not asked: {why}."),
            (_, Cause::Timeout(_)) => {
                write!(f, "The panel did not answer {} in time. Check that it is up and not overloaded.", self.path)
            }
            (_, Cause::NotTrusted(distrust)) => {
                write!(f, "The panel's certificate is not trusted: {distrust}. {}", remedy(distrust))
            }
            (_, Cause::OldTls) => f.write_str(
                "The panel offers no TLS 1.2 or newer. Update its web server, or allow TLS 1.2 and 1.3 in its settings.",
            ),
            (_, Cause::NotTls) => f.write_str(
                "What answers at the panel's address does not speak TLS. Check the port: plain HTTP is not used, since it would \
                 show the token.",
            ),
            (path, Cause::Status(status)) => {
                write!(f, "The panel answered {path} with the unexpected status {status}. Is this the address of a VirtFusion panel?")
            }
            (path, cause) => write!(f, "GET {path}: {cause}. Check that this is the address of a VirtFusion panel."),
        }
    }
}

fn remedy(distrust: &Distrust) -> &'static str {
    match distrust {
        Distrust::UnknownIssuer(_) => {
            "Install a certificate of a known issuer with its whole chain, or name a private issuer's file in \
             virtfusion_direct.cafile."
        }
        Distrust::MissingIntermediate(_) => {
            "Install the whole chain on the panel: its own certificate and the intermediate ones, in that order."
        }
        Distrust::SelfSigned => {
            "Name a file with exactly this certificate in virtfusion_direct.cafile, or install one of a known issuer."
        }
        _ => "Install a valid certificate for the panel's name.",
    }
}
