//! Keeps the relocations in the WASM module: with them it can be taken apart into pages.

fn main() {
    println!("cargo::rustc-link-arg-bins=--emit-relocs");
    println!("cargo::rerun-if-changed=build.rs");
}
