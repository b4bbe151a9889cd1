//! The power is cut, the disk fails or is full: at each of its operations, in everything that
//! changes the directory.

use std::iter::Cycle;
use std::slice::Iter;

use power_cut::{Disk, Fault, Replay, Trait};

use crate::chance::Chance;
use crate::cores;
use crate::power::Machine;
use crate::power::scenario::{self, Scenario};
use crate::trials::{Budget, Trials};

/// How many power cuts a bad disk gets to show that it is one.
const CUTS_OF_A_BAD_DISK: usize = 25;

/// What happens at one operation of a scenario.
struct Moment<'a> {
    scenario: &'a Scenario,
    fault: Fault,
    at: u64,
}

impl Moment<'_> {
    fn name(&self) -> String {
        format!(
            "{:?} at operation {} of {}",
            self.fault, self.at, self.scenario.name
        )
    }
}

/// Every moment of every scenario, shuffled.
fn moments<'a>(
    scenarios: &'a [Scenario],
    faults: &[Fault],
    chance: &mut Chance,
) -> Vec<Moment<'a>> {
    let mut moments = Vec::new();
    for scenario in scenarios {
        for fault in faults {
            let operations = scenario.operations(*fault);
            moments.extend((1..=operations).map(|at| Moment {
                scenario,
                fault: *fault,
                at,
            }));
        }
    }
    for place in 1..moments.len() {
        moments.swap(place, chance.below(place + 1));
    }
    moments
}

/// The power is cut. Each scenario was done once; its disk is had again as it was at each operation.
pub(crate) fn cuts(budget: &Budget, seed: u64) -> Trials {
    let scenarios = scenario::all();
    let moments: u64 = scenarios.iter().map(Scenario::moments).sum();
    let cuts = Cuts::new(
        scenarios,
        (moments / budget.most()).max(1),
        Chance::new(seed),
    );
    let mut trials = cores::try_all(budget, cuts, |cut| {
        let found = Machine::start(cut.found);
        let came = cut.scenario.came_before(cut.at);
        cut.scenario.hold(&found, &came).map_err(|error| {
            format!(
                "seed {seed}: cut at operation {} of {}: {error}",
                cut.at, cut.scenario.name
            )
        })
    });
    trials.note = format!("{moments} moments");
    trials
}

/// What is found after a power cut at an operation of a scenario.
struct Cut<'a> {
    scenario: &'a Scenario,
    at: u64,
    found: Disk,
}

/// Cuts at the operations of all scenarios, again and again, each time found otherwise by chance.
struct Cuts<'a> {
    scenarios: Cycle<Iter<'a, Scenario>>,
    scenario: &'a Scenario,
    replay: Replay<'a>,
    at: u64,
    /// Every how many operations there is a cut.
    stride: u64,
    chance: Chance,
}

impl<'a> Cuts<'a> {
    fn new(scenarios: &'a [Scenario], stride: u64, mut chance: Chance) -> Self {
        let scenario = &scenarios[0];
        let mut others = scenarios.iter().cycle();
        others.next();
        Self {
            scenarios: others,
            scenario,
            replay: scenario.replay(),
            at: 1 + chance.next() % stride,
            stride,
            chance,
        }
    }
}

impl<'a> Iterator for Cuts<'a> {
    type Item = Cut<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        // One more: when everything is done and closed.
        while self.at > self.scenario.moments() + 1 {
            self.scenario = self.scenarios.next()?;
            self.replay = self.scenario.replay();
            self.at = 1 + self.chance.next() % self.stride;
        }
        let (scenario, at) = (self.scenario, self.at);
        let found = self.replay.cut_at(at, &mut || self.chance.next());
        self.at += self.stride;
        Some(Cut {
            scenario,
            at,
            found,
        })
    }
}

/// The power is cut while the program goes on.
fn cut(
    moment: &Moment,
    chance: &mut Chance,
    prepare: impl FnOnce(&mut Disk),
) -> Result<(), String> {
    let machine = moment.scenario.machine(moment.fault, moment.at, prepare);
    let came = moment.scenario.play_all(&machine);
    let found = machine.disk().after_power_cut(&mut || chance.next());
    moment.scenario.hold(&Machine::start(found), &came)
}

/// A disk that says that it has synced and has not, and one that is synced less often, lose what was
/// acknowledged: otherwise the power cuts would show nothing.
pub(crate) fn bad_disks(budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let scenarios = scenario::all();
    let moments = moments(scenarios, &[Fault::Cut], &mut chance);
    let mut trials = Trials::default();
    let mut lost = Vec::new();
    for bad in [Trait::Lies, Trait::TakesFullForNormal] {
        // Both, however late it is.
        if trials.trials == budget.most() {
            break;
        }
        let cuts = moments.iter().take(CUTS_OF_A_BAD_DISK);
        let outcomes = cuts.map(|moment| cut(moment, &mut chance, |disk| disk.be(bad)));
        let failed = outcomes.filter(Result::is_err).count();
        lost.push(format!("{bad:?} {failed} of {CUTS_OF_A_BAD_DISK}"));
        let is_noticed = if failed > 0 {
            Ok(())
        } else {
            Err(format!("nothing was lost on a disk that {bad:?}"))
        };
        budget.count(&mut trials, is_noticed);
    }
    trials.note = lost.join(", ");
    trials
}

/// The disk fails or is full, for a moment or from then on.
pub(crate) fn faults(budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let scenarios = scenario::all();
    let faults = [
        Fault::ErrorOnce,
        Fault::ErrorFromNowOn,
        Fault::FullOnce,
        Fault::FullFromNowOn,
    ];
    let moments = moments(scenarios, &faults, &mut chance);
    let all = moments.len() as u64;
    let mut trials = cores::try_all(budget, moments.iter(), |moment| {
        let machine = moment.scenario.machine(moment.fault, moment.at, |_| ());
        let came = moment.scenario.play_all(&machine);
        machine.disk().plan(Fault::None, 0);
        moment.scenario.hold(&machine, &came).map_err(|error| {
            let stopped_by = came.stopped_by.map(|error| error.to_string());
            format!("{}: {error} ({stopped_by:?})", moment.name())
        })
    });
    trials.wanted = Some(all.min(budget.most()));
    trials.note = format!("{all} moments");
    trials
}
