//! Counts how often memory is asked for, by all contenders of the rows that are named.
//!
//! Started by `ratios`. Asking for more room in place counts too.

use std::alloc::System;
use std::env;

use jsapi_benches::counts::Counts;
use jsapi_benches::row::{Contender, Outcome, Row};
use jsapi_benches::rows::{self, Rows};
use jsapi_benches::world::Threads;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[expect(clippy::print_stdout, reason = "it is what the program is for")]
fn main() -> Outcome {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let Rows { rows, .. } = rows::named(&wanted, Threads::One)?;
    let mut counts = Counts::default();
    for row in &rows {
        for contender in &row.contenders {
            let times = row.counted;
            // What is made once is made now.
            count(row, contender, times)?;
            // Free of what does not grow with the work.
            let few = count(row, contender, times)?;
            let many = count(row, contender, 2 * times)?;
            let each = (many - few) / f64::from(times) / f64::from(row.each);
            counts.insert(&row.name, contender.name, each);
        }
    }
    print!("{}", counts.write());
    Ok(())
}

fn count(row: &Row, contender: &Contender, times: u32) -> Outcome<f64> {
    row.make_ready()?;
    let region = Region::new(ALLOCATOR);
    (contender.run)(times)?;
    let change = region.change();
    Ok((change.allocations + change.reallocations) as f64)
}
