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
mod remaining;
mod tls;
pub mod token;
pub mod trust;
mod verifier;

use std::sync::Arc;

use crate::failure::Cause;

use address::Address;
use breaker::Breaker;
use budget::Budget;
use http::{Http, Request, Response};
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

impl Panel {
    /// One exchange, past the breaker.
    fn get(&self, path: &str, budget: Budget) -> Result<Response, Cause> {
        self.http.get(Request {
            address: &self.address,
            token: &self.token,
            path,
            budget,
        })
    }
}
