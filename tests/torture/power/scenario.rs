//! What is done while the power is cut or the disk fails, and what may be found afterwards.

use std::sync::OnceLock;

use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::service::{Directory, DirectoryError, Purpose};
use power_cut::{Disk, Fault, Replay, Trace};

use super::Machine;
use super::dump::Dump;
use super::older;
use crate::scene;

/// One change. What a plan was given as its code is handed on.
type Step = Box<dyn Fn(&mut Directory, &mut String) -> Result<(), DirectoryError> + Send + Sync>;

/// Steps, each of which is acknowledged before the next begins.
pub(crate) struct Scenario {
    /// What it is about.
    pub(crate) name: String,
    /// The disk before.
    base: Disk,
    steps: Vec<Step>,
    /// What is kept after none of the steps, after the first, and so on.
    states: Vec<Dump>,
    recorded: Recorded,
}

/// What a scenario does to its disk when nothing fails.
struct Recorded {
    trace: Trace,
    /// How many operations were done when each step was acknowledged.
    acknowledged: Vec<u64>,
}

/// How far a scenario came.
pub(crate) struct Came {
    /// How many steps were acknowledged.
    pub(crate) acknowledged: usize,
    /// Why the next one was not.
    pub(crate) stopped_by: Option<DirectoryError>,
}

impl Scenario {
    fn new(name: &str, base: Disk, steps: Vec<Step>) -> Self {
        let mut states = Vec::new();
        let mut scenario = Self {
            name: name.to_owned(),
            base,
            steps,
            states: Vec::new(),
            recorded: Recorded {
                trace: Trace::default(),
                acknowledged: Vec::new(),
            },
        };
        let machine = Machine::start(scenario.base.clone());
        // After each step all is as if the power had been cut once everything was synced.
        let mut state = || {
            let found = Machine::start(settled(&machine));
            states.push(found.dump().unwrap());
        };
        let came = scenario.play(&machine, &mut state);
        assert!(came.stopped_by.is_none(), "{name}: {:?}", came.stopped_by);
        scenario.states = states;
        scenario.recorded = scenario.record();
        scenario
    }

    fn record(&self) -> Recorded {
        let machine = self.machine(Fault::None, 0, Disk::record);
        let mut done = Vec::new();
        self.play(&machine, &mut || done.push(machine.disk().done()));
        Recorded {
            trace: machine.disk().recorded(),
            // The first is that of opening.
            acknowledged: done.split_off(1),
        }
    }

    /// Every moment at which the power can be cut, in their order: how many there are.
    pub(crate) fn moments(&self) -> u64 {
        self.recorded.trace.len()
    }

    /// The disk before, to which everything is done again.
    pub(crate) fn replay(&self) -> Replay<'_> {
        Replay::new(self.base.clone(), &self.recorded.trace)
    }

    /// How far it came before an operation.
    pub(crate) fn came_before(&self, operation: u64) -> Came {
        let acknowledged = &self.recorded.acknowledged;
        Came {
            acknowledged: acknowledged.partition_point(|done| *done < operation),
            stopped_by: None,
        }
    }

    /// A machine on which nothing was done yet and a fault is planned.
    pub(crate) fn machine(
        &self,
        fault: Fault,
        at: u64,
        prepare: impl FnOnce(&mut Disk),
    ) -> Machine {
        let mut disk = self.base.clone();
        prepare(&mut disk);
        disk.plan(fault, at);
        Machine::start(disk)
    }

    /// Opens the directory, takes the steps until one fails, and closes it. `after` is called when
    /// it is open and after each step.
    fn play(&self, machine: &Machine, after: &mut dyn FnMut()) -> Came {
        let mut came = Came {
            acknowledged: 0,
            stopped_by: None,
        };
        match scene::open(&machine.path(), Purpose::Write) {
            Ok(mut directory) => {
                after();
                came.stopped_by = self
                    .take(&mut directory, &mut came.acknowledged, after)
                    .err();
            }
            Err(error) => came.stopped_by = Some(error),
        }
        came
    }

    fn take(
        &self,
        directory: &mut Directory,
        acknowledged: &mut usize,
        after: &mut dyn FnMut(),
    ) -> Result<(), DirectoryError> {
        let mut code = String::new();
        for step in &self.steps {
            step(directory, &mut code)?;
            *acknowledged += 1;
            after();
        }
        Ok(())
    }

    /// Opens the directory, takes the steps until one fails, and closes it.
    pub(crate) fn play_all(&self, machine: &Machine) -> Came {
        self.play(machine, &mut || ())
    }

    /// How many operations of the disk the whole of it takes, where such a fault counts them.
    pub(crate) fn operations(&self, fault: Fault) -> u64 {
        let machine = self.machine(fault, u64::MAX, |_| ());
        self.play_all(&machine);
        machine.disk().done()
    }

    /// Holds that a machine keeps every step that was acknowledged, and the next one whole or not
    /// at all.
    pub(crate) fn hold(&self, machine: &Machine, came: &Came) -> Result<(), String> {
        let found = machine.dump()?;
        let next = (came.acknowledged + 1).min(self.steps.len());
        if (came.acknowledged..=next).any(|count| self.states[count] == found) {
            return Ok(());
        }
        let known = self.states.iter().position(|state| *state == found);
        Err(match known {
            Some(count) => format!(
                "{} steps were acknowledged, {count} are kept",
                came.acknowledged
            ),
            None => format!(
                "after {} acknowledged steps, others than before and after: {}",
                came.acknowledged,
                self.states[came.acknowledged].differences(&found)
            ),
        })
    }
}

/// Every scenario. They are made once.
pub(crate) fn all() -> &'static [Scenario] {
    static ALL: OnceLock<Vec<Scenario>> = OnceLock::new();
    ALL.get_or_init(made)
}

fn made() -> Vec<Scenario> {
    let mut scenarios = vec![Scenario::new("first start", Disk::default(), Vec::new())];
    for version in 1..older::migrations().len() {
        let name = format!("migration from schema {version}");
        scenarios.push(Scenario::new(&name, older::of_version(version), Vec::new()));
    }
    let base = populated();
    scenarios.push(Scenario::new(
        "one change of each kind",
        base.clone(),
        changes(),
    ));
    scenarios.push(Scenario::new("many recordings", base, recordings(48)));
    scenarios
}

/// A disk with a directory of some people.
fn populated() -> Disk {
    let machine = Machine::start(Disk::default());
    drop(scene::populated(&machine.path(), 8));
    settled(&machine)
}

pub(crate) fn settled(machine: &Machine) -> Disk {
    let mut disk = machine.disk().clone();
    disk.settle();
    disk
}

fn changes() -> Vec<Step> {
    vec![
        Box::new(|directory, _| {
            let events = (100..120).map(|number| scene::event(number, number % 11));
            let batch: Vec<_> = events.collect();
            directory.ingest(scene::writer(1), [batch]).map(drop)
        }),
        Box::new(|directory, _| {
            let recording = scene::recording(200, 3);
            directory
                .record_feedback(scene::writer(2), recording)
                .map(drop)
        }),
        Box::new(|directory, _| {
            let (writer, edit) = (scene::writer(3), scene::edit(1));
            directory
                .create_customer(writer, &edit, Some("fair-17"))
                .map(drop)
        }),
        Box::new(|directory, _| {
            let (writer, edit) = (scene::writer(4), scene::edit(2));
            directory
                .update_customer(writer, "cus_1", &edit, None)
                .map(drop)
        }),
        Box::new(|directory, code| {
            let proposal = directory.plan_merge(scene::remover(5), "cus_1", "cus_2")?;
            proposal.plan.code.as_str().clone_into(code);
            Ok(())
        }),
        Box::new(|directory, code| {
            directory
                .merge_customers(scene::remover(6), "cus_1", "cus_2", code)
                .map(drop)
        }),
        Box::new(|directory, code| {
            let fate = FeedbackFate::KeepAnonymous;
            let proposal = directory.plan_deletion(scene::remover(7), "cus_3", fate)?;
            proposal.plan.code.as_str().clone_into(code);
            Ok(())
        }),
        Box::new(|directory, code| {
            let fate = FeedbackFate::KeepAnonymous;
            directory
                .delete_customer(scene::remover(8), "cus_3", fate, code)
                .map(drop)
        }),
        Box::new(|directory, _| {
            let recording = scene::recording(201, 5);
            directory
                .record_feedback(scene::writer(9), recording)
                .map(drop)
        }),
    ]
}

/// So many that the log is copied into the file in between.
fn recordings(count: u64) -> Vec<Step> {
    let step = |number| -> Step {
        Box::new(move |directory, _| {
            let recording = scene::recording(1_000 + number, number % 13);
            directory
                .record_feedback(scene::writer(1), recording)
                .map(drop)
        })
    };
    (0..count).map(step).collect()
}
