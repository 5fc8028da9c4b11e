#!/usr/bin/env python3
"""What chardetng, chardet, charset-normalizer and ftfy alone make of documents in old encodings and of mojibake,
beside seedtool.

    python3 -m venv VENV && VENV/bin/pip install chardetng-py chardet charset-normalizer ftfy
    VENV/bin/python benches/decode_peers.py [--seedtool target/release/seedtool] [--corpus ../shared/corpus]

Without a corpus the seeds are put into each encoding and damaged in each way. Prints two Markdown tables: how many
documents come out right. Right is the visible text: white space, marks and controls aside. Of seedtool it is the
record, which must be that of the clean document.
"""
import argparse, collections, json, pathlib, subprocess, tempfile, unicodedata

import chardet, chardetng_py, charset_normalizer, ftfy

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENCODINGS = ["windows-1256", "iso-8859-6", "cp720", "mac-arabic", "utf-16-le", "utf-8-sig"]
# Lines of the seeds are cut to so many bytes, to tell who needs how much.
PREFIXES = [8, 16, 32, 64]
# How text is damaged: what it was written in, what that was read as, and how often. The sloppy codec is ftfy's.
DAMAGE = {
    "utf8_as_windows-1252": ("utf-8", "sloppy-windows-1252", 1),
    "utf8_as_latin1": ("utf-8", "latin-1", 1),
    "utf8_as_windows-1256": ("utf-8", "cp1256", 1),
    "utf8_as_mac-roman": ("utf-8", "mac-roman", 1),
    "utf8_as_windows-1252_twice": ("utf-8", "sloppy-windows-1252", 2),
    "windows-1256_as_windows-1252": ("cp1256", "sloppy-windows-1252", 1),
}
Case = collections.namedtuple("Case", "table row data gold")


def visible(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and c != "ـ" and unicodedata.category(c) not in ("Mn", "Cf", "Cc"))


def of_corpus(corpus):
    for table, kind in (("encodings", "encoding"), ("mojibake", "damage")):
        folder = corpus / table / "dev"
        for entry in json.loads((folder / "index.json").read_text()):
            size = entry.get("prefix")
            row = entry[kind] + (f", {size} bytes" if size else "")
            yield Case(table, row, (folder / entry["file"]).read_bytes(), (folder / entry["gold"]).read_text())


def of_seeds():
    for seed in sorted((ROOT / "seeds").iterdir()):
        text = seed.read_text(encoding="utf-8")
        for encoding in ENCODINGS:
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            yield Case("encodings", encoding, data, text)
            for size in PREFIXES if encoding in ("windows-1256", "iso-8859-6") else []:
                for line in data.splitlines():
                    if len(line) >= size:
                        yield Case("encodings", f"{encoding}, {size} bytes", line[:size], line[:size].decode(encoding))
        yield Case("mojibake", "clean", text.encode(), text)
        for name, (written, read, times) in DAMAGE.items():
            damaged = text
            try:
                for _ in range(times):
                    damaged = damaged.encode(written).decode(read)
            except UnicodeError:
                continue
            yield Case("mojibake", name, damaged.encode(), text)


def by_chardetng(data):
    detector = chardetng_py.EncodingDetector()
    detector.feed(data, last=True)
    return data.decode(detector.guess(tld=None, allow_utf8=True), "replace")


def by_chardet(data):
    name = chardet.detect(data)["encoding"]
    return data.decode(name, "replace") if name else ""


def by_charset_normalizer(data):
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else ""


PEERS = {
    "encodings": {"chardetng": by_chardetng, "chardet": by_chardet, "charset-normalizer": by_charset_normalizer},
    "mojibake": {"ftfy": lambda data: ftfy.fix_encoding(data.decode())},
}


def by_seedtool(seedtool, documents):
    """Everything visible in the record of each document, in order; nothing where there is no record."""
    records = [""] * len(documents)
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(documents):
            pathlib.Path(folder, f"{number}.txt").write_bytes(data)
        run = subprocess.run([seedtool, "ingest", "--quiet", folder], capture_output=True, check=False)
    for line in run.stdout.splitlines():
        record = json.loads(line)
        parts = [record["text"], *(dropped["text"] for dropped in record["dropped"])]
        records[int(pathlib.Path(record["source"]["path"]).stem)] = "\n".join(parts)
    return records


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seedtool", default=str(ROOT / "target/release/seedtool"))
    arguments.add_argument("--corpus", type=pathlib.Path, help="a folder with encodings/ and mojibake/")
    arguments = arguments.parse_args()
    cases = list(of_corpus(arguments.corpus) if arguments.corpus else of_seeds())
    ours = by_seedtool(arguments.seedtool, [case.data for case in cases])
    clean = by_seedtool(arguments.seedtool, [case.gold.encode() for case in cases])

    for table, peers in PEERS.items():
        rows = collections.defaultdict(collections.Counter)
        for case, record, gold in zip(cases, ours, clean):
            if case.table != table:
                continue
            row = rows[case.row]
            row["documents"] += 1
            row["seedtool"] += bool(record) and record == gold
            for name, peer in peers.items():
                row[name] += visible(peer(case.data)) == visible(case.gold)
        columns = ["documents", "seedtool", *peers]
        print(f"| {table} | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
        for name, row in rows.items():
            print(f"| {name} | " + " | ".join(str(row[column]) for column in columns) + " |")
        print()


if __name__ == "__main__":
    main()
