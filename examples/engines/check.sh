#!/usr/bin/env bash
# Does every engine that is installed give the records that one process gives?   check.sh SEEDTOOL [IN.jsonl] [PYTHON]
# Without IN.jsonl the seeds are taken many times over, with lines among them that break readers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
SEEDTOOL=$(realpath "$1")
export SEEDTOOL
python=${3:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

input=${2:-$work/in.jsonl}
if [ $# -lt 2 ] || [ -z "$2" ]; then
    python3 - "$here/../../seeds" > "$input" <<'PYTHON'
import json, pathlib, sys
odd = ["", "not json", "[]", '{"id":"no text"}', '{"text":"raw \u2028 \u2029 \x85"}', '{"text":"raw \x0c"}', '{"text":"a"}\r']
texts = [path.read_text() for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))]
for number in range(2000):
    if number % 50 == 0:
        sys.stdout.write(odd[number // 50 % len(odd)] + "\n")
    sys.stdout.write(json.dumps({"id": number, "text": f"{texts[number % len(texts)]}\n{number}\n"}, ensure_ascii=False) + "\n")
PYTHON
fi

"$SEEDTOOL" filter --quiet -j1 < "$input" | LC_ALL=C sort > "$work/want"
failed=0
compare() {
    if [ ! -e "$work/out" ]; then printf 'FAILED\t%s\n' "$1"; failed=1
    elif LC_ALL=C sort "$work/out" | cmp -s - "$work/want"; then printf 'same\t%s\n' "$1"
    else printf 'DIFFERS\t%s\n' "$1"; failed=1; fi
    rm -f "$work/out"
}
skip() { printf 'skipped\t%s\t%s\n' "$1" "$2"; }

"$SEEDTOOL" filter --quiet < "$input" > "$work/out"; compare threads
if parallel --version 2>/dev/null | grep -q GNU; then
    "$here/parallel.sh" "$input" > "$work/out"; compare parallel
else skip parallel "GNU parallel is not installed"; fi
if command -v java > /dev/null && "$python" -c 'import pyspark' 2> /dev/null; then
    "$python" "$here/spark_pipe.py" "$input" "$work/out" --seedtool "$SEEDTOOL" > "$work/log" 2>&1 || tail -n 20 "$work/log"; compare spark
else skip spark "java or pyspark is not installed"; fi
if "$python" -c 'import ray.data, pyarrow' 2> /dev/null; then
    "$python" "$here/ray_map.py" "$input" "$work/out" --seedtool "$SEEDTOOL" > "$work/log" 2>&1 || tail -n 20 "$work/log"; compare ray
else skip ray "ray[data] is not installed"; fi
exit $failed
