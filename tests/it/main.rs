//! Black-box tests: the real program and a real database file.
