"""The job as one would write it in Python: unicodedata, re and json, two processes; all fields of a record.

    python3 benches/whole/job.py FOLDER-OR-JSON-LINES > records.jsonl

Its records keep the schema (`tests/python.rs`); its structure is what a few patterns find, and its ids are BLAKE2's,
since BLAKE3 is not in the standard library.
"""

import hashlib
import json
import os
import re
import sys
import unicodedata
from multiprocessing import Pool

CONTROLS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
MARKS = re.compile("[\u0610-\u061a\u064b-\u0652\u0656-\u065e\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
TATWEEL = re.compile("\u0640")
SPACES = re.compile(r"[ \t\u00a0]+")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
ITEM = re.compile(r"^(\s*)([-*•]|\d+[.)])\s+(.*)$")
FURNITURE = re.compile(r"^(شارك|اقرأ أيضا|إقرأ أيضا|تابعنا|جميع الحقوق|©)")
WORD = re.compile(r"\S*\w\S*")
LETTER = re.compile(r"[^\W\d_]")
ARABIC = re.compile(r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")


class Normalizer:
    """Normalizes texts, and counts what it removes."""

    def __init__(self):
        self.marks = self.tatweel = 0

    def normalize(self, text):
        text = unicodedata.normalize("NFKC", CONTROLS.sub("", text))
        text, marks = MARKS.subn("", text)
        text, tatweel = TATWEEL.subn("", text)
        self.marks += marks
        self.tatweel += tatweel
        return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def new_section(level, heading, parent, line):
    return {"level": level, "heading": heading, "parent": parent, "line": line, "end_line": line, "inferred": False, "blocks": []}


def new_block(kind, text, ordered, line):
    return {"kind": kind, "text": text, "ordered": ordered, "items": [], "rows": [], "line": line, "end_line": line, "inferred": False}


def parent_of(sections, level):
    for at in range(len(sections) - 1, -1, -1):
        if 0 < sections[at]["level"] < level:
            return at
    return None


def rendered(title, sections):
    parts = [title] if title else []
    for section in sections:
        if section["heading"]:
            parts.append(section["heading"])
        for block in section["blocks"]:
            if block["kind"] == "paragraph":
                parts.append(block["text"])
            else:
                parts.append("\n".join("  " * item["depth"] + item["marker"] + " " + item["text"] for item in block["items"]))
    return "\n\n".join(parts)


def record(path, raw, line=None):
    replacements = 0
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        replacements = text.count("\ufffd")
    normalizer = Normalizer()
    title = title_line = None
    is_markdown = False
    sections, dropped, seen, blank = [new_section(0, None, None, 1)], [], set(), True
    for number, source in enumerate(text.splitlines(), 1):
        line_text = normalizer.normalize(source)
        if not line_text:
            blank = True
            continue
        section = sections[-1]
        blocks = section["blocks"]
        if heading := HEADING.match(line_text):
            is_markdown = True
            if title is None:
                title, title_line = heading[2], number
            else:
                level = len(heading[1])
                sections.append(new_section(level, heading[2], parent_of(sections, level), number))
        elif FURNITURE.match(line_text) or line_text in seen and len(line_text) < 80:
            dropped.append({"line": number, "text": line_text, "kind": "menu", "reason": "words of furniture, or a repetition"})
        elif item := ITEM.match(source):
            marker, words = item[2], normalizer.normalize(item[3])
            ordered = marker[0].isdigit()
            depth = len(item[1].expandtabs(4)) // 2
            if not (blocks and blocks[-1]["kind"] == "list"):
                blocks.append(new_block("list", None, ordered, number))
            blocks[-1]["items"].append({"depth": depth, "ordered": ordered, "marker": marker, "text": words, "line": number, "end_line": number})
            blocks[-1]["end_line"] = section["end_line"] = number
        elif is_markdown and not blank and blocks and blocks[-1]["kind"] == "paragraph":
            blocks[-1]["text"] += " " + line_text
            blocks[-1]["end_line"] = section["end_line"] = number
        else:
            blocks.append(new_block("paragraph", line_text, None, number))
            section["end_line"] = number
        seen.add(line_text)
        blank = False
    if not sections[0]["blocks"]:
        del sections[0]
        for section in sections:
            if section["parent"] is not None:
                section["parent"] -= 1
    whole = rendered(title, sections)
    blocks = [block for section in sections for block in section["blocks"]]
    lists = [block for block in blocks if block["kind"] == "list"]
    warnings = []
    if title is None:
        warnings.append({"code": "no_title", "line": None, "message": "no line stands out as a title; title is null"})
    return json.dumps(
        {
            "schema": "seedtool/1",
            "id": "b2-" + hashlib.blake2b(raw, digest_size=16).hexdigest(),
            "title": title,
            "title_line": title_line,
            "title_source": "heading" if title else "none",
            "text": whole,
            "sections": sections,
            "dropped": dropped,
            "source": {
                "path": path,
                "record": line,
                "id": None,
                "bytes": len(raw),
                "encoding": "UTF-8",
                "format": "markdown" if is_markdown else "plain",
                "replacements": replacements,
            },
            "counts": {
                "characters": len(whole),
                "words": len(WORD.findall(whole)),
                "sections": len(sections),
                "paragraphs": len(blocks) - len(lists),
                "lists": len(lists),
                "list_items": sum(len(block["items"]) for block in lists),
                "tatweel_removed": normalizer.tatweel,
                "marks_removed": normalizer.marks,
                "arabic_letters": len(ARABIC.findall(whole)),
                "letters": len(LETTER.findall(whole)),
            },
            "warnings": warnings,
            "carried": [],
            "alignment": [],
        },
        ensure_ascii=False,
    )


def of_file(path):
    with open(path, "rb") as file:
        return record(path, file.read())


def of_line(numbered):
    number, line = numbered
    return record("-", json.loads(line)["text"].encode(), number)


def main(path):
    with Pool(2) as pool:
        if os.path.isdir(path):
            paths = sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
            records = pool.imap(of_file, paths, chunksize=64)
            sys.stdout.writelines(one + "\n" for one in records)
        else:
            with open(path, encoding="utf-8") as lines:
                records = pool.imap(of_line, enumerate(lines, 1), chunksize=64)
                sys.stdout.writelines(one + "\n" for one in records)


if __name__ == "__main__":
    main(sys.argv[1])
