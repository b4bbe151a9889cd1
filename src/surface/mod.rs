//! Who asks: the surfaces through which the directory is reached.

pub mod cli;
pub mod clock;
pub mod edit;
pub mod export;
pub mod intake;
pub mod mcp;
pub mod question;
pub mod view;
