//! The panel: its address, its token, and requests to it.
//!
//! This module neither decodes answers nor decides what they mean for the shop.

pub mod address;
pub mod ask;
pub mod breaker;
pub mod budget;
pub mod connection_test;
pub mod counts;
mod dial;
mod error;
mod heard;
pub mod http;
mod no_proxy;
mod pinned;
mod proxy;
mod remaining;
mod tls;
pub mod token;
pub mod trust;
mod verifier;
pub mod webhook;

use std::sync::Arc;

use crate::failure::Cause;

use address::Address;
use breaker::Breaker;
use budget::Budget;
use counts::Counts;
use http::{Http, Request, Response};
use token::Token;

/// A panel, with everything that a request needs.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Its address.
    pub address: Address,
    /// The token that every request carries.
    pub token: Token,
    /// The process's client.
    pub http: Arc<Http>,
    /// Decides whether a request may be sent now.
    pub breaker: Arc<Breaker>,
    /// Counts its requests.
    pub counts: Arc<Counts>,
}

impl Panel {
    /// One exchange, without the breaker.
    fn get(&self, path: &str, budget: Budget) -> Result<Response, Cause> {
        self.http.get(Request {
            address: &self.address,
            token: &self.token,
            path,
            budget,
            counts: &self.counts,
        })
    }
}
