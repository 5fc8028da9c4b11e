"""The job as one would write it in Python: unicodedata, re and json, two processes; the fields of a record.

    python3 benches/whole/job.py FOLDER-OR-JSON-LINES > records.jsonl
"""

import hashlib
import json
import os
import re
import sys
import unicodedata
from multiprocessing import Pool

REMOVED = re.compile("[\u0610-\u061a\u064b-\u0652\u0656-\u065e\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640\u200b\u200e\u200f\u202a-\u202e\ufeff]")
SPACES = re.compile(r"[ \t\u00a0]+")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
ITEM = re.compile(r"^\s*([-*•]|\d+[.)])\s+(.*)$")
FURNITURE = re.compile(r"^(شارك|اقرأ أيضا|إقرأ أيضا|تابعنا|جميع الحقوق|©)")
LETTER = re.compile(r"[^\W\d_]")
ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")


def normalize(text):
    return SPACES.sub(" ", REMOVED.sub("", unicodedata.normalize("NFKC", text))).strip()


def record(path, raw):
    text = raw.decode("utf-8", "replace")
    title, sections, dropped = None, [], []
    section = {"level": 0, "heading": None, "line": 1, "blocks": []}
    for number, line in enumerate(text.splitlines(), 1):
        line = normalize(line)
        if not line:
            continue
        if heading := HEADING.match(line):
            if title is None:
                title = heading[2]
                continue
            sections.append(section)
            section = {"level": len(heading[1]), "heading": heading[2], "line": number, "blocks": []}
        elif FURNITURE.match(line):
            dropped.append({"line": number, "text": line, "kind": "menu"})
        elif item := ITEM.match(line):
            entry = {"depth": 0, "marker": item[1], "text": item[2], "line": number}
            if section["blocks"] and section["blocks"][-1]["kind"] == "list":
                section["blocks"][-1]["items"].append(entry)
            else:
                section["blocks"].append({"kind": "list", "items": [entry], "line": number})
        else:
            section["blocks"].append({"kind": "paragraph", "text": line, "line": number})
    sections.append(section)
    parts = [title] if title else []
    for section in sections:
        if section["heading"]:
            parts.append(section["heading"])
        for block in section["blocks"]:
            parts.append(block["text"] if block["kind"] == "paragraph" else "\n".join("- " + i["text"] for i in block["items"]))
    whole = "\n\n".join(parts)
    return json.dumps(
        {
            "schema": "job/1",
            "id": hashlib.blake2b(raw, digest_size=16).hexdigest(),
            "title": title,
            "text": whole,
            "sections": sections,
            "dropped": dropped,
            "source": {"path": path, "bytes": len(raw), "encoding": "UTF-8"},
            "counts": {
                "characters": len(whole),
                "words": len(whole.split()),
                "letters": len(LETTER.findall(whole)),
                "arabic_letters": len(ARABIC.findall(whole)),
                "marks_removed": len(REMOVED.findall(text)),
            },
        },
        ensure_ascii=False,
    )


def of_file(path):
    with open(path, "rb") as file:
        return record(path, file.read())


def of_line(line):
    return record("-", json.loads(line)["text"].encode())


def main(path):
    with Pool(2) as pool:
        if os.path.isdir(path):
            paths = sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
            records = pool.imap(of_file, paths, chunksize=64)
            sys.stdout.writelines(one + "\n" for one in records)
        else:
            with open(path, encoding="utf-8") as lines:
                records = pool.imap(of_line, lines, chunksize=64)
                sys.stdout.writelines(one + "\n" for one in records)


if __name__ == "__main__":
    main(sys.argv[1])
