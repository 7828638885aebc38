//! The `dafu` command. Everything is in the library; see [`dafu::cli`].

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dafu::cli::run()
}
