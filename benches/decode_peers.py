#!/usr/bin/env python3
"""What chardetng, chardet, charset-normalizer and ftfy alone make of documents in old encodings and of mojibake,
beside seedtool.

    python3 -m venv VENV && VENV/bin/pip install chardetng-py chardet charset-normalizer ftfy
    VENV/bin/python benches/decode_peers.py [--seedtool target/release/seedtool] [--corpus ../shared/corpus]

Without a corpus the seeds are put into each encoding and damaged in each way. Prints two Markdown tables: how many
documents of each job come out right, and the same by encoding and by damage. Every tool gets all documents. Right is
the visible text: white space, marks and controls aside. Of seedtool it is the record, which must be that of the clean
document.
"""
import argparse, collections, json, pathlib, subprocess, tempfile, unicodedata

import chardet, chardetng_py, charset_normalizer, ftfy

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENCODINGS = ["windows-1256", "iso-8859-6", "cp720", "mac-arabic", "utf-16-le", "utf-16-le-bom", "utf-16-be-bom", "utf-8-sig"]
WHOLE, BEGINNING, LINE, MOJIBAKE = JOBS = [
    "whole documents in every encoding",
    "their beginnings of 64, 256, 1024 and 4096 bytes",
    "lines of the seeds, cut to 32, 16 and 8 bytes",
    "damage undone, and clean text left alone",
]
BEGINNINGS = [64, 256, 1024, 4096]
CUTS = {"windows-1256": [32, 16, 8], "iso-8859-6": [32, 16, 8]}
# How text is damaged: what it was written in, what that was read as, and how often. The sloppy codec is ftfy's.
DAMAGE = {
    "clean": ("utf-8", "utf-8", 1),
    "utf8_as_windows-1252": ("utf-8", "sloppy-windows-1252", 1),
    "utf8_as_latin1": ("utf-8", "latin-1", 1),
    "utf8_as_windows-1256": ("utf-8", "cp1256", 1),
    "utf8_as_mac-roman": ("utf-8", "mac-roman", 1),
    "utf8_as_windows-1252_twice": ("utf-8", "sloppy-windows-1252", 2),
    "windows-1256_as_windows-1252": ("cp1256", "sloppy-windows-1252", 1),
}
Case = collections.namedtuple("Case", "job row data gold")


def visible(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and c != "ـ" and unicodedata.category(c) not in ("Mn", "Cf", "Cc"))


def codec(encoding):
    """Its name in Python, under which a byte order mark is a character of the text."""
    return encoding.removesuffix("-bom").replace("utf-8-sig", "utf-8")


def in_encoding(encoding, data, gold):
    """A document, and as many of its first characters as fit into so many bytes."""
    yield Case(WHOLE, f"{encoding}, whole", data, gold)
    for size in BEGINNINGS:
        if size < len(data):
            text = data[:size].decode(codec(encoding), "ignore")
            whole = len(text.encode(codec(encoding)))
            yield Case(BEGINNING, f"{encoding}, beginnings", data[:whole], text.lstrip("\ufeff"))


def of_corpus(corpus):
    for entry in json.loads((corpus / "encodings/dev/index.json").read_text()):
        folder = corpus / "encodings/dev"
        data, gold = (folder / entry["file"]).read_bytes(), (folder / entry["gold"]).read_text(encoding="utf-8")
        if entry.get("prefix"):
            yield Case(BEGINNING, f"{entry['encoding']}, beginnings", data, gold)
        else:
            yield from in_encoding(entry["encoding"], data, gold)
    for entry in json.loads((corpus / "mojibake/dev/index.json").read_text()):
        folder = corpus / "mojibake/dev"
        data, gold = (folder / entry["file"]).read_bytes(), (folder / entry["gold"]).read_text(encoding="utf-8")
        yield Case(MOJIBAKE, entry["damage"], data, gold)


def of_seeds(seeds):
    for text, encoding in ((text, encoding) for text in seeds for encoding in ENCODINGS):
        mark = "\ufeff" if encoding.endswith(("-bom", "-sig")) else ""
        try:
            yield from in_encoding(encoding, (mark + text).encode(codec(encoding)), text)
        except UnicodeEncodeError:
            continue
    for text, (name, (written, read, times)) in ((text, damage) for text in seeds for damage in DAMAGE.items()):
        damaged = text
        try:
            for _ in range(times):
                damaged = damaged.encode(written).decode(read)
        except UnicodeError:
            continue
        yield Case(MOJIBAKE, name, damaged.encode(), text)


def of_lines(seeds):
    for encoding, size in ((encoding, size) for encoding, sizes in CUTS.items() for size in sizes):
        for line in (line for text in seeds for line in text.splitlines()):
            try:
                cut = line.encode(encoding)[:size]
            except UnicodeEncodeError:
                continue
            if len(cut) == size:
                yield Case(LINE, f"{encoding}, lines cut to {size} bytes", cut, cut.decode(encoding))


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


def by_ftfy(data):
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, _ = ftfy.guess_bytes(data)
    return ftfy.fix_encoding(text)


PEERS = {
    "chardetng": by_chardetng,
    "chardet": by_chardet,
    "charset-normalizer": by_charset_normalizer,
    "ftfy": by_ftfy,
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


def table(head, rows):
    columns = ["documents", "seedtool", *PEERS]
    print(f"| {head} | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(str(row[column]) for column in columns) + " |")
    print()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seedtool", default=str(ROOT / "target/release/seedtool"))
    arguments.add_argument("--corpus", type=pathlib.Path, help="a folder with encodings/ and mojibake/")
    arguments = arguments.parse_args()
    seeds = [seed.read_text(encoding="utf-8") for seed in sorted((ROOT / "seeds").iterdir())]
    documents = of_corpus(arguments.corpus) if arguments.corpus else of_seeds(seeds)
    cases = [*documents, *of_lines(seeds)]
    ours = by_seedtool(arguments.seedtool, [case.data for case in cases])
    clean = by_seedtool(arguments.seedtool, [case.gold.encode() for case in cases])

    jobs = {job: collections.Counter() for job in JOBS}
    details = collections.defaultdict(collections.Counter)
    for case, record, gold in zip(cases, ours, clean):
        right = {name: visible(peer(case.data)) == visible(case.gold) for name, peer in PEERS.items()}
        right |= {"documents": True, "seedtool": bool(record) and record == gold}
        jobs[case.job].update(right)
        details[case.row].update(right)
    table("job", jobs)
    table("in detail", details)


if __name__ == "__main__":
    main()
