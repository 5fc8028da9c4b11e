#!/usr/bin/env python3
"""JSON Lines through `seedtool filter` in Ray Data, one process for each batch.

    ray_map.py IN.jsonl OUT.jsonl [--seedtool BIN] [--batch 2000] [--cpus 2]
"""
import argparse
import os
import shutil
import subprocess
import sys

os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
import pyarrow as pa  # noqa: E402
import ray  # noqa: E402

RANGE_BYTES = 8 << 20


def ranges(path):
    """Parts of a file that begin and end at line starts."""
    start, total = 0, os.path.getsize(path)
    with open(path, "rb") as file:
        while start < total:
            file.seek(min(start + RANGE_BYTES, total))
            file.readline()
            yield {"path": path, "start": start, "end": file.tell()}
            start = file.tell()


def lines_of(part):
    with open(part["path"], "rb") as file:
        file.seek(part["start"])
        lines = file.read(part["end"] - part["start"]).split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [{"line": line} for line in lines]


def filter_batch(table, seedtool):
    lines = table["line"].to_pylist()
    run = subprocess.run([seedtool, "filter", "--quiet", "-j1"], input=b"".join(line + b"\n" for line in lines),
                         stdout=subprocess.PIPE, check=True)
    records = run.stdout.split(b"\n")
    if records.pop() or len(records) != len(lines):
        raise RuntimeError(f"{len(lines)} lines in, {len(records)} out")
    return pa.table({"line": pa.array(records, type=pa.binary())})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--seedtool", default=shutil.which("seedtool") or "seedtool")
    parser.add_argument("--batch", type=int, default=2000)
    parser.add_argument("--cpus", type=int, default=2)
    args = parser.parse_args()
    ray.init(num_cpus=args.cpus, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    seedtool = os.path.abspath(args.seedtool)
    parts = list(ranges(os.path.abspath(args.input)))
    with open(args.output + ".part", "wb") as out:
        if parts:
            data = ray.data.from_items(parts).flat_map(lines_of)
            data = data.map_batches(filter_batch, fn_kwargs={"seedtool": seedtool}, batch_format="pyarrow", batch_size=args.batch)
            for batch in data.iter_batches(batch_size=None, batch_format="pyarrow"):
                out.writelines(record + b"\n" for record in batch["line"].to_pylist())
    wanted, written = (sum(block.count(b"\n") for block in open(path, "rb")) for path in (args.input, args.output + ".part"))
    if written not in (wanted, wanted + 1):  # the last line may have no end
        sys.exit(f"ray_map.py: {wanted} lines in, {written} out")
    os.replace(args.output + ".part", args.output)


if __name__ == "__main__":
    main()
