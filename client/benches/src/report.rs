//! What was measured, as a table to be read and put into a note.

use std::fmt::Write;

use crate::counts::Counts;
use crate::rounds::Rounds;
use crate::row::{Measure, Row, Target};

/// All that was measured of one row.
pub struct Report<'a> {
    /// What was done.
    pub row: &'a Row,
    /// How long it took.
    pub rounds: Rounds,
    /// How often memory was asked for.
    pub allocations: &'a Counts,
    /// How many instructions were carried out.
    pub instructions: &'a Counts,
    /// How much memory was taken.
    pub memory: &'a Counts,
}

impl Report<'_> {
    /// The table of the row, and whether its targets are reached.
    pub fn text(&self) -> String {
        let measures: Vec<Measure> = Measure::ALL
            .into_iter()
            .filter(|&measure| self.median(measure, 0).is_some())
            .collect();
        let mut text = format!("\n{}\n\n|", self.row.name);
        for measure in &measures {
            // Writing to a string does not fail.
            let _ = write!(text, " | {} | ratio", measure.word());
        }
        text.push_str(" |\n|-");
        text.push_str(&"|-:|-:".repeat(measures.len()));
        text.push_str("|\n");
        for (index, contender) in self.row.contenders.iter().enumerate() {
            let _ = write!(text, "| {}", contender.name);
            for &measure in &measures {
                let _ = write!(
                    text,
                    " | {} | {}",
                    shown(self.median(measure, index), |value| number(measure, value)),
                    shown(self.share(measure, index, 0), |value| format!("{value:.2}")),
                );
            }
            text.push_str(" |\n");
        }
        for target in &self.row.targets {
            if let Some(reached) = self.reached(target) {
                let _ = writeln!(text, "\n{reached}");
            }
        }
        text
    }

    fn reached(&self, target: &Target) -> Option<String> {
        let Target {
            measure,
            who,
            whom,
            at_most,
        } = *target;
        let (value, of) = match whom {
            Some(whom) => (
                self.share(measure, self.index(who)?, self.index(whom)?)?,
                format!(" of {whom}"),
            ),
            None => (self.median(measure, self.index(who)?)?, String::new()),
        };
        let verdict = if value <= at_most {
            "reached"
        } else {
            "NOT REACHED"
        };
        let word = measure.word();
        Some(format!(
            "{verdict}: {who} {word} {value:.2}{of}, at most {at_most}"
        ))
    }

    fn index(&self, who: &str) -> Option<usize> {
        let mut contenders = self.row.contenders.iter();
        contenders.position(|contender| contender.name == who)
    }

    fn median(&self, measure: Measure, index: usize) -> Option<f64> {
        match self.counts(measure) {
            Some(counts) => {
                let contender = self.row.contenders.get(index)?;
                counts.get(&self.row.name, contender.name)
            }
            None => self.rounds.median(measure, index),
        }
    }

    fn share(&self, measure: Measure, who: usize, whom: usize) -> Option<f64> {
        match self.counts(measure) {
            Some(_) => Some(self.median(measure, who)? / self.median(measure, whom)?),
            None => self.rounds.share(measure, who, whom),
        }
    }

    fn counts(&self, measure: Measure) -> Option<&Counts> {
        match measure {
            Measure::Time | Measure::Cpu => None,
            Measure::Allocations => Some(self.allocations),
            Measure::Instructions => Some(self.instructions),
            Measure::Memory => Some(self.memory),
        }
    }
}

fn shown(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or_else(|| "-".to_owned(), show)
}

fn number(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Time | Measure::Cpu if value >= 1e-3 => format!("{:.2} ms", value * 1e3),
        Measure::Time | Measure::Cpu => format!("{:.2} µs", value * 1e6),
        Measure::Allocations => format!("{value:.1}"),
        Measure::Instructions => format!("{value:.0}"),
        Measure::Memory => format!("{:.1} MiB", value / f64::from(1 << 20)),
    }
}
