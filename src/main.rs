//! The `customer-directory` program: reads the configuration, opens the store, runs one surface.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use customer_directory::config::{Command, Config, key_source, person};
use customer_directory::service::{Directory, Purpose};
use customer_directory::surface::view::clean;
use customer_directory::surface::{cli, mcp};
use tracing_subscriber::EnvFilter;

/// Ingestion frees on one thread what another has made, which glibc's allocator is slow at.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let config = Config::parse();
    let outcome = start_log(&config.global.log).and_then(|()| run(&config));
    outcome.unwrap_or_else(|error| {
        // It may repeat what was typed, or pasted.
        let error = error.to_string();
        let error = clean::text(&error);
        // Where stderr is gone too, nobody is left to tell.
        let _unread = writeln!(std::io::stderr(), "customer-directory: {error}");
        ExitCode::from(1)
    })
}

fn run(config: &Config) -> anyhow::Result<ExitCode> {
    match &config.command {
        Command::Mcp(args) => {
            let open = |purpose| cli::open(&config.global, purpose);
            let (directory, access) = mcp::admit(&key_source(), args.read_only, open)?;
            mcp::serve(directory, access)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Key(command) => Ok(cli::key(command, &config.global)?),
        Command::Audit(args) => Ok(cli::audit(args, &reading(config)?)?),
        Command::Ingest(args) => Ok(cli::ingest(args, &config.global)?),
        Command::List(args) => Ok(cli::list(args, &reading(config)?)?),
        Command::Get(args) => Ok(cli::get(args, &reading(config)?)?),
        Command::Feedback(args) => Ok(cli::feedback(args, &reading(config)?)?),
        Command::Summary(args) => Ok(cli::summary(args, &reading(config)?)?),
        Command::Create(args) => Ok(cli::create(args, &config.global)?),
        Command::Update(args) => Ok(cli::update(args, &config.global)?),
        Command::Merge(args) => Ok(cli::merge(args, &mut writing(config)?, &person())?),
        Command::Delete(args) => Ok(cli::delete(args, &mut writing(config)?, &person())?),
        Command::Approve(args) => Ok(cli::approve(args, &mut writing(config)?, &person())?),
        Command::Pending(args) => Ok(cli::pending(args, &reading(config)?)?),
        Command::Duplicates(args) => Ok(cli::duplicates(args, &reading(config)?)?),
        Command::Different(args) => Ok(cli::different(args, &mut writing(config)?)?),
        Command::Check(args) => Ok(cli::check(args, &config.global)?),
        Command::Backup(args) => Ok(cli::backup(args, &config.global)?),
        Command::Restore(args) => Ok(cli::restore(args, &config.global)?),
        Command::Export(args) => Ok(cli::export(args, &config.global)?),
        Command::Import(args) => Ok(cli::import(args, &config.global)?),
        Command::Erase(args) => Ok(cli::erase(
            args,
            &mut writing(config)?,
            &config
                .global
                .location()
                .map_err(cli::CommandError::Refused)?,
            &person(),
        )?),
        Command::Compact(args) => Ok(cli::compact(args, &config.global)?),
        Command::Stats(args) => Ok(cli::stats(args, &config.global)?),
        Command::Demo(args) => Ok(cli::demo(args)?),
    }
}

/// The directory, over a connection that cannot write.
fn reading(config: &Config) -> anyhow::Result<Directory> {
    Ok(cli::open(&config.global, Purpose::Read)?)
}

/// The directory, for single changes.
fn writing(config: &Config) -> anyhow::Result<Directory> {
    Ok(cli::open(&config.global, Purpose::Write)?)
}

/// Logs go to stderr: stdout belongs to answers. The protocol library logs whole requests, which
/// are people's data, so it is held to errors whatever is asked for.
fn start_log(level: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::builder()
        .parse(format!("{level},rmcp=error"))
        .with_context(|| {
            format!("`{level}` is not a log level; use error, warn, info, debug or trace")
        })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}
