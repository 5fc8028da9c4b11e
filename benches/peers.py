#!/usr/bin/env python3
"""What CAMeL Tools, PyArabic, unstructured, trafilatura and pandoc make of the seeds and of single words, beside
seedtool.

    python3 -m venv VENV && VENV/bin/pip install pyarabic "unstructured[md]" trafilatura lxml_html_clean pypandoc_binary
    VENV/bin/pip install --no-deps camel_tools && VENV/bin/pip install docopt future six cachetools emoji editdistance dill tqdm
    VENV/bin/python benches/peers.py [SEEDTOOL]     default: target/release/seedtool

Prints three Markdown tables. A peer that is not installed, or cannot load its model, is left out with a line.
"""
import collections, json, os, pathlib, subprocess, sys, unicodedata

os.environ.setdefault("UNSTRUCTURED_DISABLE_NOTICE", "1")
ROOT = pathlib.Path(__file__).resolve().parent.parent
SEEDTOOL = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/seedtool")


def key(text):
    """What two spellings of a line have in common; marks of Markdown and bullets at its head do not count."""
    text = unicodedata.normalize("NFKC", text).lstrip("#*-•+> \t")
    return "".join(c for c in text if not c.isspace() and c != "ـ" and unicodedata.category(c) not in ("Mn", "Cf"))


# ── Structure: each peer gives (kind, text) for every element; kind is heading, item or paragraph. ──


def gold(seed):
    """(kind, text) of every line; what is dropped is `dropped`."""
    lines = seed.read_text(encoding="utf-8").splitlines()
    labels = ROOT / "tests/data/seeds" / f"{seed.name[:3]}.labels.tsv"
    for row in labels.read_text(encoding="utf-8").splitlines()[1:]:
        number, label = row.split("\t")[:2]
        kind = label.split()[0].replace("title", "heading")
        yield kind, lines[int(number) - 1]


def by_seedtool(seed):
    run = subprocess.run([SEEDTOOL, "ingest", "--quiet", seed], capture_output=True, check=True)
    record = json.loads(run.stdout)
    if record["title"]:
        yield "heading", record["title"]
    for section in record["sections"]:
        if section["heading"]:
            yield "heading", section["heading"]
        for block in section["blocks"]:
            yield from (("item", item["text"]) for item in block["items"])
            if block["text"]:
                yield "paragraph", block["text"]


def by_pandoc(reader):
    import pypandoc

    def text(node):
        if isinstance(node, list):
            return "".join(map(text, node))
        kinds = {"Str": lambda: node["c"], "Space": lambda: " ", "SoftBreak": lambda: "\n", "LineBreak": lambda: "\n"}
        return kinds.get(node.get("t"), lambda: text(node["c"]) if isinstance(node.get("c"), list) else "")()

    def blocks(found, inside):
        for block in found:
            kind = block["t"]
            if kind == "Header":
                yield "heading", text(block["c"][2])
            elif kind in ("BulletList", "OrderedList"):
                for item in block["c"] if kind == "BulletList" else block["c"][1]:
                    yield from blocks(item, "item")
            elif kind in ("Para", "Plain"):
                yield inside, text(block["c"])

    def elements(seed):
        document = json.loads(pypandoc.convert_text(seed.read_text(encoding="utf-8"), "json", format=reader))
        yield from blocks(document["blocks"], "paragraph")

    return elements


def by_unstructured(partition):
    import unstructured.partition.md
    import unstructured.partition.text

    partition = {"md": unstructured.partition.md.partition_md, "text": unstructured.partition.text.partition_text}[partition]
    kinds = {"Title": "heading", "ListItem": "item"}

    def elements(seed):
        for element in partition(text=seed.read_text(encoding="utf-8")):
            yield kinds.get(type(element).__name__, "paragraph"), element.text

    return elements


def by_trafilatura():
    """It reads web pages and no plain text, so each line is put into an element of a page."""
    import trafilatura
    from html import escape

    def elements(seed):
        lines = seed.read_text(encoding="utf-8").splitlines()
        body = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
        page = trafilatura.extract(f"<html><body><article>{body}</article></body></html>") or ""
        yield from (("paragraph", line) for line in page.splitlines() if line.strip())

    return elements


STRUCTURE = {
    "seedtool": lambda: by_seedtool,
    "pandoc -f commonmark": lambda: by_pandoc("commonmark"),
    "pandoc -f markdown": lambda: by_pandoc("markdown"),
    "unstructured, partition_md": lambda: by_unstructured("md"),
    "unstructured, partition_text": lambda: by_unstructured("text"),
    "trafilatura, lines as `<p>`": by_trafilatura,
}


def score(elements, seeds):
    sums = collections.Counter()
    for seed in seeds:
        right = collections.defaultdict(collections.Counter)
        for kind, line in gold(seed):
            right[kind][key(line)] += 1
        found, whole = collections.defaultdict(collections.Counter), ""
        for kind, text in elements(seed):
            found[kind][key(text)] += 1
            whole += key(text) + "\n"
        for kind in ("heading", "item", "paragraph"):
            sums[kind] += (right[kind] & found[kind]).total()
        sums["false heading"] += (found["heading"] - right["heading"]).total()
        kept = "\n".join(line for kind in ("heading", "item", "paragraph") for line in right[kind].elements())
        for line, times in right["dropped"].items():
            sums["furniture"] += min(times, max(0, whole.count(line) - kept.count(line)))
    return sums


def structure(seeds):
    all_lines = collections.Counter(kind for seed in seeds for kind, _ in gold(seed))
    columns = ["heading", "item", "paragraph"]
    head = [f"{kind}s, of {all_lines[kind]}" for kind in columns]
    print(f"| on the {len(seeds)} seeds | " + " | ".join(head) + f" | false headings | furniture left, of {all_lines['dropped']} |")
    print("|---|" + "---|" * 5)
    for name, peer in STRUCTURE.items():
        try:
            sums = score(peer(), seeds)
        except Exception as error:
            print(f"skipped: {name}: {type(error).__name__}: {str(error).splitlines()[0]}", file=sys.stderr)
            continue
        print(f"| {name} | " + " | ".join(str(sums[kind]) for kind in [*columns, "false heading", "furniture"]) + " |")
    print()


# ── Normalization: single words, and what each peer makes of them. ──

WORDS = [
    ("vowel marks", "العَرَبِيَّةُ"),
    ("tatweel", "العـــربية"),
    ("a tatweel that carries a hamza", "شي\u0640\u0654ا"),
    ("presentation forms", "\uFEE3\uFEBC\uFEAE"),
    ("a mark with a form of its own", "م\uFC60ه"),
    ("Quranic marks", "ٱلرَّحۡمَـٰنِ"),
    ("a madda of its own", "الق\u0627\u0653ن"),
    ("invisible controls", "مصر\u200F\u200B"),
    ("a no-break space", "من\u00A0إلى"),
    ("hamzas and teh marbuta", "أسئلة إلى مدرسة"),
    ("marks of other scripts", "cafe\u0301 कि"),
]


def by_normalize(*options):
    def normalize(text):
        run = subprocess.run([SEEDTOOL, "normalize", *options], input=text.encode(), capture_output=True, check=True)
        return run.stdout.decode()

    return normalize


def by_camel():
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import normalize_unicode

    return lambda text: dediac_ar(normalize_unicode(text))


def by_pyarabic(search):
    from pyarabic import araby, normalize

    if search:
        return normalize.normalize_searchtext
    return lambda text: araby.strip_tatweel(araby.strip_diacritics(araby.normalize_ligature(text)))


NORMALIZATION = {
    "seedtool normalize": by_normalize,
    "CAMeL Tools: normalize_unicode, dediac_ar": by_camel,
    "PyArabic: normalize_ligature, strip_diacritics, strip_tatweel": lambda: by_pyarabic(False),
    "PyArabic: normalize_searchtext": lambda: by_pyarabic(True),
}


def shown(text):
    """Text for a table, with the names of characters that nobody can see or that change the word unseen."""
    unseen = {"\u200F": "RLM", "\u200B": "ZWSP", "\u00A0": "NBSP", "\u0640": "TATWEEL", "\u0653": "MADDA", "\u0654": "HAMZA ABOVE"}
    names = [name for c, name in unseen.items() if c in text]
    return text.strip("\u200F\u200B") + (f" ({', '.join(names)})" if names else "")


def normalization():
    peers = {}
    for name, peer in NORMALIZATION.items():
        try:
            peers[name] = peer()
        except ImportError as error:
            print(f"skipped: {name}: {error}", file=sys.stderr)
    print("| text with | " + " | ".join(peers) + " |\n|---|" + "---|" * len(peers))
    for about, word in WORDS:
        made = [peer(word) for peer in peers.values()]
        cells = ["as it was" if text == word else shown(text) for text in made]
        print(f"| {about}: {shown(word)} | " + " | ".join(cells) + " |")
    print()


def profiles():
    """The same libraries as profiles of seedtool: how many lines of the seeds, and words, come out the same, byte for byte."""
    lines = [line for seed in seeds() for line in seed.read_text(encoding="utf-8").splitlines()]
    lines += [word for _, word in WORDS if "\n" not in word]
    print("| profile | library | lines | equal |\n|---|---|---|---|")
    cases = [
        ("camel", "CAMeL Tools, and no tatweel", lambda: without_tatweel(by_camel())),
        ("pyarabic", "PyArabic: normalize_searchtext", lambda: by_pyarabic(True)),
        ("pyarabic-diacritics", "PyArabic: normalize_ligature, strip_diacritics, strip_tatweel", lambda: by_pyarabic(False)),
    ]
    for profile, name, peer in cases:
        try:
            theirs = peer()
        except ImportError as error:
            print(f"skipped: {name}: {error}", file=sys.stderr)
            continue
        ours = by_normalize("--profile", profile)("\n".join(lines)).split("\n")
        equal = sum(a == theirs(b) for a, b in zip(ours, lines, strict=True))
        print(f"| `{profile}` | {name} | {len(lines)} | {equal} |")


def without_tatweel(normalize):
    return lambda text: normalize(text).replace("\u0640", "")


def seeds():
    return sorted((ROOT / "seeds").iterdir())


if __name__ == "__main__":
    structure(seeds())
    normalization()
    profiles()
