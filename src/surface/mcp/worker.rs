//! Doing calls on the directory: one after the other, in their order.
//!
//! A quick call is done at once, on the thread that reads the protocol: waking another thread and
//! being woken by it would take several times as long. While that runs nothing can be read, so
//! what takes longer is done by a thread of its own, and can be cancelled.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time;

use crate::service::{Directory, Interrupter};

/// How long a call that is interrupted goes on before it is interrupted again.
const BETWEEN_INTERRUPTIONS: Duration = Duration::from_millis(1);

/// Does calls on the directory.
pub(super) struct Worker {
    directory: Arc<Mutex<Directory>>,
    /// Calls that were handed to the thread and are not done.
    unfinished: Arc<AtomicUsize>,
    jobs: Sender<Job>,
    interrupter: Arc<Interrupter>,
}

/// A call that was handed over.
pub(super) struct Call<T> {
    answer: oneshot::Receiver<T>,
    hold: Hold,
}

/// What stops a call.
#[derive(Clone)]
struct Hold {
    stage: Arc<Mutex<Stage>>,
    interrupter: Arc<Interrupter>,
}

struct Job {
    hold: Hold,
    work: Box<dyn FnOnce(&mut Directory) + Send>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Running,
    Over,
}

impl Worker {
    /// Starts the thread and gives it the directory.
    pub(super) fn start(directory: Directory) -> io::Result<Self> {
        let interrupter = Arc::new(directory.interrupter());
        let directory = Arc::new(Mutex::new(directory));
        let unfinished = Arc::new(AtomicUsize::new(0));
        let (jobs, queue) = mpsc::channel();
        let (shared, count) = (Arc::clone(&directory), Arc::clone(&unfinished));
        let work = move || do_all(&queue, &shared, &count);
        thread::Builder::new()
            .name("directory".to_owned())
            .spawn(work)?;
        Ok(Self {
            directory,
            unfinished,
            jobs,
            interrupter,
        })
    }

    /// Does a call here and now, if none that came before is unfinished. The statement of one that
    /// takes longer than so long is interrupted.
    pub(super) fn at_once<T>(
        &self,
        longest: Duration,
        work: impl FnOnce(&mut Directory) -> T,
    ) -> Option<T> {
        if self.unfinished.load(Ordering::Acquire) != 0 {
            return None;
        }
        let mut directory = self.directory.try_lock().ok()?;
        directory.within(longest, work).ok()
    }

    /// Hands a call over. It is done after those that were handed over before.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Directory) -> T + Send + 'static,
    ) -> Call<T> {
        let (sender, answer) = oneshot::channel();
        let hold = Hold {
            stage: Arc::new(Mutex::new(Stage::Waiting)),
            interrupter: Arc::clone(&self.interrupter),
        };
        let job = Job {
            hold: hold.clone(),
            work: Box::new(move |directory| {
                // Whoever asked may have gone.
                drop(sender.send(work(directory)));
            }),
        };
        self.unfinished.fetch_add(1, Ordering::AcqRel);
        // A thread that has ended drops the job and with it the sender: there is no answer.
        drop(self.jobs.send(job));
        Call { answer, hold }
    }
}

impl<T> Call<T> {
    /// Waits for the answer. `None` where the call was cancelled or the thread has ended.
    pub(super) async fn answer(&mut self) -> Option<T> {
        (&mut self.answer).await.ok()
    }

    /// Takes the call back: it is not begun, or what it does is interrupted until it ends.
    pub(super) fn cancel(self) {
        let Self { hold, .. } = self;
        if !hold.stop() {
            tokio::spawn(async move {
                // An interruption between two statements is lost.
                while !hold.stop() {
                    time::sleep(BETWEEN_INTERRUPTIONS).await;
                }
            });
        }
    }
}

impl Hold {
    /// Stops the call, and answers whether it is over.
    fn stop(&self) -> bool {
        // While the stage is held the thread cannot go on to the next call, which must not be
        // interrupted.
        let mut stage = hold(&self.stage);
        match *stage {
            Stage::Waiting => *stage = Stage::Over,
            Stage::Running => self.interrupter.interrupt(),
            Stage::Over => {}
        }
        *stage == Stage::Over
    }
}

fn do_all(queue: &Receiver<Job>, directory: &Mutex<Directory>, unfinished: &AtomicUsize) {
    while let Ok(job) = queue.recv() {
        do_one(job, &mut hold(directory));
        unfinished.fetch_sub(1, Ordering::AcqRel);
    }
}

fn do_one(job: Job, directory: &mut Directory) {
    let Hold { stage, interrupter } = job.hold;
    {
        let mut stage = hold(&stage);
        if *stage != Stage::Waiting {
            return;
        }
        *stage = Stage::Running;
    }
    (job.work)(directory);
    *hold(&stage) = Stage::Over;
    interrupter.calm();
}

fn hold<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
