"""The module as a user has it: python -m unittest, with the package installed."""

import doctest
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import unittest

import seedtool

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/python/columns.py"


class Normalize(unittest.TestCase):
    def test_profiles_steps_and_folds(self):
        self.assertEqual(seedtool.normalize("مَدْرَسَة إلى", profile="lucene"), "مدرسه الي")
        self.assertEqual(seedtool.normalize("كِتـاب", keep=["diacritics"]), "كِتاب")
        self.assertEqual(seedtool.normalize("آمن", fold=["alef"]), "امن")

    def test_names_that_are_not_known_are_told_with_those_that_are(self):
        with self.assertRaisesRegex(ValueError, "choose from standard, nfkc"):
            seedtool.normalize("", profile="standrad")


class Ingest(unittest.TestCase):
    def test_bytes_and_text_give_a_record(self):
        text = "# عـنوان\nفقرةٌ أولى.\n- بند\n"
        of_text, of_bytes = seedtool.ingest(text), seedtool.ingest(text.encode())
        self.assertEqual(of_text, of_bytes)
        self.assertEqual((of_text["schema"], of_text["title"]), ("seedtool/1", "عنوان"))
        self.assertEqual(seedtool.ingest(memoryview(text.encode("windows-1256")), path="a.md")["source"]["path"], "a.md")

    def test_other_threads_go_on(self):
        text = "# عنوان\n\n" + "فقرةٌ فيها كلمات كثيرة، وبعدها أخرى.\n\n" * 60_000
        work = threading.Thread(target=seedtool.ingest, args=(text,))
        ticks = 0
        work.start()
        while work.is_alive():
            time.sleep(0.001)
            ticks += 1
        # A call that held the interpreter's lock would let this thread wake up a few times in all.
        self.assertGreater(ticks, 30)

    def test_what_is_no_text_is_refused_with_its_code(self):
        with self.assertRaisesRegex(ValueError, "^binary: "):
            seedtool.ingest(b"\x89PNG\r\n\x1a\n" + bytes(64))


class Package(unittest.TestCase):
    def test_examples_of_the_documentation_hold(self):
        self.assertEqual(doctest.testmod(seedtool).failed, 0)

    def test_the_lines_of_readme_hold(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        lines = readme.split("```python\n")[1].split("```")[0].splitlines()
        shown = [re.split(r"\s+# (?=')", line) for line in lines if line.startswith("seedtool.")]
        self.assertGreaterEqual(sum(len(parts) == 2 for parts in shown), 3)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(ROOT)
        for call, *value in shown:
            made = eval(call)
            if value:
                self.assertEqual(repr(made), value[0], call)

    def test_the_stubs_name_what_the_library_knows(self):
        stubs = (pathlib.Path(seedtool.__file__).parent / "__init__.pyi").read_text(encoding="utf-8")
        for kind, option in (("Profile", {"profile": "?"}), ("Step", {"keep": ["?"]}), ("Fold", {"fold": ["?"]})):
            with self.assertRaises(ValueError) as raised:
                seedtool.normalize("", **option)
            known = str(raised.exception).split("choose from ")[1].split(", ")
            body = stubs.split(f"{kind} = Literal[")[1].split("]")[0]
            self.assertEqual(sorted(re.findall(r'"([^"]+)"', body)), sorted(known))

    def test_the_example_with_tables(self):
        output = subprocess.run([sys.executable, EXAMPLE], capture_output=True, check=True).stdout.decode()
        for line in output.splitlines():
            library, _, made = line.partition(": ")
            if library == "skipped":
                print(line, file=sys.stderr)
            else:
                self.assertEqual(made, "['عنوان', 'خبر'] [4, 3]", library)


if __name__ == "__main__":
    unittest.main()
