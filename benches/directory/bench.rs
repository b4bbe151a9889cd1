//! What sections work with: the events, the directory that was made of them, and a folder.
//!
//! Events and directory are kept between runs in `target/bench`. The events' file carries the
//! size and the generation of the generator; the directory's file the program's imprint too.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::options::{Options, Size};
use crate::population::{GENERATION, Population};
use crate::program::{self, Ingestion};
use crate::{imprint, progress};

/// What sections work with.
pub(crate) struct Bench {
    /// Everybody who writes.
    pub(crate) population: Population,
    /// How many of them there are.
    pub(crate) size: Size,
    /// How long the section `sharing` lasts, in seconds.
    pub(crate) seconds: u64,
    folder: PathBuf,
    imprint: OnceCell<String>,
}

impl Bench {
    /// Prepares the folder.
    pub(crate) fn new(options: &Options) -> Result<Self> {
        let folder = folder()?;
        fs::create_dir_all(&folder)?;
        let bench = Self {
            population: Population::of(options.customers.0)?,
            size: options.customers,
            seconds: options.seconds,
            folder,
            imprint: OnceCell::new(),
        };
        if options.fresh {
            bench.remove(&format!("events-{}-", bench.size))?;
            bench.remove(&format!("directory-{}-", bench.size))?;
        }
        Ok(bench)
    }

    /// A file in the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A database file in the folder that is not there yet.
    pub(crate) fn new_database(&self, name: &str) -> Result<PathBuf> {
        self.remove(name)?;
        Ok(self.file(name))
    }

    /// Removes the files whose names begin like this.
    pub(crate) fn remove(&self, beginning: &str) -> Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(beginning) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// The file of events, written if it is not there.
    pub(crate) fn events(&self) -> Result<PathBuf> {
        let name = format!("events-{}-g{GENERATION}.jsonl", self.size);
        let file = self.file(&name);
        if !file.exists() {
            self.remove(&format!("events-{}-", self.size))?;
            let unfinished = self.file(&format!("unfinished-{name}"));
            self.write_events(&unfinished)?;
            fs::rename(&unfinished, &file)?;
        }
        Ok(file)
    }

    /// The directory, made if none was kept that the present program would make.
    pub(crate) fn directory(&self) -> Result<PathBuf> {
        let file = self.directory_file()?;
        if !file.exists() {
            self.make_directory()?;
        }
        Ok(file)
    }

    /// Makes the directory with the real program, to be kept, and answers how that went.
    pub(crate) fn make_directory(&self) -> Result<Ingestion> {
        let events = self.events()?;
        let unfinished = self.new_database(&format!("unfinished-{}.db", self.size))?;
        let ingestion = program::ingest(&unfinished, &events)?;
        self.check(&ingestion)?;
        ensure_settled(&unfinished)?;
        self.remove(&format!("directory-{}-", self.size))?;
        fs::rename(&unfinished, self.directory_file()?)?;
        Ok(ingestion)
    }

    /// Where the directory is kept.
    fn directory_file(&self) -> Result<PathBuf> {
        let imprint = if let Some(imprint) = self.imprint.get() {
            imprint.clone()
        } else {
            let database = self.new_database("imprint.db")?;
            let taken = imprint::take(&self.file("imprint.jsonl"), &database)?;
            self.remove("imprint.")?;
            self.imprint.get_or_init(|| taken).clone()
        };
        Ok(self.file(&format!(
            "directory-{}-g{GENERATION}-{imprint}.db",
            self.size
        )))
    }

    fn write_events(&self, file: &Path) -> Result<()> {
        let count = self.population.events();
        let bar = progress::bar("writing events", count);
        let mut file = BufWriter::new(File::create(file)?);
        for place in 0..count {
            serde_json::to_writer(&mut file, &self.population.event(place))?;
            file.write_all(b"\n")?;
            bar.inc(1);
        }
        file.into_inner()?.sync_all()?;
        bar.finish_and_clear();
        Ok(())
    }

    /// Whether the program made of the events what they were made of.
    fn check(&self, ingestion: &Ingestion) -> Result<()> {
        let (report, population) = (&ingestion.report, &self.population);
        let (events, anonymous) = (population.events(), population.anonymous());
        ensure!(
            report.read == events
                && report.created == population.customers
                && report.anonymous == anonymous
                && report.linked == events - anonymous - population.customers
                && (report.ambiguous, report.rejected) == (0, 0),
            "of {} customers the program made {report:?}",
            population.customers
        );
        Ok(())
    }
}

/// A file whose write-ahead log has not been copied into it is not the whole directory.
pub(crate) fn ensure_settled(database: &Path) -> Result<()> {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let is_settled = !Path::new(&log).metadata().is_ok_and(|log| log.len() > 0);
    ensure!(is_settled, "`{}` is still written", database.display());
    Ok(())
}

/// The folder `bench` in cargo's target folder.
fn folder() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    Ok(target.context("cargo has no target folder")?.join("bench"))
}
