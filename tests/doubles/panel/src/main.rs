//! The simulated panel as a program, for tests in other languages, the demo and benches.
//!
//! It must not print its token. It ends with the process that started it, unless `--stay` is given.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use virtfusion_panel::{Panel, Variant, World};

const HELP: &str = "\
A simulated VirtFusion panel on loopback.

usage: panel [options]

  --world FILE           packages, groups, faults and tokens, as JSON (see below)
  --token TOKEN          the token with full access, in place of the one in the world file; one of them is required
  --latency MS           milliseconds before every answer, in place of the one in the world file
  --certificate VARIANT  valid (default), expired, wrong-name, self-signed, unknown-issuer,
                         missing-intermediate, plain (no TLS)
  --port N               on 127.0.0.1; a free one by default
  --dir DIR              where ca.pem is written; by default a temporary folder that is removed at the end
  --stay                 keep running when standard input closes

When it is ready it prints one line of JSON with url, control, ca, pid and port. It runs until SIGTERM or
SIGINT, or until its standard input closes.

World file:
  {\"token\": \"...\",
   \"packages\": {\"3\": {fields over the vendor's example package}},
   \"groups\": {\"5\": [hypervisors], \"6\": \"vendor\"}, \"group_names\": {\"5\": \"Frankfurt\"},
   \"latency_ms\": 0, \"faults\": [...],
   \"limited_tokens\": [\"no compute part\", {\"token\": \"...\", \"forbidden\": [\"/compute/*\", \"/packages*\"]}]}

A hypervisor is a full entry of the panel's answer (with the key hypervisor or resources), or
  {\"id\": 11, \"name\": \"hv-11\", \"memory\": [max, allocated], \"cpu\": [max, allocated],
   \"storage\": [max, allocated], \"storage_type\": 1, \"storage_enabled\": true, \"servers\": [0, 0],
   \"ipv4\": 96 or null, \"enabled\": true, \"prohibit\": false, \"accept\": false, \"commissioned\": true,
   \"other\": [entries of otherStorage], \"repeat\": 450}
where every key but id is optional.

A fault is {\"path\": \"/packages/3\" or \"/compute/*\" or \"*\", \"page\": N, \"times\": N, \"kind\": ...}, page and times
optional; the first match wins. Kinds and their parameters:
  status {code, body, headers}, garbage, html, empty, truncated, cut, reset, close, endless, endless_headers,
  drip {interval_ms}, drip_body {interval_ms}, hang, redirect {location, code}, big {bytes, gzip},
  deep {levels}, body {text or base64}, latency {ms}

Control port (JSON): GET /requests, DELETE /requests, GET /counters, PUT /world, PUT and DELETE /packages/ID
and /groups/ID, PUT /groups/ID/name \"Frankfurt\", PUT /faults [..], PUT /latency {\"ms\": N}, PUT /listening {\"on\": false}
";

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Default)]
struct Options {
    world: Option<PathBuf>,
    token: Option<String>,
    latency: Option<u64>,
    certificate: Variant,
    port: u16,
    dir: Option<PathBuf>,
    stay: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("panel: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some(options) = options()? else {
        print!("{HELP}");
        return Ok(());
    };
    let mut world = match &options.world {
        None => World::default(),
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
            World::from_json(&text).map_err(|error| format!("{}: {error}", file.display()))?
        }
    };
    world.token = options.token.or(world.token);
    world.latency_ms = options.latency.unwrap_or(world.latency_ms);
    if world.token.is_none() {
        return Err("no token: give --token, or \"token\" in the world file".into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // Before the panel reports that it is ready, so that a signal that follows at once is not lost.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut builder = Panel::builder()
            .world(world)
            .certificate(options.certificate)
            .port(options.port)
            .control();
        if let Some(dir) = options.dir {
            builder = builder.dir(dir);
        }
        let panel = tokio::task::spawn_blocking(move || builder.start()).await??;
        announce(&panel)?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = input_closed(options.stay) => {}
        }
        tokio::task::spawn_blocking(move || drop(panel)).await?;
        Ok::<(), Failure>(())
    })?;
    // The thread that reads standard input may still be waiting; it ends with the process.
    runtime.shutdown_background();
    Ok(())
}

fn announce(panel: &Panel) -> io::Result<()> {
    let ready = json!({
        "url": panel.url(),
        "control": panel.control_url(),
        "ca": panel.ca_file(),
        "pid": std::process::id(),
        "port": panel.port(),
    });
    let mut output = io::stdout().lock();
    writeln!(output, "{ready}")?;
    output.flush()
}

async fn input_closed(stay: bool) {
    if stay {
        return std::future::pending().await;
    }
    let (sender, closed) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let mut unread = [0; 4096];
        while matches!(io::stdin().read(&mut unread), Ok(count) if count > 0) {}
        drop(sender);
    });
    // Ends when the sender is dropped; nothing is ever sent.
    let _ = closed.await;
}

fn options() -> Result<Option<Options>, Failure> {
    use lexopt::prelude::{Long, ValueExt};
    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("world") => options.world = Some(arguments.value()?.into()),
            Long("token") => options.token = Some(arguments.value()?.string()?),
            Long("latency") => options.latency = Some(arguments.value()?.parse()?),
            Long("certificate") => options.certificate = arguments.value()?.string()?.parse()?,
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("dir") => options.dir = Some(arguments.value()?.into()),
            Long("stay") => options.stay = true,
            Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(options))
}
