#!/usr/bin/env python3
"""JSON Lines through `seedtool filter` in Spark, one process for each partition.

    spark_pipe.py IN.jsonl OUT.jsonl [--seedtool BIN] [--master local[2]] [--partitions 8]

The output is written in the order of the input, under a temporary name that is changed when the count is right.
On a cluster ship the binary with --files, and write with saveAsTextFile instead of on the driver.
"""
import argparse
import os
import shlex
import shutil
import sys

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers take the first python3 on PATH
from pyspark.sql import SparkSession  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--seedtool", default=shutil.which("seedtool") or "seedtool")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--partitions", type=int, default=8)
    args = parser.parse_args()
    part_bytes = max(1, os.path.getsize(args.input) // args.partitions)
    spark = (SparkSession.builder.master(args.master).appName("seedtool")
             .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
             .config("spark.sql.files.maxPartitionBytes", part_bytes).config("spark.sql.files.openCostInBytes", 0)
             .getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    try:
        lines = spark.read.text(os.path.abspath(args.input), lineSep="\n")
        command = shlex.quote(os.path.abspath(args.seedtool)) + " filter --quiet -j1"
        records = lines.rdd.map(lambda row: row.value).pipe(command, checkCode=True)
        written = 0
        with open(args.output + ".part", "w", encoding="utf-8", newline="\n") as out:
            for record in records.toLocalIterator():
                out.write(record + "\n")
                written += 1
        wanted = lines.count()
        if written != wanted:
            sys.exit(f"spark_pipe.py: {wanted} lines in, {written} out")
        os.replace(args.output + ".part", args.output)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
