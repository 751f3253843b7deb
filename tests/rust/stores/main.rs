//! What every store must do, tried on memory, the shared file and a Redis server of its own.

mod bounds;
mod file;
mod rules;
mod support;
