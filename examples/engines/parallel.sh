#!/usr/bin/env bash
# JSON Lines through several processes of `seedtool filter`, in order.   parallel.sh IN.jsonl > OUT.jsonl
set -euo pipefail
seedtool=${SEEDTOOL:-seedtool}
exec parallel --will-cite -k --halt now,fail=1 --pipepart --block 16M -a "$1" "$seedtool filter --quiet -j1"
