//! Tells the linker where the programs' data may begin.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        // The data comes behind the stack. Behind the usual mebibyte, every address in the code takes a byte more.
        println!("cargo:rustc-link-arg-bins=-zstack-size=524288");
    }
}
