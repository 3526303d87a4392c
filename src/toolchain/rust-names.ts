// Names of Rust's standard library in a linker's complaint, which writes them as people do.

/** Only what no C++ library has: both have a `std`. */
const OF_RUST =
  /^(?:__rustc::|__rust_|rust_eh_personality$|(?:core|alloc)::|<.+ as (?:core|alloc|std)::|std::(?:rt|panicking|io::stdio)::)/u;

/** Whether an undefined name is one of Rust's standard library, or of what rustc itself adds to a program. */
export function isOfRust(symbol: string): boolean {
  return OF_RUST.test(symbol);
}
