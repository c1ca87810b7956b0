//! Turns `schemas/` into `api.rs`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let generated = jsapi_codegen::generate(&jsapi_codegen::Options::new("schemas"))?;
    let out = Path::new(&env::var("OUT_DIR")?).join("api.rs");
    fs::write(out, generated.to_single_file())?;
    println!("cargo::rerun-if-changed=schemas");
    Ok(())
}
