#!/usr/bin/env python3
"""What ftfy, chardet and charset-normalizer alone make of ../shared/corpus/{encodings,mojibake}, beside seedtool.

    python3 -m venv VENV && VENV/bin/pip install ftfy chardet charset-normalizer
    VENV/bin/python benches/decode_peers.py [SEEDTOOL]     default: target/release/seedtool

Prints a Markdown table: documents whose text comes out right, white space, NBSP and invisible controls aside.
"""
import collections, json, os, pathlib, subprocess, sys, tempfile, unicodedata

import chardet, charset_normalizer, ftfy

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def visible(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and c != "ـ" and unicodedata.category(c) not in ("Mn", "Cf", "Cc"))


def by_chardet(data):
    name = chardet.detect(data)["encoding"]
    return data.decode(name, "replace") if name else ""


def by_charset_normalizer(data):
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else ""


def by_seedtool(binary, files):
    """The visible characters of each record, sorted: furniture stands apart from the text."""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            pathlib.Path(folder, name).write_bytes(data)
        run = subprocess.run([binary, "ingest", "--quiet", folder], capture_output=True, check=False)
    for line in run.stdout.splitlines():
        record = json.loads(line)
        dropped = "".join(d["text"] for d in record["dropped"] if d["kind"] != "duplicate_title")
        out[os.path.basename(record["source"]["path"])] = record["text"] + dropped
    return out


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/seedtool")
    rows = collections.defaultdict(collections.Counter)
    for kind in ("encodings", "mojibake"):
        folder = CORPUS / kind / "dev"
        index = json.loads((folder / "index.json").read_text())
        files = {e["file"].replace("/", "__"): (folder / e["file"]).read_bytes() for e in index}
        ours = by_seedtool(binary, files)
        for entry in index:
            name = entry["file"].replace("/", "__")
            data, gold = files[name], visible((folder / entry["gold"]).read_text())
            row = rows[entry.get("damage") or f"{entry['encoding']} {entry['prefix'] or 'whole'}"]
            row["files"] += 1
            row["seedtool"] += sorted(visible(ours.get(name, "").replace("\n- ", "\n"))) == sorted(gold)
            if kind == "encodings":
                row["chardet"] += visible(by_chardet(data)) == gold
                row["charset-normalizer"] += visible(by_charset_normalizer(data)) == gold
            else:
                text = data.decode()
                row["ftfy"] += visible(ftfy.fix_text(text)) == gold
    tools = ("seedtool", "chardet", "charset-normalizer", "ftfy")
    print("| input | files | " + " | ".join(tools) + " |\n|---|---|" + "---|" * len(tools))
    for name, row in rows.items():
        print(f"| {name} | {row['files']} | " + " | ".join(str(row[t]) if t in row else "" for t in tools) + " |")


if __name__ == "__main__":
    main()
