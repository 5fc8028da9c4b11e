"""Normalize Arabic text, and turn raw documents into the records of ``seedtool ingest``.

>>> import seedtool
>>> seedtool.normalize("مُحَـــمَّدٌ")
'محمد'
>>> seedtool.ingest("# عـنوان\\nفقرة.")["title"]
'عنوان'
"""

import json as _json

from . import _seedtool

__all__ = ["ingest", "normalize"]


def normalize(text, *, profile="standard", keep=(), fold=()):
    """Normalize a text, as ``seedtool normalize --profile … --keep … --fold …`` does.

    Raises ValueError where a name is not known; it lists those that are.
    """
    return _seedtool.normalize(text, profile, list(keep), list(fold))


def ingest(document, *, path="-", profile="standard", keep=(), fold=()):
    """Turn one document into a record, the same that ``seedtool ingest`` writes.

    Bytes are decoded first, whatever their encoding; a str is taken as it is. Raises ValueError where no record
    can be made of it, with the code of the error first: ``binary: …``.
    """
    if isinstance(document, str):
        json = _seedtool.ingest_text(document, path, profile, list(keep), list(fold))
    else:
        json = _seedtool.ingest_bytes(bytes(document), path, profile, list(keep), list(fold))
    return _json.loads(json)
