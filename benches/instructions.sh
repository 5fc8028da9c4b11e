#!/usr/bin/env bash
# Counts the instructions of `ingest` under valgrind, which no load of the machine disturbs, and compares them with the
# figure in benches/instructions.txt: more than a tenth beside it is a failure. Then ten times the files, and a document
# ten times as long, must cost no more than 10.5 times as much.
#
#     cargo build --release && bash benches/instructions.sh [--bless]
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v valgrind >/dev/null; then
    echo "instructions: skipped, valgrind is not installed"
    exit 0
fi

corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT

# Instructions of one run over a folder.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null target/release/seedtool ingest --quiet -j 1 "$1" \
        2>&1 >/dev/null | awk '/Collected/ { print $4 }'
}

# `folder NAME COPIES`: so many copies of every seed.
folder() {
    mkdir -p "$corpus/$1"
    for seed in seeds/*; do
        for copy in $(seq "$2"); do cp "$seed" "$corpus/$1/$copy-$(basename "$seed")"; done
    done
}

# `long NAME COPIES`: a document of each seed so many times over.
long() {
    mkdir -p "$corpus/$1"
    for seed in seeds/*; do
        for _ in $(seq "$2"); do cat "$seed"; echo; done > "$corpus/$1/$(basename "$seed")"
    done
}

mkdir "$corpus/none" && : > "$corpus/none/empty.txt"
folder few 6
folder many 60
long short 4
long long 40

start=$(instructions "$corpus/none")
few=$(($(instructions "$corpus/few") - start))
many=$(($(instructions "$corpus/many") - start))
short=$(($(instructions "$corpus/short") - start))
long=$(($(instructions "$corpus/long") - start))

if [ "${1-}" = --bless ]; then
    echo "$many" > benches/instructions.txt
fi
known=$(cat benches/instructions.txt)
awk -v start="$start" -v few="$few" -v many="$many" -v short="$short" -v long="$long" -v known="$known" 'BEGIN {
    printf "instructions: %.1f million to start, %.3f million a seed\n", start / 1e6, many / 300 / 1e6
    printf "instructions: %.3f of the known figure, %.2f for ten times the files, %.2f for ten times the length\n", \
        many / known, many / few, long / short
    failed = many / known > 1.1 || many / known < 0.9 || many / few > 10.5 || long / short > 10.5
    if (failed) print "instructions: outside the limits; if the change is meant, run benches/instructions.sh --bless"
    exit failed
}'
