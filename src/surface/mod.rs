//! Who asks: the surfaces through which the directory is reached.

pub mod intake;
