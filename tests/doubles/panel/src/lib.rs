//! A simulated `VirtFusion` panel for tests, the demo and benches: the part of its API that capacity is read from, over
//! HTTP/1.1 and TLS on loopback.
//!
//! It answers from a [`World`] that can be changed while it runs, fails on demand (see [`Kind`]), and counts its requests. It
//! must listen only on loopback and must not print its token.

mod answer;
mod body;
mod builder;
mod certificate;
mod control;
mod delivery;
mod entry;
mod fault;
mod invalid;
mod kind;
mod paginator;
mod panel;
mod record;
mod server;
mod state;
mod wire;
mod world;

pub use builder::Builder;
pub use certificate::Variant;
pub use fault::Fault;
pub use invalid::Invalid;
pub use kind::{Kind, Payload};
pub use panel::Panel;
pub use record::{Counters, Request};
pub use world::{LimitedToken, World};
