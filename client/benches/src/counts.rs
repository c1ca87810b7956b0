//! What other programs count: allocations by one of ours, instructions by valgrind.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use crate::row::{Outcome, Row};
use crate::world::World;

/// One number for each contender of each row, where it was counted.
#[derive(Debug, Default)]
pub struct Counts(Vec<(String, String, f64)>);

impl Counts {
    /// What that contender needs for each piece of that work.
    pub fn get(&self, row: &str, contender: &str) -> Option<f64> {
        self.0
            .iter()
            .find(|(name, who, _)| name == row && who == contender)
            .map(|&(_, _, count)| count)
    }

    /// Adds a number.
    pub fn insert(&mut self, row: &str, contender: &str, count: f64) {
        self.0.push((row.to_owned(), contender.to_owned(), count));
    }

    /// One line for each number.
    pub fn write(&self) -> String {
        self.0
            .iter()
            .map(|(row, contender, count)| format!("{row}\t{contender}\t{count}\n"))
            .collect()
    }

    /// Reads what [`write`](Self::write) wrote.
    ///
    /// # Errors
    /// When it did not.
    pub fn read(text: &str) -> Outcome<Self> {
        let mut counts = Self::default();
        for line in text.lines() {
            let mut parts = line.split('\t');
            let (Some(row), Some(contender), Some(count)) =
                (parts.next(), parts.next(), parts.next())
            else {
                return Err(format!("not a count: {line:?}").into());
            };
            counts.insert(row, contender, count.parse()?);
        }
        Ok(counts)
    }
}

/// Has another program count allocations, on the same servers.
///
/// It has an allocator that counts, which would slow down what is timed here.
///
/// # Errors
/// When the program fails.
pub fn allocations(program: &Path, worlds: &[Arc<World>], wanted: &[String]) -> Outcome<Counts> {
    let mut command = Command::new(program);
    command.args(wanted);
    command.envs(worlds.iter().map(|world| world.setting()));
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Counts::read(&String::from_utf8(output.stdout)?)
}

/// Has valgrind count the instructions of a piece of work, or `None` without valgrind.
///
/// It runs this program as `once`, with two numbers of pieces of work; the
/// difference is free of what comes before and after.
///
/// # Errors
/// When the program fails under valgrind.
pub fn instructions(worlds: &[Arc<World>], row: &Row, contender: &str) -> Outcome<Option<f64>> {
    let times = row.counted;
    let few = run(worlds, &row.name, contender, times)?;
    let many = run(worlds, &row.name, contender, 2 * times)?;
    Ok(few
        .zip(many)
        .map(|(few, many)| (many - few) / f64::from(times) / f64::from(row.each)))
}

/// Has other processes do a piece of work once and tell how much memory it took: the
/// median, because what is shared with others on the machine is part of it.
///
/// # Errors
/// When one fails, or the system does not tell.
pub fn memory(worlds: &[Arc<World>], row: &Row, contender: &str) -> Outcome<f64> {
    let mut peaks = (0..7)
        .map(|_| memory_once(worlds, row, contender))
        .collect::<Outcome<Vec<f64>>>()?;
    peaks.sort_by(f64::total_cmp);
    Ok(peaks[peaks.len() / 2])
}

fn memory_once(worlds: &[Arc<World>], row: &Row, contender: &str) -> Outcome<f64> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["peak", &row.name, contender]);
    command.envs(worlds.iter().map(|world| world.setting()));
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// The most memory that this process took so far, in bytes.
///
/// # Errors
/// When the system does not tell, as all but Linux.
pub fn peak() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let most = status.lines().find_map(|line| {
        let most = line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?;
        most.trim().parse::<u64>().ok()
    });
    Ok(most.ok_or("no VmHWM in /proc/self/status")? << 10)
}

fn run(worlds: &[Arc<World>], row: &str, contender: &str, times: u32) -> Outcome<Option<f64>> {
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["once", row, contender, &times.to_string()]);
    command.envs(worlds.iter().map(|world| world.setting()));
    let Ok(output) = command.output() else {
        return Ok(None);
    };
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(said.into());
    }
    let collected = said
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    Ok(collected)
}
