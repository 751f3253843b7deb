//! A plain client for the panel's own tests: it trusts only the run's CA, follows no redirect and never retries.

#![allow(dead_code, reason = "no test binary uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, http};
use virtfusion_panel::Panel;

pub struct Client {
    pub agent: Agent,
    url: String,
    token: String,
}

pub type Response = http::Response<Body>;

impl Client {
    pub fn of(panel: &Panel) -> Self {
        let ca = Certificate::from_pem(&fs::read(panel.ca_file()).unwrap())
            .unwrap()
            .to_owned();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&[ca]))
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self {
            agent: agent.into(),
            url: panel.url().to_owned(),
            token: panel.token(),
        }
    }

    pub fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    pub fn get(&self, path: &str) -> Result<Response, Error> {
        self.get_within(path, Duration::from_secs(30))
    }

    /// Gives up after this time.
    pub fn get_within(&self, path: &str, time: Duration) -> Result<Response, Error> {
        self.agent
            .get(format!("{}{path}", self.url))
            .header("Authorization", format!("Bearer {}", self.token))
            .config()
            .timeout_global(Some(time))
            .build()
            .call()
    }

    pub fn status(&self, path: &str) -> u16 {
        self.get(path).unwrap().status().as_u16()
    }

    pub fn json(&self, path: &str) -> Value {
        self.get(path).unwrap().body_mut().read_json().unwrap()
    }

    pub fn text(&self, path: &str) -> String {
        self.get(path).unwrap().body_mut().read_to_string().unwrap()
    }
}

/// Reads up to `limit` bytes of a body; also returns whether it ended without an error.
pub fn drain(mut response: Response, limit: u64) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    let whole = response
        .body_mut()
        .as_reader()
        .take(limit)
        .read_to_end(&mut bytes)
        .is_ok();
    (bytes, whole)
}

/// The raw head of an answer, in lower case, from a panel without TLS.
pub fn head(panel: &Panel, path: &str, accept_encoding: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", panel.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let token = panel.token();
    write!(
        stream,
        "GET /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Accept-Encoding: {accept_encoding}\r\n\r\n"
    )
    .unwrap();
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    head.join("\n").to_lowercase()
}
