//! The `customer-directory` program.

fn main() {}
