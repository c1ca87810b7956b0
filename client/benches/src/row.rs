//! One kind of work and those who can do it.

use std::error::Error;
use std::time::Duration;

/// How a piece of work ended. What fails stops the program.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// One kind of work, done by several contenders.
pub struct Row {
    /// What is done.
    pub name: String,
    /// Who does it; ratios are to the first.
    pub contenders: Vec<Contender>,
    /// What is to be reached.
    pub targets: Vec<Target>,
    /// How long the first contender works at a time; 40 ms unless set.
    pub spell: Duration,
    /// How often the work is done to be counted; 512 times unless set.
    pub counted: u32,
    /// Whether it is looked at how much memory a process takes that does it once.
    pub peak: bool,
    /// Of how many pieces the work is that is done once; 1 unless set.
    pub each: u32,
    before: Option<Box<dyn Fn() -> Outcome>>,
}

impl Row {
    /// A row without contenders.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            contenders: Vec::new(),
            targets: Vec::new(),
            spell: Duration::from_millis(40),
            counted: 512,
            each: 1,
            peak: false,
            before: None,
        }
    }

    /// What is done once is so many pieces of work: all is told of one of them.
    ///
    /// It is done once and twice to be counted, unless set afterwards.
    #[must_use]
    pub fn each(mut self, pieces: u32) -> Self {
        self.each = pieces;
        self.counted = 1;
        self
    }

    /// Has it looked at how much memory a process takes that does the work once.
    #[must_use]
    pub fn peak(mut self) -> Self {
        self.peak = true;
        self
    }

    /// Has the first contender work so long at a time.
    #[must_use]
    pub fn spell(mut self, spell: Duration) -> Self {
        self.spell = spell;
        self
    }

    /// Has the work done so often to be counted.
    #[must_use]
    pub fn counted(mut self, times: u32) -> Self {
        self.counted = times;
        self
    }

    /// Has this done each time before someone works. It is not measured.
    #[must_use]
    pub fn before(mut self, before: impl Fn() -> Outcome + 'static) -> Self {
        self.before = Some(Box::new(before));
        self
    }

    /// Does what is to be done before someone works.
    ///
    /// # Errors
    /// That of it.
    pub fn make_ready(&self) -> Outcome {
        self.before.as_ref().map_or(Ok(()), |before| before())
    }

    /// Adds someone who does the work so many times, on one thread or more.
    #[must_use]
    pub fn contender(mut self, name: &'static str, run: impl Fn(u32) -> Outcome + 'static) -> Self {
        self.contenders.push(Contender {
            name,
            run: Box::new(run),
        });
        self
    }

    /// Adds a target: `who` needs at most this share of what `whom` needs.
    #[must_use]
    pub fn ratio(
        mut self,
        measure: Measure,
        who: &'static str,
        whom: &'static str,
        at_most: f64,
    ) -> Self {
        self.targets.push(Target {
            measure,
            who,
            whom: Some(whom),
            at_most,
        });
        self
    }

    /// Adds a target: `who` needs at most so much.
    #[must_use]
    pub fn bound(mut self, measure: Measure, who: &'static str, at_most: f64) -> Self {
        self.targets.push(Target {
            measure,
            who,
            whom: None,
            at_most,
        });
        self
    }
}

/// Someone who does the work of a row.
pub struct Contender {
    /// Who, in a word or three.
    pub name: &'static str,
    /// Does the work so many times.
    pub run: Box<dyn Fn(u32) -> Outcome>,
}

/// What is to be reached.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// In which measure.
    pub measure: Measure,
    /// By whom.
    pub who: &'static str,
    /// Against whom; `None` for a number of its own.
    pub whom: Option<&'static str>,
    /// The share, or the number.
    pub at_most: f64,
}

/// What is measured of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The time it takes.
    Time,
    /// The processor time of this process, not of the server.
    Cpu,
    /// How often memory is asked for, growing included.
    Allocations,
    /// How many instructions are carried out, where valgrind counted them.
    Instructions,
    /// The most memory that a process takes which does it once, in bytes.
    Memory,
}

impl Measure {
    /// All of them, in the order of a table.
    pub const ALL: [Self; 5] = [
        Self::Time,
        Self::Cpu,
        Self::Allocations,
        Self::Instructions,
        Self::Memory,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Cpu => "CPU",
            Self::Allocations => "allocations",
            Self::Instructions => "instructions",
            Self::Memory => "memory",
        }
    }
}
