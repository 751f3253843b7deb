//! The store on a Redis or Valkey server, for shops on several web servers. It implements the same rules as [`rules`](super::rules)
//! in scripts, which are atomic and use the server's clock.

mod connection;

use std::time::Duration;

use ::redis::{Value, cmd, from_redis_value};

use super::store::{
    Claim, Held, Holdings, Kept, Leased, MAX_ANSWER, MAX_ENTRIES, Progress, Store, StoreError, Tier, Version, Wanted,
    new_version,
};
use crate::clock::Millis;
use crate::deadline::Deadline;
use connection::Server;

/// The most bytes of all answers.
const MAX_BYTES: usize = 64 << 20;

/// Adds the prefix of every key. The number is the version of the layout; the braces keep all keys on one node of a cluster.
macro_rules! key {
    ($name:literal) => {
        concat!("{virtfusion_direct:3}:", $name)
    };
}

const ENDS: &str = key!("ends");
const SIZES: &str = key!("sizes");
const LIMITS: &str = key!("limits");
const HOLDERS: &str = key!("holders");

const LOOK: &str = include_str!("look.lua");
const LEASE: &str = include_str!("lease.lua");
const RENEW: &str = include_str!("renew.lua");
const GIVE_UP: &str = include_str!("give_up.lua");
const KEEP: &str = concat!(include_str!("drop.lua"), include_str!("keep.lua"));
const FORGET: &str = concat!(include_str!("drop.lua"), include_str!("forget.lua"));
const HOLDINGS: &str = include_str!("holdings.lua");
const ACQUIRE: &str = include_str!("acquire.lua");
const IS_LIMITED: &str = include_str!("is_limited.lua");
const RELEASE: &str = include_str!("release.lua");
const CHANGE_NOTE: &str = include_str!("change_note.lua");

/// See the module.
#[derive(Debug)]
pub struct RedisStore {
    server: Server,
}

impl RedisStore {
    /// The store on the server with this URL. `roots` returns the trusted certificates in PEM, for `rediss://`. Does not connect
    /// yet.
    ///
    /// # Errors
    ///
    /// The URL or a certificate is invalid.
    pub fn new(url: &str, roots: impl FnOnce() -> Vec<u8>) -> Result<Self, StoreError> {
        Server::new(url, roots).map(|server| Self { server })
    }
}

fn answer_key(key: &str) -> String {
    format!("{}{key}", key!("a:"))
}

fn lease_key(key: &str) -> String {
    format!("{}{key}", key!("l:"))
}

fn note_key(key: &str) -> String {
    format!("{}{key}", key!("n:"))
}

/// Encodes an optional text for a script.
fn marked(text: Option<&str>) -> String {
    text.map_or_else(|| "-".to_owned(), |text| format!("+{text}"))
}

fn millis(time: Duration) -> String {
    time.as_millis().max(1).to_string()
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn bytes(texts: &[String]) -> Vec<&[u8]> {
    texts.iter().map(String::as_bytes).collect()
}

/// Decodes the script's result for one key.
fn held(found: Value) -> Held {
    if matches!(&found, Value::BulkString(mark) if mark == b"=") {
        return Held::Unchanged;
    }
    match from_redis_value::<(Version, Millis, Vec<u8>)>(found) {
        Ok((version, asked, entry)) => Held::Entry(version, asked, entry),
        Err(_) => Held::Nothing,
    }
}

impl Store for RedisStore {
    fn tier(&self) -> Tier {
        Tier::Redis
    }

    fn place(&self) -> String {
        self.server.place.clone()
    }

    fn holdings(&self, deadline: Deadline) -> Result<Holdings, StoreError> {
        let (entries, bytes) = self.server.run(deadline, HOLDINGS, &[ENDS, SIZES], &[])?;
        Ok(Holdings { entries, bytes })
    }

    fn look(&self, wanted: &[Wanted], deadline: Deadline) -> Result<Vec<Held>, StoreError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = wanted.iter().map(|wanted| answer_key(wanted.key)).collect();
        let known: Vec<String> = wanted
            .iter()
            .map(|wanted| wanted.known.map_or_else(String::new, |version| version.to_string()))
            .collect();
        let found: Vec<Value> = self.server.run(deadline, LOOK, &strs(&keys), &bytes(&known))?;
        Ok(found.into_iter().map(held).collect())
    }

    fn body(&self, key: &str, version: Version, deadline: Deadline) -> Result<Option<Vec<u8>>, StoreError> {
        let (found, body): (Option<Version>, Option<Vec<u8>>) = self.server.ask(deadline, |connection| {
            cmd("HMGET").arg(answer_key(key)).arg(&["v", "b"]).query(connection)
        })?;
        Ok(body.filter(|_| found == Some(version)))
    }

    fn leases(&self, claims: &[(&str, Claim)], deadline: Deadline) -> Result<Vec<Leased>, StoreError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = claims.iter().map(|(key, _)| lease_key(key)).collect();
        let arguments = claims.iter().flat_map(|(_, claim)| {
            let since = claim.since.map_or_else(String::new, |since| since.to_string());
            [
                claim.version.to_string(),
                claim.asked.to_string(),
                millis(claim.time),
                since,
            ]
        });
        let arguments: Vec<String> = arguments.collect();
        let others: Vec<String> = self.server.run(deadline, LEASE, &strs(&keys), &bytes(&arguments))?;
        let leased = |other: String| other.parse().map_or(Leased::Taken, Leased::HeldBy);
        Ok(others.into_iter().map(leased).collect())
    }

    fn progress(&self, key: &str, lease: Version, deadline: Deadline) -> Result<Progress, StoreError> {
        let (version, failed): (Option<Version>, Option<String>) = self.server.ask(deadline, |connection| {
            cmd("HMGET").arg(lease_key(key)).arg(&["v", "f"]).query(connection)
        })?;
        Ok(if version == Some(lease) {
            failed.map_or(Progress::Working, Progress::Failed)
        } else {
            Progress::Ended
        })
    }

    fn renew(&self, key: &str, lease: Version, time: Duration, deadline: Deadline) -> Result<(), StoreError> {
        let arguments = [lease.to_string(), millis(time)];
        let arguments = arguments.each_ref().map(String::as_bytes);
        self.server.run(deadline, RENEW, &[&lease_key(key)], &arguments)
    }

    fn keep(&self, answers: &[(&str, Version, Kept)], deadline: Deadline) -> Result<Vec<bool>, StoreError> {
        let keep = |(key, lease, answer): &(&str, Version, Kept)| {
            self.server.run(
                deadline,
                KEEP,
                &[ENDS, SIZES, &lease_key(key), &answer_key(key)],
                &[
                    lease.to_string().as_bytes(),
                    answer.asked.to_string().as_bytes(),
                    answer.entry,
                    answer.body,
                    millis(answer.lifetime).as_bytes(),
                    MAX_ENTRIES.to_string().as_bytes(),
                    MAX_BYTES.to_string().as_bytes(),
                    MAX_ANSWER.to_string().as_bytes(),
                ],
            )
        };
        answers.iter().map(keep).collect()
    }

    fn give_up(&self, key: &str, lease: Version, why: Option<&str>, deadline: Deadline) -> Result<(), StoreError> {
        let version = lease.to_string();
        let arguments = [version.as_bytes(), why.unwrap_or_default().as_bytes()];
        self.server.run(deadline, GIVE_UP, &[&lease_key(key)], &arguments)
    }

    fn forget(&self, key: &str, deadline: Deadline) -> Result<(), StoreError> {
        let keys = [ENDS, SIZES, &lease_key(key), &answer_key(key)];
        self.server.run(deadline, FORGET, &keys, &[])
    }

    fn acquire(&self, key: &str, period: Duration, deadline: Deadline) -> Result<bool, StoreError> {
        let (period, caller, most) = (millis(period), new_version().to_string(), MAX_ENTRIES.to_string());
        let arguments = [key.as_bytes(), period.as_bytes(), caller.as_bytes(), most.as_bytes()];
        self.server.run(deadline, ACQUIRE, &[LIMITS, HOLDERS], &arguments)
    }

    fn is_limited(&self, key: &str, deadline: Deadline) -> Result<bool, StoreError> {
        self.server.run(deadline, IS_LIMITED, &[LIMITS], &[key.as_bytes()])
    }

    fn release(&self, key: &str, deadline: Deadline) -> Result<(), StoreError> {
        self.server
            .run(deadline, RELEASE, &[LIMITS, HOLDERS], &[key.as_bytes()])
    }

    fn note(&self, key: &str, deadline: Deadline) -> Result<Option<String>, StoreError> {
        self.server
            .ask(deadline, |connection| cmd("GET").arg(note_key(key)).query(connection))
    }

    fn change_note(
        &self,
        key: &str,
        old: Option<&str>,
        new: Option<(&str, Duration)>,
        deadline: Deadline,
    ) -> Result<bool, StoreError> {
        let time = millis(new.map_or(Duration::ZERO, |(_, time)| time));
        let arguments = [marked(old), marked(new.map(|(text, _)| text)), time];
        let arguments = arguments.each_ref().map(String::as_bytes);
        self.server.run(deadline, CHANGE_NOTE, &[&note_key(key)], &arguments)
    }
}
