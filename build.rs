//! Keeps the library mapped for the life of the process.
//!
//! PHP unloads its extensions at the end of a process. A request to the panel that outlived its caller's deadline may then
//! still be on its way in a thread of ours, and would run on in memory that is gone.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-cdylib=-Wl,-z,nodelete");
    }
}
