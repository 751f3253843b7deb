//! Keeps the library mapped for the life of the process.
//!
//! PHP unloads its extensions at the end of a process. A thread whose request outlived the caller's deadline may then still be
//! running, and would run in unmapped memory.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-cdylib=-Wl,-z,nodelete");
    }
}
