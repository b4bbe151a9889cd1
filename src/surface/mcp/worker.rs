//! The thread on which the directory lives: one call after the other, in their order.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use crate::service::Directory;

/// Does calls on the directory's own thread.
pub(super) struct Worker {
    jobs: Sender<Job>,
    interrupt: Interrupt,
}

/// A call that was handed over.
pub(super) struct Call<T> {
    answer: oneshot::Receiver<T>,
    stage: Arc<Mutex<Stage>>,
    interrupt: Interrupt,
}

/// Makes the statement that runs fail.
type Interrupt = Arc<dyn Fn() + Send + Sync>;

struct Job {
    stage: Arc<Mutex<Stage>>,
    work: Box<dyn FnOnce(&Directory) + Send>,
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
        let interrupter = directory.interrupter();
        let (jobs, queue) = mpsc::channel();
        let work = move || do_all(&queue, &directory);
        thread::Builder::new()
            .name("directory".to_owned())
            .spawn(work)?;
        Ok(Self {
            jobs,
            interrupt: Arc::new(move || interrupter.interrupt()),
        })
    }

    /// Hands a call over. It is done after those that were handed over before.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Directory) -> T + Send + 'static,
    ) -> Call<T> {
        let (sender, answer) = oneshot::channel();
        let stage = Arc::new(Mutex::new(Stage::Waiting));
        let job = Job {
            stage: Arc::clone(&stage),
            work: Box::new(move |directory| {
                // Whoever asked may have gone.
                drop(sender.send(work(directory)));
            }),
        };
        // A thread that has ended drops the job and with it the sender: there is no answer.
        drop(self.jobs.send(job));
        Call {
            answer,
            stage,
            interrupt: Arc::clone(&self.interrupt),
        }
    }
}

impl<T> Call<T> {
    /// Waits for the answer. `None` where the call was cancelled or the thread has ended.
    pub(super) async fn answer(&mut self) -> Option<T> {
        (&mut self.answer).await.ok()
    }

    /// Takes the call back: it is not begun, or its statement is interrupted.
    pub(super) fn cancel(&self) {
        // While the stage is held the thread cannot go on to the next call, whose statement must
        // not be interrupted.
        let mut stage = hold(&self.stage);
        match *stage {
            Stage::Waiting => *stage = Stage::Over,
            Stage::Running => (self.interrupt)(),
            Stage::Over => {}
        }
    }
}

fn do_all(queue: &Receiver<Job>, directory: &Directory) {
    while let Ok(job) = queue.recv() {
        {
            let mut stage = hold(&job.stage);
            if *stage != Stage::Waiting {
                continue;
            }
            *stage = Stage::Running;
        }
        (job.work)(directory);
        *hold(&job.stage) = Stage::Over;
    }
}

fn hold(stage: &Mutex<Stage>) -> MutexGuard<'_, Stage> {
    stage.lock().unwrap_or_else(PoisonError::into_inner)
}
