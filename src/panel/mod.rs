//! The panel: its address, its token, and one question to it.
//!
//! Nothing here decides what an answer means for the shop, and nothing here decodes one.

pub mod address;
pub mod ask;
pub mod breaker;
pub mod budget;
pub mod connection_test;
mod dial;
mod error;
pub mod http;
mod no_proxy;
mod pinned;
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

/// A panel, and what it takes to ask it.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Where it is.
    pub address: Address,
    /// The token that every request carries.
    pub token: Token,
    /// The process's client.
    pub http: Arc<Http>,
    /// Whether the panel may be asked now.
    pub breaker: Arc<Breaker>,
}
