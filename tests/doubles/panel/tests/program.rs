//! The program and its control port, as tests in other languages use them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

const TOKEN: &str = "very-secret";

/// A running program whose standard input is kept open. It ends with its test.
struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
    ready: Value,
    agent: Agent,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_panel"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let ca = fs::read(ready["ca"].as_str().unwrap()).unwrap();
        let ca = Certificate::from_pem(&ca).unwrap().to_owned();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&[ca]))
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(10)))
            .build();
        Self {
            child,
            output,
            ready,
            agent: agent.into(),
        }
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let url = format!("{}{path}", self.ready["url"].as_str().unwrap());
        let mut response = self
            .agent
            .get(url)
            .header("Authorization", format!("Bearer {TOKEN}"))
            .call()
            .unwrap();
        (
            response.status().as_u16(),
            response.body_mut().read_json().unwrap_or_default(),
        )
    }

    fn control(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}{path}", self.ready["control"].as_str().unwrap());
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(url)
            .body(body.to_string())
            .unwrap();
        let agent: Agent = Agent::config_builder()
            .allow_non_standard_methods(true)
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .into();
        let mut response = match method {
            "PUT" => agent.run(request).unwrap(),
            _ => agent.run(request.map(|_| ())).unwrap(),
        };
        (response.status().as_u16(), response.body_mut().read_json().unwrap())
    }

    fn put(&self, path: &str, body: Value) {
        assert_eq!(self.control("PUT", path, body), (200, json!({"ok": true})), "{path}");
    }

    /// Waits for the end; returns the exit code and what was printed after the first line.
    fn end(&mut self) -> (Option<i32>, String) {
        let start = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None => assert!(
                    start.elapsed() < Duration::from_secs(30),
                    "the program is still running"
                ),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        (status, rest)
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("sh")
                .args(["-c", "kill -s $0 $1", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

/// Terminates the program before it kills it, so that the program removes its temporary folder.
impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal("TERM");
        }
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(5));
        }
        // Fails if the program has ended already, as it should.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failing(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_panel"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    output
}

#[test]
fn the_program_prints_one_line_with_its_urls_and_without_the_token() {
    let mut program = Program::start(&["--token", TOKEN]);
    let keys: Vec<&String> = program.ready.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["ca", "control", "pid", "port", "url"]);
    assert_eq!(program.ready["pid"], json!(program.child.id()));
    assert_eq!(program.get("/connect"), (200, json!([])));
    drop(program.child.stdin.take());
    assert_eq!(program.end(), (Some(0), String::new()));
}

#[test]
fn the_program_ends_with_its_input_or_a_signal_and_removes_its_folder() {
    for (stay, signal) in [
        (false, None),
        (false, Some("TERM")),
        (true, Some("INT")),
        (true, Some("TERM")),
    ] {
        let mut arguments = vec!["--token", TOKEN];
        arguments.extend(stay.then_some("--stay"));
        let mut program = Program::start(&arguments);
        match signal {
            Some(name) => program.signal(name),
            None => drop(program.child.stdin.take()),
        }
        assert_eq!(program.end().0, Some(0), "{signal:?}");
        assert!(!Path::new(program.ready["ca"].as_str().unwrap()).exists());
    }
}

#[test]
fn the_program_keeps_running_without_input_with_stay() {
    let mut program = Program::start(&["--token", TOKEN, "--stay"]);
    drop(program.child.stdin.take());
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(program.get("/connect").0, 200);
}

#[test]
fn a_world_file_is_read_and_a_given_folder_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("world.json");
    let world = json!({
        "token": TOKEN,
        "packages": {"3": {"memory": 4096}},
        "groups": {"1": "vendor", "5": [{"id": 10, "repeat": 30}]},
        "group_names": {"5": "Frankfurt"},
        "faults": [{"path": "/packages/3", "times": 1, "kind": "status", "code": 503}],
        "limited_tokens": ["weak", {"token": "weaker", "forbidden": ["/compute/*", "/packages*"]}],
        "latency_ms": 5,
    });
    fs::write(&file, world.to_string()).unwrap();
    let own = dir.path().join("own");
    let mut program = Program::start(&["--world", file.to_str().unwrap(), "--dir", own.to_str().unwrap()]);
    assert_eq!(program.get("/packages/3").0, 503);
    assert_eq!(program.get("/packages/3").1["data"]["memory"], json!(4096));
    let groups = program.get("/compute/hypervisors/groups").1;
    assert_eq!(
        (&groups["total"], &groups["data"][1]["name"]),
        (&json!(2), &json!("Frankfurt"))
    );
    program.put("/groups/5/name", json!("Paris"));
    assert_eq!(
        program.get("/compute/hypervisors/groups").1["data"][1]["name"],
        json!("Paris")
    );
    drop(program.child.stdin.take());
    program.end();
    assert!(own.join("ca.pem").exists());
}

#[test]
fn invalid_options_are_reported_on_standard_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("world.json");
    fs::write(&file, r#"{"token": "very-secret", "groups": {"5": 1}}"#).unwrap();
    let file = file.to_str().unwrap();
    for (arguments, expected) in [
        (vec![], "--token"),
        (vec!["--certificate", "good"], "missing-intermediate"),
        (vec!["--world", "/nonexistent/world.json"], "/nonexistent/world.json"),
        (vec!["--world", file], "group 5"),
        (vec!["--token", "t", "--port", "x"], "x"),
        (vec!["--tokens"], "--tokens"),
    ] {
        let message = String::from_utf8(failing(&arguments).stderr).unwrap();
        assert!(message.contains(expected) && !message.contains(TOKEN), "{message}");
    }
}

#[test]
fn the_control_port_changes_the_world() {
    let program = Program::start(&["--token", TOKEN]);
    assert_eq!(program.get("/packages/3").0, 404);
    program.put("/packages/3", json!({"memory": 2048}));
    assert_eq!(program.get("/packages/3").1["data"]["memory"], json!(2048));
    program.put("/groups/5", json!([{"id": 1}]));
    assert_eq!(
        program.get("/compute/hypervisors/groups/5/resources").1["total"],
        json!(1)
    );
    assert_eq!(program.control("DELETE", "/packages/3", Value::Null).0, 200);
    assert_eq!(program.control("DELETE", "/groups/5", Value::Null).0, 200);
    assert_eq!(program.get("/packages/3").0, 404);
    assert_eq!(program.get("/compute/hypervisors/groups/5/resources").0, 404);
    program.put("/world", json!({"packages": {"9": {}}}));
    assert_eq!(program.get("/packages/9").0, 200);
}

#[test]
fn the_control_port_sets_faults_latency_and_listening() {
    let program = Program::start(&["--token", TOKEN]);
    program.put("/faults", json!([{"path": "*", "kind": "status", "code": 500}]));
    assert_eq!(program.get("/connect").0, 500);
    program.put("/faults", json!([]));
    program.put("/latency", json!({"ms": 120}));
    let start = Instant::now();
    assert_eq!(program.get("/connect").0, 200);
    assert!(start.elapsed() >= Duration::from_millis(120));
    program.put("/latency", json!({"ms": 0}));
    program.put("/listening", json!({"on": false}));
    let url = format!("{}/connect", program.ready["url"].as_str().unwrap());
    assert!(program.agent.get(&url).call().is_err());
    program.put("/listening", json!({"on": true}));
    assert_eq!(program.get("/connect").0, 200);
}

#[test]
fn the_control_port_returns_requests_and_counters() {
    let program = Program::start(&["--token", TOKEN]);
    program.get("/packages/3?x=1");
    program.get("/connect");
    let (_, requests) = program.control("GET", "/requests", Value::Null);
    assert_eq!(requests.as_array().unwrap().len(), 2);
    let mut first = requests[0].clone();
    assert!(first["at_ms"].take().is_u64());
    assert_eq!(
        first,
        json!({"at_ms": null, "method": "GET", "path": "/packages/3", "query": "x=1", "status": 404, "connection": 1,
               "authorized": true})
    );
    let (_, counters) = program.control("GET", "/counters", Value::Null);
    assert_eq!(
        counters,
        json!({"total": 2, "requests": {"/packages/3": 1, "/connect": 1}, "connections": 1, "handshakes": 1,
               "in_flight": 0, "peak": 1})
    );
    program.control("DELETE", "/requests", Value::Null);
    assert_eq!(program.control("GET", "/requests", Value::Null).1, json!([]));
    assert_eq!(program.control("GET", "/counters", Value::Null).1["total"], json!(0));
}

#[test]
fn the_control_port_refuses_invalid_commands() {
    let program = Program::start(&["--token", TOKEN]);
    for (method, path, body, status, expected) in [
        (
            "PUT",
            "/faults",
            json!([{"path": "*", "kind": "status", "code": 500, "time": 1}]),
            400,
            "time",
        ),
        ("PUT", "/latency", json!({"s": 1}), 400, "ms"),
        ("PUT", "/groups/x", json!([]), 400, "id"),
        ("PUT", "/groups/5", json!({}), 400, "group 5"),
        ("PUT", "/world", json!({"token": ""}), 400, "token"),
        ("GET", "/world", Value::Null, 404, "/world"),
    ] {
        let (answered, message) = program.control(method, path, body);
        assert_eq!(answered, status, "{path}");
        assert!(message["error"].as_str().unwrap().contains(expected), "{message}");
    }
    assert_eq!(program.get("/connect").0, 200);
}
