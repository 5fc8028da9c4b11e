"""A table of raw texts with pandas: a column of normalized texts, and one of titles."""

import pandas

import seedtool

raw = pandas.DataFrame({"text": ["# عـنوان\nفقرةٌ أولى.", "# خبر\nنصٌّ قصير."]})
raw["clean"] = raw["text"].map(seedtool.normalize)
raw["title"] = raw["text"].map(lambda text: seedtool.ingest(text)["title"])
print(raw["title"].to_list())
