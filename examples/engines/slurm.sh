#!/usr/bin/env bash
# A folder of documents in 64 parts, each a file that appears only when whole.   sbatch slurm.sh CORPUS OUT
#
# A job that was killed is simply submitted again: with --resume the parts that are done are left as they are, and one
# that was not finished goes on where it was.
#SBATCH --job-name=seedtool --array=1-64 --cpus-per-task=4 --mem=2G --time=04:00:00
set -euo pipefail
seedtool=${SEEDTOOL:-seedtool}
part=$SLURM_ARRAY_TASK_ID/${SLURM_ARRAY_TASK_COUNT:-64}
exec "$seedtool" ingest "$1" --shard "$part" --out-dir "$2" --ending jsonl.zst --resume -j "${SLURM_CPUS_PER_TASK:-1}"
