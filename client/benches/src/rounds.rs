//! Interleaved rounds: everyone works in turn, and shares are taken within a round.
//!
//! Whatever else runs on the machine slows all of a round, so that a share varies
//! less than a time.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use crate::row::{Contender, Measure, Outcome, Row};

/// What one contender needed in one round, in seconds for each piece of work.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    time: f64,
    cpu: f64,
}

/// The rounds of a row; in each, a sample for each contender.
pub struct Rounds(Vec<Vec<Sample>>);

impl Rounds {
    /// Lets all contenders work in turn, `rounds` times.
    ///
    /// # Errors
    /// The first of a contender.
    pub fn run(row: &Row, rounds: usize) -> Outcome<Self> {
        let times = times_in_a_spell(row)?;
        let contenders = &row.contenders;
        let mut taken = Vec::with_capacity(rounds);
        for round in 0..rounds {
            let mut samples = vec![Sample::default(); contenders.len()];
            for turn in 0..contenders.len() {
                // Nobody always comes after the same one.
                let index = (round + turn) % contenders.len();
                samples[index] = sample(row, &contenders[index], times)?;
            }
            taken.push(samples);
        }
        Ok(Self(taken))
    }

    /// The median of what a contender needed, in seconds for each piece of work.
    pub fn median(&self, measure: Measure, contender: usize) -> Option<f64> {
        self.median_of(|round| round[contender].get(measure))
    }

    /// The median over the rounds of one contender's share of another's need.
    pub fn share(&self, measure: Measure, who: usize, whom: usize) -> Option<f64> {
        self.median_of(|round| Some(round[who].get(measure)? / round[whom].get(measure)?))
    }

    fn median_of(&self, value: impl Fn(&[Sample]) -> Option<f64>) -> Option<f64> {
        let mut values: Vec<f64> = self.0.iter().filter_map(|round| value(round)).collect();
        values.sort_by(f64::total_cmp);
        let above = *values.get(values.len() / 2)?;
        let below = *values.get((values.len() - 1) / 2)?;
        Some((above + below) / 2.0)
    }
}

impl Sample {
    fn get(self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Time => Some(self.time),
            Measure::Cpu => Some(self.cpu),
            Measure::Allocations | Measure::Instructions | Measure::Memory => None,
        }
    }
}

fn sample(row: &Row, contender: &Contender, times: u32) -> Outcome<Sample> {
    row.make_ready()?;
    let cpu = ProcessTime::try_now()?;
    let time = Instant::now();
    (contender.run)(times)?;
    let time = time.elapsed();
    let cpu = cpu.try_elapsed()?;
    let each = |all: Duration| all.as_secs_f64() / f64::from(times) / f64::from(row.each);
    Ok(Sample {
        time: each(time),
        cpu: each(cpu),
    })
}

/// How often the work is done in a spell; everyone is warm afterwards.
fn times_in_a_spell(row: &Row) -> Outcome<u32> {
    let mut times = 1;
    for contender in &row.contenders {
        row.make_ready()?;
        (contender.run)(1)?;
    }
    if let Some(first) = row.contenders.first() {
        loop {
            row.make_ready()?;
            let began = Instant::now();
            (first.run)(times)?;
            let took = began.elapsed();
            if took >= row.spell || times > u32::MAX / 2 {
                break;
            }
            times = if took < row.spell / 16 {
                times * 8
            } else {
                times * 2
            };
        }
    }
    for contender in &row.contenders {
        row.make_ready()?;
        (contender.run)(times)?;
    }
    Ok(times)
}
