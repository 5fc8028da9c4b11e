from collections.abc import Iterable
from typing import Any, Literal

Profile = Literal[
    "standard", "nfkc", "none", "lucene", "lucene-persian", "camel", "pyarabic", "pyarabic-diacritics"
]
Step = Literal["controls", "isolated-marks", "nfkc", "diacritics", "madda", "tatweel", "whitespace"]
Fold = Literal[
    "quranic-signs",
    "persian",
    "alef",
    "hamza",
    "alef-maksura",
    "teh-marbuta",
    "digits-ascii",
    "digits-arabic",
    "punctuation",
    "elongation",
]

def normalize(
    text: str, *, profile: Profile = "standard", keep: Iterable[Step] = (), fold: Iterable[Fold] = ()
) -> str: ...
def ingest(
    document: str | bytes | bytearray | memoryview,
    *,
    path: str = "-",
    profile: Profile = "standard",
    keep: Iterable[Step] = (),
    fold: Iterable[Fold] = (),
) -> dict[str, Any]: ...
