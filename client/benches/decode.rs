//! How long reading recorded replies takes, by criterion.

use criterion::{Criterion, Throughput};
use jsapi_benches::decoding;
use jsapi_benches::row::Outcome;

fn main() -> Outcome {
    let mut criterion = Criterion::default().configure_from_args();
    for row in decoding::rows()? {
        let mut group = criterion.benchmark_group(&row.name);
        group.throughput(Throughput::Elements(1));
        for contender in &row.contenders {
            group.bench_function(contender.name, |bencher| {
                bencher.iter(|| (contender.run)(1));
            });
        }
        group.finish();
    }
    criterion.final_summary();
    Ok(())
}
