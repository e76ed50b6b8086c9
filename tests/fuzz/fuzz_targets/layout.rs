#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| mdbook_codex_fuzz::layout(data));
