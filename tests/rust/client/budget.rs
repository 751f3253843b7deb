//! A question has one time-out, with its retry and the check of a 404 included.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::settings::Settings;

use super::support::{PACKAGE, TOKEN, ask, is_found, way, words};

const TIMEOUT: Duration = Duration::from_secs(2);
/// Most of the time-out: two of it are clearly more than one time-out.
const LATE: Duration = Duration::from_millis(1600);

const PACKAGE_BODY: &str = r#"{"data":{"enabled":true,"memory":1,"cpuCores":1,"primaryStorage":1}}"#;

struct Server {
    url: String,
    requests: Arc<AtomicUsize>,
}

/// Calls `answer` with the connection and the number of the request, counted from 1 over all connections.
fn serve(answer: impl Fn(&mut TcpStream, usize) + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api/v1", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let (answer, count) = (Arc::new(answer), requests.clone());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let (answer, count) = (answer.clone(), count.clone());
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap())
                    .lines()
                    .map_while(Result::ok);
                while lines.by_ref().any(|line| line.is_empty()) {
                    answer(&mut stream, count.fetch_add(1, Ordering::SeqCst) + 1);
                }
            });
        }
    });
    Server { url, requests }
}

fn write(stream: &mut TcpStream, status: &str, body: &str) {
    // The client may be gone.
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

fn patient() -> Settings {
    Settings {
        timeout: TIMEOUT,
        ..Settings::default()
    }
}

#[test]
fn a_retry_has_what_the_first_try_left_of_the_time() {
    let server = serve(|stream, number| match number {
        1 => write(stream, "200 OK", PACKAGE_BODY),
        2 => {
            thread::sleep(LATE);
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
        _ => {
            thread::sleep(LATE);
            write(stream, "200 OK", PACKAGE_BODY);
        }
    });
    let way = way(&server.url, TOKEN, &patient());
    assert!(is_found(&ask(&way, PACKAGE, Deadline::none())));
    let start = Instant::now();
    let said = words(&ask(&way, Resource::Package(4), Deadline::none()));
    assert!(said.contains("timed out (timeout)"), "{said}");
    assert!(start.elapsed() < 2 * LATE, "{:?}", start.elapsed());
    assert_eq!(server.requests.load(Ordering::SeqCst), 3, "it was tried again");
}

#[test]
fn the_check_of_a_404_has_what_the_404_left_of_the_time() {
    let server = serve(|stream, number| {
        thread::sleep(LATE);
        match number {
            1 => write(stream, "404 Not Found", "<html>not here</html>"),
            _ => write(stream, "200 OK", "{}"),
        }
    });
    let start = Instant::now();
    let said = words(&ask(&way(&server.url, TOKEN, &patient()), PACKAGE, Deadline::none()));
    assert!(said.contains("/connect does not confirm the panel"), "{said}");
    assert!(start.elapsed() < 2 * LATE, "{:?}", start.elapsed());
    assert_eq!(server.requests.load(Ordering::SeqCst), 2);
}
