"""Loads the same records in DuckDB, Polars, Hugging Face datasets and pyarrow, and compares what each has seen.

Documents of many kinds are made up, ingested to JSON Lines and to Parquet, and loaded with `seedtool schema --for`.
A loader that is not installed, or Parquet in a build without it, is skipped with a line.
Exit code 1: two loaders disagree, or one could not load the file.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

COUNTED = ["documents", "sections", "blocks", "items", "dropped"]

SENTENCES = [
    "افتتحت الوزارة صباح اليوم مركزا جديدا للتدريب المهني في العاصمة.",
    "وقال المتحدث إن المشروع يستوعب أكثر من 300 متدرب كل عام.",
    "تعتمد الخطة على ثلاث مراحل متتالية، تبدأ الأولى منها في الربيع المقبل.",
    "ومن المتوقع أن تسهم هذه الخطوة في توفير فرص عمل للشباب.",
]


def markdown(rng):
    """Headings, nested lists, a quote, a table and code, in any number."""
    parts = ["# تقرير رقم %d" % rng.randrange(1000), rng.choice(SENTENCES)]
    for number in range(rng.randrange(5)):
        items = "\n".join("%s- بند رقم %d" % ("  " * (i % 2), i) for i in range(rng.randrange(6)))
        part = [items, "> " + rng.choice(SENTENCES), "| أ | ب |\n|---|---|\n| ١ | ٢ |", "```\nx = 1\n```"]
        parts += ["## المحور %d" % number, rng.choice(SENTENCES), rng.choice(part)]
    return "\n\n".join(parts)


def plain(rng):
    """A title, paragraphs, numbered lines and furniture."""
    lines = ["خبر رقم %d من المدينة" % rng.randrange(1000), ""]
    for _ in range(rng.randrange(1, 6)):
        lines.append(" ".join(rng.sample(SENTENCES, 3)))
    lines += ["%d. خطوة" % n for n in range(1, rng.randrange(1, 5))]
    return "\n".join(lines + ["شارك الخبر", "جميع الحقوق محفوظة"])


def vowelled(rng):
    """Words that normalization changes, and characters that JSON escapes."""
    return "الـــكِتَابُ \"%d\" \\ خَيْرُ جَلِيسٍ\tفي الزمان 🌙" % rng.randrange(10)


def empty(_):
    return ""


def write_documents(folder, count):
    rng = random.Random(7)
    kinds = [markdown, markdown, plain, plain, vowelled, empty]
    for number in range(count):
        text = kinds[number % len(kinds)](rng)
        # Every encoding that Arabic was stored in of late, and one with a byte order mark.
        encoding = "windows-1256" if number % 11 == 0 and plain == kinds[number % len(kinds)] else "utf-8"
        encoding = "utf-16" if number % 13 == 0 else encoding
        (folder / f"{number:05}.txt").write_bytes(text.encode(encoding))


def with_json(path, _schema):
    """What Python itself sees: the measure for all others. It has no use for Parquet."""
    if path.suffix != ".jsonl":
        return None
    records = [json.loads(line) for line in path.open(encoding="utf-8")]
    sections = [section for record in records for section in record["sections"]]
    blocks = [block for section in sections for block in section["blocks"]]
    items = sum(len(block["items"]) for block in blocks)
    return len(records), len(sections), len(blocks), items, sum(len(record["dropped"]) for record in records)


def with_duckdb(path, schema):
    import duckdb

    source = f"read_json('{path}', format = 'newline_delimited', columns = {schema('duckdb')})"
    if path.suffix == ".parquet":
        source = f"read_parquet('{path}')"
    return duckdb.sql(f"""
        WITH records AS (FROM {source}),
            sections AS (SELECT unnest(sections) AS section FROM records),
            blocks AS (SELECT unnest(section.blocks) AS block FROM sections),
            items AS (SELECT unnest(block.items) FROM blocks),
            dropped AS (SELECT unnest(dropped) FROM records)
        SELECT (SELECT count(*) FROM records), (SELECT count(*) FROM sections), (SELECT count(*) FROM blocks),
            (SELECT count(*) FROM items), (SELECT count(*) FROM dropped)
    """).fetchall()[0]


def with_polars(path, schema):
    import polars

    expected = module(schema("polars"))["SCHEMA"]
    if path.suffix == ".parquet":
        frame = polars.read_parquet(path)
    else:
        frame = polars.read_ndjson(path, schema=expected)
    assert frame.schema == expected, frame.schema

    sections = frame["sections"].explode().drop_nulls()
    blocks = sections.struct.field("blocks").explode().drop_nulls()
    items = blocks.struct.field("items").explode().drop_nulls()
    return frame.height, len(sections), len(blocks), len(items), frame["dropped"].list.len().sum()


def with_datasets(path, schema):
    import datasets

    datasets.disable_progress_bars()
    features = module(schema("datasets"))["FEATURES"]
    kind = {".parquet": "parquet", ".jsonl": "json"}[path.suffix]
    cache = str(path.parent / "cache")
    records = datasets.load_dataset(kind, data_files=str(path), features=features, split="train", cache_dir=cache)
    assert records.features == features, records.features
    return in_table(records.with_format("arrow")[:])


def with_arrow(path, schema):
    import pyarrow.json
    import pyarrow.parquet

    expected = module(schema("arrow"))["SCHEMA"]
    if path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
    else:
        options = pyarrow.json.ParseOptions(explicit_schema=expected, unexpected_field_behavior="error")
        table = pyarrow.json.read_json(path, parse_options=options).cast(expected)
    assert table.schema.equals(expected), table.schema
    return in_table(table)


def in_table(table):
    """The counts of a pyarrow table."""
    import pyarrow.compute as pc

    sections = pc.list_flatten(table["sections"])
    blocks = pc.list_flatten(pc.struct_field(sections, "blocks"))
    items = pc.list_flatten(pc.struct_field(blocks, "items"))
    return table.num_rows, len(sections), len(blocks), len(items), len(pc.list_flatten(table["dropped"]))


def module(source):
    """The names that a Python module defines."""
    names = {}
    exec(source, names)
    return names


LOADERS = {"json": with_json, "duckdb": with_duckdb, "polars": with_polars, "datasets": with_datasets, "pyarrow": with_arrow}


def ingest(seedtool, folder, output):
    """Whether the build of seedtool writes this kind of file."""
    done = subprocess.run([seedtool, "ingest", "--quiet", folder, "-o", output], capture_output=True, text=True)
    if "--features parquet" in done.stderr:
        print(f"skipped: {output.suffix}; this build of seedtool has no Parquet")
        return False
    if done.returncode != 0:
        sys.exit(f"seedtool ingest: exit {done.returncode}: {done.stderr}")
    return True


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seedtool", default="seedtool", help="the binary")
    arguments.add_argument("--documents", type=int, default=2000, help="how many to make up")
    arguments = arguments.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"

    def schema(loader):
        command = [arguments.seedtool, "schema", "--for", loader]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    loaders = {}
    for name, load in LOADERS.items():
        if find_spec(name):
            loaders[name] = load
        else:
            print(f"skipped: {name} is not installed")

    failures, seen = [], set()
    with tempfile.TemporaryDirectory() as scratch:
        documents = Path(scratch, "documents")
        documents.mkdir()
        write_documents(documents, arguments.documents)
        print(f"{'':20}" + "".join(f"{what:>11}" for what in COUNTED))
        for ending in [".jsonl", ".parquet"]:
            output = Path(scratch, "out" + ending)
            if not ingest(arguments.seedtool, documents, output):
                continue
            for name, load in loaders.items():
                try:
                    counts = load(output, schema)
                except Exception as error:
                    failures.append(f"{name} cannot load {ending}: {type(error).__name__}: {error}")
                    continue
                if counts is not None:
                    seen.add(tuple(counts))
                    print(f"{name + ' ' + ending:20}" + "".join(f"{count:>11}" for count in counts))
    if len(seen) != 1:
        failures.append("the loaders disagree")
    if [counts[0] for counts in seen] != [arguments.documents]:
        failures.append(f"not all of {arguments.documents} documents were seen")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
