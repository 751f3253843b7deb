//! The store on a Redis or Valkey server, for shops on several web servers.
//!
//! What has to happen in one step is a script there. The password in the URL is in no message.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use ::redis::{
    Client, Connection, FromRedisValue, IntoConnectionInfo, Pipeline, RedisResult, TlsCertificates, Value, cmd, pipe,
};
use parking_lot::Mutex;

use super::patience;
use super::store::{Holdings, Leased, Look, Progress, Record, Store, Tier, Trouble, Version, Wanted};
use crate::sys;

/// The longest that connecting, and each answer, may take. A cache that is slower than this is no help.
const PATIENCE: Duration = Duration::from_millis(500);

/// Before every key: what it is of, and the version of the layout. The braces keep all keys on one node of a cluster.
const PREFIX: &str = "{virtfusion_direct:2}";

/// The most answers held, and the most bytes of them. One that is larger than half of that is not kept.
const MAX_ENTRIES: u64 = 10_000;
const MAX_BYTES: usize = 64 << 20;

/// Where the answers' ends and sizes lie; see [`DROP`].
const ENDS: &str = "{virtfusion_direct:2}:ends";
const SIZES: &str = "{virtfusion_direct:2}:sizes";

/// For how long a failure is told to those who wait.
const FAILED: usize = 5_000;

/// Takes a lease that nobody holds. A lease is `H` and its version, or, once it failed, `F`, the version and why.
const LEASE: &str = "local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, 1) == 'H' then return string.sub(held, 2) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ''";
const RENEW: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end";
/// What bounds the store: a sorted set of the answers by their end, and a hash of their sizes with the sum under ''.
const DROP: &str = "local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop(answer)
    redis.call('DEL', answer)
    redis.call('ZREM', KEYS[1], answer)
    local size = redis.call('HGET', KEYS[2], answer)
    if size then
        redis.call('HDEL', KEYS[2], answer)
        redis.call('HINCRBY', KEYS[2], '', 0 - size)
    end
end
";
const KEEP: &str = "if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[3])
local size = string.len(ARGV[4])
local most = tonumber(ARGV[7])
if size > most / 2 then return 0 end
drop(KEYS[4])
for _, answer in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do drop(answer) end
while redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[6])
    or tonumber(redis.call('HGET', KEYS[2], '') or 0) + size > most do
    local soonest = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
    if not soonest then
        redis.call('DEL', KEYS[2])
        break
    end
    drop(soonest)
end
redis.call('HSET', KEYS[4], 'v', ARGV[2], 'k', ARGV[3], 't', ARGV[4])
redis.call('PEXPIRE', KEYS[4], ARGV[5])
redis.call('ZADD', KEYS[1], now + ARGV[5], KEYS[4])
redis.call('HSET', KEYS[2], KEYS[4], size)
redis.call('HINCRBY', KEYS[2], '', size)
redis.call('PEXPIRE', KEYS[1], 86400000)
redis.call('PEXPIRE', KEYS[2], 86400000)
return 1";
const FORGET: &str = "redis.call('DEL', KEYS[3])
drop(KEYS[4])";
const HOLDINGS: &str = "return {redis.call('ZCARD', KEYS[1]), tonumber(redis.call('HGET', KEYS[2], '') or 0)}";
const GIVE_UP: &str = "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end";
/// The first letter of an argument says whether there is a text behind it.
const CHANGE_NOTE: &str = "local old = redis.call('GET', KEYS[1])
if (old and '+' .. old or '-') ~= ARGV[1] then return 0 end
if ARGV[2] == '-' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], string.sub(ARGV[2], 2), 'PX', ARGV[3]) end
return 1";

/// See the module.
pub struct Redis {
    client: Client,
    place: String,
    connection: Mutex<Option<Connection>>,
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redis({})", self.place)
    }
}

impl Redis {
    /// Connects. `anchor` is a PEM file's content with a private issuer, for `rediss://`.
    pub fn open(url: &str, anchor: Option<Vec<u8>>) -> Result<Self, Trouble> {
        // The only place that may have to choose: ureq brings its own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unusable = |_| Trouble::new("redis_url is not a URL that can be used");
        let info = url.into_connection_info().map_err(unusable)?;
        let place = format!("Redis at {}", info.addr());
        let tls = url.starts_with("rediss:");
        let client = if tls && anchor.is_some() {
            Client::build_with_tls(
                info,
                TlsCertificates {
                    client_tls: None,
                    root_cert: anchor,
                },
            )
        } else {
            Client::open(info)
        }
        .map_err(|error| Trouble::new(format!("{place}: {}", words(&error))))?;
        let redis = Self {
            client,
            place,
            connection: Mutex::new(None),
        };
        redis.ask::<Value>(|connection| cmd("PING").query(connection))?;
        Ok(redis)
    }

    /// Asks over the kept connection, or over a new one when there is none or it was closed.
    fn ask<T>(&self, mut question: impl FnMut(&mut Connection) -> RedisResult<T>) -> Result<T, Trouble> {
        let trouble = |error: ::redis::RedisError| Trouble::new(format!("{}: {}", self.place, words(&error)));
        let mut kept = self
            .connection
            .try_lock_for(self.patience()?)
            .ok_or_else(|| self.too_slow())?;
        if let Some(mut connection) = kept.take() {
            match self.within_patience(&mut connection, &mut question)? {
                Ok(answer) => {
                    *kept = Some(connection);
                    return Ok(answer);
                }
                // The server may have closed it since.
                Err(error) if error.is_connection_dropped() => {}
                Err(error) => return Err(trouble(error)),
            }
        }
        let mut connection = self.connect()?;
        let answer = self.within_patience(&mut connection, &mut question)?.map_err(trouble)?;
        *kept = Some(connection);
        Ok(answer)
    }

    fn within_patience<T>(
        &self,
        connection: &mut Connection,
        question: &mut impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<RedisResult<T>, Trouble> {
        let left = Some(self.patience()?);
        let ready = connection
            .set_read_timeout(left)
            .and_then(|()| connection.set_write_timeout(left));
        Ok(ready.and_then(|()| question(connection)))
    }

    /// Looks the name up, connects and signs in, on a thread of its own: the system's look-up knows no time-out.
    fn connect(&self) -> Result<Connection, Trouble> {
        let patience = self.patience()?;
        let (sender, receiver) = channel();
        let client = self.client.clone();
        sys::spawn("virtfusion", move || {
            let _ = sender.send(client.get_connection_with_timeout(patience));
        })
        .map_err(|error| Trouble::new(format!("{}: no thread could be started: {error}", self.place)))?;
        match receiver.recv_timeout(patience) {
            Ok(connected) => connected.map_err(|error| Trouble::new(format!("{}: {}", self.place, words(&error)))),
            Err(_) => Err(self.too_slow()),
        }
    }

    fn patience(&self) -> Result<Duration, Trouble> {
        patience::left(PATIENCE).ok_or_else(|| self.too_slow())
    }

    fn too_slow(&self) -> Trouble {
        Trouble::new(format!("{}: no connection in time", self.place))
    }

    fn script<T: FromRedisValue>(&self, script: &str, keys: &[&str], arguments: &[&[u8]]) -> Result<T, Trouble> {
        self.ask(|connection| {
            let mut command = cmd("EVAL");
            command.arg(script).arg(keys.len());
            for key in keys {
                command.arg(*key);
            }
            for argument in arguments {
                command.arg(*argument);
            }
            command.query(connection)
        })
    }
}

fn words(error: &::redis::RedisError) -> String {
    // Its details repeat what the server says, which holds no secret of ours.
    error
        .to_string()
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .take(200)
        .collect()
}

fn answer_key(key: &str) -> String {
    format!("{PREFIX}:a:{key}")
}

fn lease_key(key: &str) -> String {
    format!("{PREFIX}:l:{key}")
}

fn limit_key(key: &str) -> String {
    format!("{PREFIX}:r:{key}")
}

fn note_key(key: &str) -> String {
    format!("{PREFIX}:n:{key}")
}

/// A text that may be missing, for a script.
fn marked(text: Option<&str>) -> String {
    text.map_or_else(|| "-".to_owned(), |text| format!("+{text}"))
}

fn held(version: Version) -> String {
    format!("H{version}")
}

fn millis(time: Duration) -> String {
    time.as_millis().max(1).to_string()
}

type Fields = (Option<Version>, Option<String>, Option<String>);

fn record(kind: Option<&str>, text: Option<String>) -> Option<Record> {
    match (kind, text) {
        (Some("m"), _) => Some(Record::Missing),
        (Some("f"), Some(text)) => Some(Record::Found(Arc::from(text))),
        _ => None,
    }
}

impl Store for Redis {
    fn tier(&self) -> Tier {
        Tier::Redis
    }

    fn place(&self) -> String {
        self.place.clone()
    }

    fn holdings(&self) -> Result<Holdings, Trouble> {
        let (entries, bytes) = self.script(HOLDINGS, &[ENDS, SIZES], &[])?;
        Ok(Holdings { entries, bytes })
    }

    fn look(&self, wanted: &[Wanted]) -> Result<Vec<Look>, Trouble> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut versions: Pipeline = pipe();
        for wanted in wanted {
            versions.cmd("HGET").arg(answer_key(wanted.key)).arg("v");
        }
        let versions: Vec<Option<Version>> = self.ask(|connection| versions.query(connection))?;
        let is_new = |wanted: &Wanted, version: &Option<Version>| version.is_some() && *version != wanted.known;
        let mut texts: Pipeline = pipe();
        for (wanted, version) in wanted.iter().zip(&versions) {
            if is_new(wanted, version) {
                texts
                    .cmd("HMGET")
                    .arg(answer_key(wanted.key))
                    .arg("v")
                    .arg("k")
                    .arg("t");
            }
        }
        let mut texts: std::vec::IntoIter<Fields> = if texts.is_empty() {
            Vec::new().into_iter()
        } else {
            self.ask::<Vec<Fields>>(|connection| texts.query(connection))?
                .into_iter()
        };
        Ok(wanted
            .iter()
            .zip(&versions)
            .map(|(wanted, version)| match version {
                None => Look::Nothing,
                Some(_) if !is_new(wanted, version) => Look::Same,
                Some(_) => match texts.next() {
                    Some((Some(version), kind, text)) => {
                        record(kind.as_deref(), text).map_or(Look::Nothing, |record| Look::Other(version, record))
                    }
                    _ => Look::Nothing,
                },
            })
            .collect())
    }

    fn lease(&self, key: &str, mine: Version, time: Duration) -> Result<Leased, Trouble> {
        let other: String = self.script(
            LEASE,
            &[&lease_key(key)],
            &[held(mine).as_bytes(), millis(time).as_bytes()],
        )?;
        Ok(match other.parse() {
            Ok(other) => Leased::HeldBy(other),
            Err(_) => Leased::Taken,
        })
    }

    fn progress(&self, key: &str, lease: Version) -> Result<Progress, Trouble> {
        let state: Option<String> = self.ask(|connection| cmd("GET").arg(lease_key(key)).query(connection))?;
        let Some(state) = state else {
            return Ok(Progress::Ended);
        };
        if state == held(lease) {
            return Ok(Progress::Working);
        }
        let why = state.strip_prefix('F').and_then(|state| state.split_once(' '));
        Ok(match why {
            Some((version, why)) if version.parse() == Ok(lease) => Progress::Failed(why.to_owned()),
            _ => Progress::Ended,
        })
    }

    fn renew(&self, key: &str, lease: Version, time: Duration) -> Result<(), Trouble> {
        self.script(
            RENEW,
            &[&lease_key(key)],
            &[held(lease).as_bytes(), millis(time).as_bytes()],
        )
    }

    fn keep(&self, key: &str, lease: Version, record: &Record, lifetime: Duration) -> Result<bool, Trouble> {
        let kind = if matches!(record, Record::Found(_)) { "f" } else { "m" };
        self.script(
            &format!("{DROP}{KEEP}"),
            &[ENDS, SIZES, &lease_key(key), &answer_key(key)],
            &[
                held(lease).as_bytes(),
                lease.to_string().as_bytes(),
                kind.as_bytes(),
                record.text().unwrap_or_default().as_bytes(),
                millis(lifetime).as_bytes(),
                MAX_ENTRIES.to_string().as_bytes(),
                MAX_BYTES.to_string().as_bytes(),
            ],
        )
    }

    fn give_up(&self, key: &str, lease: Version, why: Option<&str>) -> Result<(), Trouble> {
        let state = why.map_or(String::new(), |why| format!("F{lease} {why}"));
        let arguments = [held(lease), state, FAILED.to_string()];
        self.script(GIVE_UP, &[&lease_key(key)], &arguments.each_ref().map(String::as_bytes))
    }

    fn forget(&self, key: &str) -> Result<(), Trouble> {
        self.script(
            &format!("{DROP}{FORGET}"),
            &[ENDS, SIZES, &lease_key(key), &answer_key(key)],
            &[],
        )
    }

    fn acquire(&self, key: &str, period: Duration) -> Result<bool, Trouble> {
        let set: Value = self.ask(|connection| {
            cmd("SET")
                .arg(limit_key(key))
                .arg(1)
                .arg("NX")
                .arg("PX")
                .arg(millis(period))
                .query(connection)
        })?;
        Ok(set != Value::Nil)
    }

    fn release(&self, key: &str) -> Result<(), Trouble> {
        self.ask(|connection| cmd("DEL").arg(limit_key(key)).query(connection))
    }

    fn note(&self, key: &str) -> Result<Option<String>, Trouble> {
        self.ask(|connection| cmd("GET").arg(note_key(key)).query(connection))
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> Result<bool, Trouble> {
        let time = millis(new.map_or(Duration::ZERO, |(_, time)| time));
        let arguments = [marked(old), marked(new.map(|(text, _)| text)), time];
        self.script(
            CHANGE_NOTE,
            &[&note_key(key)],
            &arguments.each_ref().map(String::as_bytes),
        )
    }
}
