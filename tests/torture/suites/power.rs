//! The power is cut, the disk fails or is full: at each of its operations, in everything that
//! changes the directory.

use power_cut::{Disk, Fault, Trait};

use crate::chance::Chance;
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

/// The power is cut.
pub(crate) fn cuts(budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let scenarios = scenario::all();
    let moments = moments(scenarios, &[Fault::Cut], &mut chance);
    let mut trials = Trials {
        note: format!("{} moments", moments.len()),
        ..Trials::default()
    };
    for moment in moments.iter().cycle() {
        if !budget.has_more_after(trials.trials) {
            break;
        }
        let outcome = cut(moment, &mut chance, |_| ());
        trials.count(outcome.map_err(|error| format!("{}: {error}", moment.name())));
    }
    trials
}

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
        trials.count(is_noticed);
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
    let mut trials = Trials {
        note: format!("{} moments", moments.len()),
        ..Trials::default()
    };
    for moment in &moments {
        if !budget.has_more_after(trials.trials) {
            break;
        }
        let machine = moment.scenario.machine(moment.fault, moment.at, |_| ());
        let came = moment.scenario.play_all(&machine);
        machine.disk().plan(Fault::None, 0);
        let outcome = moment.scenario.hold(&machine, &came);
        trials.count(outcome.map_err(|error| {
            let stopped_by = came.stopped_by.map(|error| error.to_string());
            format!("{}: {error} ({stopped_by:?})", moment.name())
        }));
    }
    trials
}
