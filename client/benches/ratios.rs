//! Time, processor time, allocations and instructions against `async-nats`, in one run.
//!
//! `ratios [--rounds N] [--instructions] [ROW...]`: a row is named by any part of its
//! name. `ratios once ROW CONTENDER TIMES` does a piece of work and says nothing,
//! for a profiler to look at; `ratios peak ROW CONTENDER` does it once and says how
//! many bytes the process took at most.

use std::env;
use std::path::Path;

use jsapi_benches::counts::{self, Counts};
use jsapi_benches::report::Report;
use jsapi_benches::rounds::Rounds;
use jsapi_benches::row::Outcome;
use jsapi_benches::rows::{self, Rows};
use jsapi_benches::world::Threads;

struct Arguments {
    rounds: usize,
    instructions: bool,
    wanted: Vec<String>,
}

#[expect(clippy::print_stdout, reason = "it is what the program is for")]
fn main() -> Outcome {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    match arguments.as_slice() {
        [once, row, contender, times] if once == "once" => {
            do_once(row, contender, times.parse()?, Threads::One)
        }
        [peak, row, contender] if peak == "peak" => {
            do_once(row, contender, 1, Threads::Two)?;
            println!("{}", counts::peak()?);
            Ok(())
        }
        _ => compare(&parse(arguments)?),
    }
}

fn parse(arguments: Vec<String>) -> Outcome<Arguments> {
    let mut parsed = Arguments {
        rounds: 15,
        instructions: false,
        wanted: Vec::new(),
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => {
                let rounds = arguments.next().ok_or("--rounds needs a number")?;
                parsed.rounds = rounds.parse()?;
            }
            "--instructions" => parsed.instructions = true,
            _ => parsed.wanted.push(argument),
        }
    }
    Ok(parsed)
}

#[expect(clippy::print_stdout, reason = "it is what the program is for")]
fn compare(arguments: &Arguments) -> Outcome {
    let Rows { rows, worlds } = rows::named(&arguments.wanted, Threads::Two)?;
    let program = Path::new(env!("CARGO_BIN_EXE_allocations"));
    let allocations = counts::allocations(program, &worlds, &arguments.wanted)?;
    let mut instructions = Counts::default();
    let mut memory = Counts::default();
    for row in &rows {
        let rounds = Rounds::run(row, arguments.rounds)?;
        if arguments.instructions {
            for contender in &row.contenders {
                if let Some(count) = counts::instructions(&worlds, row, contender.name)? {
                    instructions.insert(&row.name, contender.name, count);
                }
            }
        }
        if row.peak {
            for contender in &row.contenders {
                let most = counts::memory(&worlds, row, contender.name)?;
                memory.insert(&row.name, contender.name, most);
            }
        }
        let report = Report {
            row,
            rounds,
            allocations: &allocations,
            instructions: &instructions,
            memory: &memory,
        };
        println!("{}", report.text());
    }
    Ok(())
}

fn do_once(row: &str, contender: &str, times: u32, threads: Threads) -> Outcome {
    let Rows { rows, .. } = rows::named(&[row.to_owned()], threads)?;
    let row = rows
        .iter()
        .find(|found| found.name == row)
        .ok_or("no such row")?;
    let contender = row
        .contenders
        .iter()
        .find(|found| found.name == contender)
        .ok_or("no such contender in the row")?;
    row.make_ready()?;
    (contender.run)(times)
}
