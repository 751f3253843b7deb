//! How an answer is sent: applies a fault to the answer that a healthy panel would give.
//!
//! Pure functions; nothing is sent here.

use std::time::Duration;

use bytes::Bytes;
use hyper::StatusCode;

use crate::Kind;
use crate::answer::Answer;

/// How a request is answered.
pub(crate) enum Delivery {
    Whole(Answer),
    Truncated(Answer),
    Drip(Answer, Duration),
    DripBody(Answer, Duration),
    Endless,
    Big { bytes: u64, gzip: bool },
    EndlessHeaders,
    Reset,
    Close,
    Hang,
}

impl Delivery {
    pub(crate) fn plan(fault: Option<&Kind>, mut answer: Answer) -> Self {
        let Some(fault) = fault else {
            return Self::Whole(answer);
        };
        match fault {
            Kind::Latency { .. } => Self::Whole(answer),
            Kind::Status { code, body, headers } => {
                let status = status(*code);
                let mut answer = match body {
                    Some(body) => Answer::with_body(status, body),
                    None => Answer::usual(status),
                };
                for (name, value) in headers {
                    answer.set_header(name, value);
                }
                Self::Whole(answer)
            }
            Kind::Garbage => Self::Whole(Answer::as_json("<<< this is not JSON >>>")),
            Kind::Html => Self::Whole(Answer::html()),
            Kind::Empty => Self::Whole(Answer::as_json(Bytes::new())),
            Kind::Cut => {
                answer.body.truncate(answer.body.len() / 2);
                Self::Whole(answer)
            }
            Kind::Redirect { location, code } => {
                let mut answer = Answer::new(status(*code), "text/html; charset=UTF-8", "");
                answer.set_header("location", location);
                Self::Whole(answer)
            }
            Kind::Deep { levels } => {
                let levels = *levels as usize;
                Self::Whole(Answer::as_json("[".repeat(levels) + &"]".repeat(levels)))
            }
            Kind::Body(payload) => Self::Whole(Answer::as_json(payload.bytes().unwrap_or_default())),
            Kind::Truncated => Self::Truncated(answer),
            Kind::Drip { interval_ms } => Self::Drip(answer, Duration::from_millis(*interval_ms)),
            Kind::DripBody { interval_ms } => Self::DripBody(answer, Duration::from_millis(*interval_ms)),
            Kind::Endless => Self::Endless,
            Kind::Big { bytes, gzip } => Self::Big {
                bytes: *bytes,
                gzip: *gzip,
            },
            Kind::EndlessHeaders => Self::EndlessHeaders,
            Kind::Reset => Self::Reset,
            Kind::Close => Self::Close,
            Kind::Hang => Self::Hang,
        }
    }

    /// The status that the client receives, if any.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Whole(answer) | Self::Truncated(answer) | Self::Drip(answer, _) | Self::DripBody(answer, _) => {
                Some(answer.status.as_u16())
            }
            Self::Endless | Self::Big { .. } => Some(200),
            Self::EndlessHeaders | Self::Reset | Self::Close | Self::Hang => None,
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
