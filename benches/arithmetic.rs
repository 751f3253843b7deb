//! Only the arithmetic, without PHP, network or cache: from the bytes of a group's answer to a quantity, and from the decoded
//! group to a quantity. `make bench` makes the bodies, one page per file, in the folder that `VIRTFUSION_BODIES` names, and reads
//! Criterion's estimates. Each quantity is printed, to be compared with the reference's.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use criterion::{Criterion, Throughput};
use std::hint::black_box;
use virtfusion_direct::capacity::{Need, group_capacity};
use virtfusion_direct::decode::page::Page;
use virtfusion_direct::decode::{Group, Package};
use virtfusion_direct::request::Buffer;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(folder) = env::var_os("VIRTFUSION_BODIES") else {
        return Err("VIRTFUSION_BODIES is not set; run make bench PARTS=arithmetic".into());
    };
    let folder = Path::new(&folder);
    let package = fs::read_to_string(folder.join("package.json"))?;
    let package = Package::read_text(&package).map_err(|cause| cause.to_string())?;
    let need =
        Need::of(&package, 1, Buffer::from_text("10")).ok_or("the storage profile of the package is not understood")?;
    let mut criterion = Criterion::default()
        .sample_size(20)
        .configure_from_args()
        .without_plots();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let Some(hypervisors) = file.file_stem().and_then(|name| name.to_str()?.parse::<u64>().ok()) else {
            continue;
        };
        let body = fs::read(&file)?;
        let group = decode(&body).ok_or("a body is not a group")?;
        println!("quantity {hypervisors} {:?}", quantity(&group, &need));
        let mut benchmark = criterion.benchmark_group(hypervisors.to_string());
        benchmark.throughput(Throughput::Elements(hypervisors));
        benchmark.bench_function("body", |bencher| {
            bencher.iter(|| quantity(&decode(black_box(&body))?, black_box(&need)));
        });
        benchmark.bench_function("decoded", |bencher| {
            bencher.iter(|| quantity(black_box(&group), black_box(&need)));
        });
        benchmark.finish();
    }
    criterion.final_summary();
    Ok(())
}

/// Decodes a group of one page, as the client does.
fn decode(body: &[u8]) -> Option<Group> {
    let page = Page::read_text(body).ok()?;
    Some(Group::assemble(vec![page]).ok()?.0)
}

fn quantity(group: &Group, need: &Need) -> Option<i64> {
    let capacity = group_capacity(group, need, &[]);
    Some(capacity.ok()?.with_shared_pool().quantity())
}
