//! Names in many scripts, and what their bearers are called in addresses.

use anyhow::{Context as _, Result, ensure};

/// Names with their scripts; the file says how it is read.
const NAMES: &str = include_str!("names.txt");

/// People of one script are dealt out over about so many places; a common name has many of them.
const PLACES: u64 = 256;

/// How far apart two places are that are dealt out one after the other. A prime number that divides
/// no count of places reaches them all.
const STRIDE: u64 = 101;

/// A name in its script and in the letters of an address.
struct Spelling {
    written: &'static str,
    plain: String,
}

/// A name and which of its bearers somebody is.
#[derive(Clone, Copy)]
struct Place {
    name: usize,
    bearer: u64,
    bearers: u64,
}

/// The names of one script.
struct Script {
    share: u64,
    is_family_first: bool,
    given: Vec<Spelling>,
    family: Vec<Spelling>,
    given_places: Vec<Place>,
    family_places: Vec<Place>,
}

/// The names of all scripts.
pub(crate) struct Names(Vec<Script>);

/// What somebody is called.
pub(crate) struct Name<'a> {
    /// In the name's own script.
    pub(crate) written: String,
    /// The given name in letters of an address.
    pub(crate) given: &'a str,
    /// The family name in letters of an address.
    pub(crate) family: &'a str,
    /// How many others have both names: tells their addresses apart.
    pub(crate) namesakes: u64,
    /// How many others have the family name.
    pub(crate) relatives: u64,
}

impl Names {
    /// Reads the names.
    pub(crate) fn read() -> Result<Self> {
        let scripts = NAMES.split("\n[").skip(1).map(Script::read);
        let scripts: Vec<Script> = scripts.collect::<Result<_>>()?;
        ensure!(scripts.iter().map(|script| script.share).sum::<u64>() == 100);
        let mut families: Vec<&str> = scripts
            .iter()
            .flat_map(|script| &script.family)
            .map(|name| name.plain.as_str())
            .collect();
        let all = families.len();
        families.sort_unstable();
        families.dedup();
        ensure!(families.len() == all, "a family name stands there twice");
        Ok(Self(scripts))
    }

    /// The name of a person. No two people have equal names and equal counts of namesakes.
    pub(crate) fn of(&self, person: u64) -> Name<'_> {
        let (hundred, mut rest) = (person / 100, person % 100);
        for script in &self.0 {
            if rest < script.share {
                return script.name(hundred * script.share + rest);
            }
            rest -= script.share;
        }
        self.0[0].name(hundred)
    }

    /// The most common given and family name of a script, as they are written.
    pub(crate) fn common(&self, script: usize) -> (&'static str, &'static str) {
        let script = &self.0[script];
        (script.given[0].written, script.family[0].written)
    }
}

impl Script {
    fn read(text: &'static str) -> Result<Self> {
        let mut lines = text.lines();
        let title = lines.next().unwrap_or_default();
        let (share, rest) = title.split_once("] ").context("a title has a share")?;
        let mut spellings = |label: &str| -> Result<Vec<Spelling>> {
            let line = lines.next().and_then(|line| line.strip_prefix(label));
            let names = line.with_context(|| format!("{title}: no {label}"))?;
            Ok(names.split(", ").map(Spelling::read).collect())
        };
        let (given, family) = (spellings("given: ")?, spellings("family: ")?);
        Ok(Self {
            share: share.parse()?,
            is_family_first: rest.ends_with("first"),
            given_places: places(given.len()),
            family_places: places(family.len()),
            given,
            family,
        })
    }

    fn name(&self, person: u64) -> Name<'_> {
        let (given_place, rest) = place(&self.given_places, person);
        let (family_place, round) = place(&self.family_places, rest);
        let (given, family) = (
            &self.given[given_place.name],
            &self.family[family_place.name],
        );
        let of_family = family_place.bearer + family_place.bearers * round;
        let given_places = self.given_places.len() as u64;
        Name {
            written: if self.is_family_first {
                format!("{}{}", family.written, given.written)
            } else {
                format!("{} {}", given.written, family.written)
            },
            given: &given.plain,
            family: &family.plain,
            namesakes: given_place.bearer + given_place.bearers * of_family,
            relatives: of_family * given_places + person % given_places,
        }
    }
}

impl Spelling {
    fn read(text: &'static str) -> Self {
        let (written, plain) = text.split_once('=').unwrap_or((text, text));
        Self {
            written,
            plain: plain.to_ascii_lowercase(),
        }
    }
}

/// Gives each of so many names a place, and shares out the others by Zipf's law.
fn places(names: usize) -> Vec<Place> {
    let weights = || (1..=names as u64).map(|rank| (1 << 32) / rank);
    let (all, left) = (weights().sum::<u64>(), PLACES.saturating_sub(names as u64));
    weights()
        .map(|weight| 1 + left * weight / all)
        .enumerate()
        .flat_map(|(name, bearers)| {
            (0..bearers).map(move |bearer| Place {
                name,
                bearer,
                bearers,
            })
        })
        .collect()
}

/// The place at which somebody is dealt out, and the number of the round.
fn place(places: &[Place], person: u64) -> (Place, u64) {
    let length = places.len() as u64;
    // Not in their order: few people would all have the names that come first.
    let index = usize::try_from(person % length * STRIDE % length).unwrap_or_default();
    (places[index], person / length)
}
