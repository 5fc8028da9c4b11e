"""A column of raw documents as a column of articles, with pandas and with Hugging Face datasets.

    pip install ./python pandas datasets
    python examples/python/columns.py

What is not installed is skipped with a line.
"""

import seedtool

RAW = ["# عـنوان\nفقرةٌ أولى:\n- بند", "# خبر\nنصٌّ قصير."]


def article(row):
    record = seedtool.ingest(row["raw"])
    return {"title": record["title"], "text": record["text"], "words": record["counts"]["words"]}


def with_pandas():
    import pandas

    table = pandas.DataFrame({"raw": RAW})
    table["clean"] = table["raw"].map(seedtool.normalize)
    return table.join(table.apply(article, axis="columns", result_type="expand"))


def with_datasets():
    import datasets

    datasets.disable_progress_bars()
    return datasets.Dataset.from_dict({"raw": RAW}).map(article, num_proc=2)


if __name__ == "__main__":
    for library, table in (("pandas", with_pandas), ("datasets", with_datasets)):
        try:
            table = table()
        except ImportError:
            print(f"skipped: {library} is not installed")
            continue
        print(f"{library}: {list(table['title'])} {[int(words) for words in table['words']]}")
