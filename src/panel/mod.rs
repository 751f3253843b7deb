//! The panel: its address, its token, and what asking it gives.
//!
//! Nothing here decides what an answer is worth to the shop; whatever is not a clear word of the panel is a [`Failure`](crate::failure::Failure).

pub mod address;
pub mod ask;
pub mod breaker;
pub mod connection_test;
mod dial;
pub mod http;
mod proxy;
mod tls;
pub mod token;
pub mod trust;
mod verifier;

use std::sync::Arc;

use address::Address;
use breaker::Breaker;
use http::Http;
use token::Token;

/// One panel, and the way to it.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Where it is.
    pub address: Address,
    /// What it lets us in for.
    pub token: Token,
    /// The process's client.
    pub http: Arc<Http>,
    /// Whether it may be asked now.
    pub breaker: Arc<Breaker>,
}
