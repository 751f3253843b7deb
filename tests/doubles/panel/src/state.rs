//! The panel's current content, and its healthy answer to a request.
//!
//! Input is checked when it arrives, so that answering cannot fail. An answer is made once and kept until the content changes: a real
//! panel does not use the processors of the client that is measured.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::fault::covers;
use crate::{Fault, Invalid, Kind, LimitedToken, World, entry, paginator};

const PACKAGE: &str = include_str!("../data/package.json");

/// The parts of a request that the answer depends on.
pub(crate) struct RequestParts<'a> {
    pub(crate) method: &'a Method,
    /// The path below `/api/v1`; `None` for a request outside it.
    pub(crate) path: Option<&'a str>,
    pub(crate) query: &'a str,
    /// The value of the `Authorization` header.
    pub(crate) authorization: Option<&'a str>,
}

/// The outcome for a request: the healthy answer, and the fault that applies to it.
pub(crate) struct Outcome {
    pub(crate) answer: Answer,
    pub(crate) authorized: bool,
    pub(crate) latency: Duration,
    pub(crate) fault: Option<Kind>,
}

pub(crate) struct State {
    url: String,
    content: Mutex<Content>,
}

#[derive(Default)]
struct Content {
    token: String,
    limited: Vec<LimitedToken>,
    packages: BTreeMap<u64, Value>,
    groups: BTreeMap<u64, Arc<Vec<Value>>>,
    group_names: BTreeMap<u64, Value>,
    /// The answers that were made from `packages`, `groups` and `group_names`, by path and query.
    made: HashMap<String, Answer>,
    latency: Duration,
    faults: Vec<Fault>,
}

impl State {
    /// `url` is the address that the paginator's links start with; `token` is used if the world has none.
    pub(crate) fn new(url: String, world: &World, token: String) -> Result<Self, Invalid> {
        let state = Self {
            url,
            content: Mutex::new(Content {
                token,
                ..Content::default()
            }),
        };
        state.replace(world)?;
        Ok(state)
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the world, or changes nothing on an error. A world without a token keeps the current one.
    pub(crate) fn replace(&self, world: &World) -> Result<(), Invalid> {
        let mut packages = BTreeMap::new();
        for (id, fields) in &world.packages {
            packages.insert(*id, package(*id, fields)?);
        }
        let mut groups = BTreeMap::new();
        for (id, hypervisors) in &world.groups {
            groups.insert(*id, Arc::new(group(*id, hypervisors)?));
        }
        check(&world.faults)?;
        let mut content = self.content();
        let token = match &world.token {
            Some(token) if token.is_empty() => return Err(Invalid::new("token: must not be empty")),
            Some(token) => token.clone(),
            None => std::mem::take(&mut content.token),
        };
        *content = Content {
            token,
            limited: world.limited_tokens.clone(),
            packages,
            groups,
            group_names: world.group_names.clone(),
            made: HashMap::new(),
            latency: Duration::from_millis(world.latency_ms),
            faults: world.faults.clone(),
        };
        Ok(())
    }

    pub(crate) fn token(&self) -> String {
        self.content().token.clone()
    }

    pub(crate) fn set_package(&self, id: u64, fields: &Value) -> Result<(), Invalid> {
        let package = package(id, fields)?;
        self.content().change().packages.insert(id, package);
        Ok(())
    }

    pub(crate) fn remove_package(&self, id: u64) -> bool {
        self.content().change().packages.remove(&id).is_some()
    }

    pub(crate) fn set_group(&self, id: u64, hypervisors: &Value) -> Result<(), Invalid> {
        let group = Arc::new(group(id, hypervisors)?);
        self.content().change().groups.insert(id, group);
        Ok(())
    }

    pub(crate) fn remove_group(&self, id: u64) -> bool {
        self.content().change().groups.remove(&id).is_some()
    }

    pub(crate) fn set_group_name(&self, id: u64, name: Value) {
        self.content().change().group_names.insert(id, name);
    }

    pub(crate) fn set_faults(&self, faults: Vec<Fault>) -> Result<(), Invalid> {
        check(&faults)?;
        self.content().faults = faults;
        Ok(())
    }

    pub(crate) fn add_fault(&self, fault: Fault) -> Result<(), Invalid> {
        fault.kind.check()?;
        self.content().faults.push(fault);
        Ok(())
    }

    pub(crate) fn set_latency(&self, latency: Duration) {
        self.content().latency = latency;
    }

    /// Returns the outcome for a request with the current content, and counts down the fault that applies to it.
    pub(crate) fn outcome(&self, asked: &RequestParts<'_>) -> Outcome {
        let mut content = self.content();
        let page = paginator::page(asked.query);
        let matching = content
            .faults
            .iter_mut()
            .find(|fault| asked.path.is_some_and(|path| fault.matches(path, page)));
        let fault = matching.map(|fault| {
            fault.times = fault.times.map(|times| times.saturating_sub(1));
            fault.kind.clone()
        });
        let latency = match fault {
            Some(Kind::Latency { ms }) => Duration::from_millis(ms),
            _ => content.latency,
        };
        let token = asked
            .authorization
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default();
        let limited = content.limited.iter().find(|limited| limited.token == token);
        let authorized = token == content.token || limited.is_some();
        let forbidden = |path: &str| limited.is_some_and(|it| it.forbidden.iter().any(|pattern| covers(pattern, path)));
        let answer = match asked.path {
            None => not_found(),
            Some(_) if !authorized => Answer::usual(StatusCode::UNAUTHORIZED),
            Some(path) if forbidden(path) => Answer::usual(StatusCode::FORBIDDEN),
            Some(_) if asked.method != Method::GET => Answer::usual(StatusCode::METHOD_NOT_ALLOWED),
            Some(path) => content.answer(path, asked.query, &self.url),
        };
        Outcome {
            answer,
            authorized,
            latency,
            fault,
        }
    }
}

impl Content {
    /// The content, to change what answers are made from.
    fn change(&mut self) -> &mut Self {
        self.made.clear();
        self
    }

    fn answer(&mut self, path: &str, query: &str, url: &str) -> Answer {
        let key = format!("{path}?{query}");
        if let Some(made) = self.made.get(&key) {
            return made.clone();
        }
        let answer = self.make(path, query, url);
        self.made.insert(key, answer.clone());
        answer
    }

    fn make(&self, path: &str, query: &str, url: &str) -> Answer {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let body = match parts.as_slice() {
            ["connect"] => Some(json!([])),
            ["packages"] => Some(json!({"data": self.packages.values().collect::<Vec<_>>()})),
            ["packages", id] => id
                .parse()
                .ok()
                .and_then(|id| self.packages.get(&id))
                .map(|it| json!({"data": it})),
            ["compute", "hypervisors", "groups"] => Some(paginator::paginate(
                &self.named_groups(),
                query,
                &format!("{url}{path}"),
                true,
            )),
            ["compute", "hypervisors", "groups", id, "resources"] => id
                .parse()
                .ok()
                .and_then(|id| self.groups.get(&id))
                .map(|group| paginator::paginate(group, query, &format!("{url}{path}"), false)),
            _ => None,
        };
        match body {
            Some(body) => Answer::json(StatusCode::OK, &body),
            None => not_found(),
        }
    }

    /// The entries of the list of groups: those with hypervisors and those with a name.
    fn named_groups(&self) -> Vec<Value> {
        let ids: BTreeSet<u64> = self.groups.keys().chain(self.group_names.keys()).copied().collect();
        let name = |id: u64| {
            self.group_names
                .get(&id)
                .cloned()
                .unwrap_or_else(|| json!(format!("Group {id}")))
        };
        let entries = ids.into_iter().enumerate();
        entries.map(|(index, id)| named(id, &name(id), index == 0)).collect()
    }
}

fn not_found() -> Answer {
    Answer::errors(StatusCode::NOT_FOUND, "not found")
}

fn named(id: u64, name: &Value, default: bool) -> Value {
    json!({
        "id": id,
        "name": name,
        "label": null,
        "description": null,
        "distributionType": 5,
        "enabled": true,
        "default": default,
        "created": "2024-03-12T22:21:32+00:00",
        "updated": "2024-04-12T20:56:04+00:00",
    })
}

fn package(id: u64, fields: &Value) -> Result<Value, Invalid> {
    let place = |problem: Invalid| problem.within(format_args!("package {id}"));
    let fields: &Map<String, Value> = fields
        .as_object()
        .ok_or_else(|| place(Invalid::new("a package must be an object of fields")))?;
    let mut example: Value =
        serde_json::from_str(PACKAGE).map_err(|error| place(Invalid::new(format!("vendor's example: {error}"))))?;
    let mut package = example["data"].take();
    package["id"] = json!(id);
    for (name, value) in fields {
        package[name.as_str()] = value.clone();
    }
    Ok(package)
}

fn group(id: u64, hypervisors: &Value) -> Result<Vec<Value>, Invalid> {
    entry::expand(hypervisors).map_err(|problem| problem.within(format_args!("group {id}")))
}

fn check(faults: &[Fault]) -> Result<(), Invalid> {
    faults.iter().try_for_each(|fault| fault.kind.check())
}
