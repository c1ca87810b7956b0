//! Counts how often memory is asked for, by all contenders of the rows that are named.
//!
//! Started by `ratios`. Asking for more room in place counts too.

use std::alloc::System;
use std::env;

use jsapi_benches::counts::{Counts, TIMES};
use jsapi_benches::row::{Contender, Outcome};
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
            // What is made once is made now.
            count(contender, TIMES)?;
            // Free of what does not grow with the work.
            let few = count(contender, TIMES)?;
            let many = count(contender, 2 * TIMES)?;
            let each = (many - few) / f64::from(TIMES);
            counts.insert(&row.name, contender.name, each);
        }
    }
    print!("{}", counts.write());
    Ok(())
}

fn count(contender: &Contender, times: u32) -> Outcome<f64> {
    let region = Region::new(ALLOCATOR);
    (contender.run)(times)?;
    let change = region.change();
    Ok((change.allocations + change.reallocations) as f64)
}
