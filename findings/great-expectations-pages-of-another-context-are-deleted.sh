#!/bin/sh
# Great Expectations 1.24.1 (PyPI): a context deletes the pages of results that another context wrote into the same folder.
#
# Expected: `UpdateDataDocsAction` adds the page of a new result to a site of Data Docs and leaves the others, as a folder of reports
# does; so that nightly jobs of several collections, each with an ephemeral context, can publish into one folder.
# What happens: the index is built with `skip_and_clean_missing=True`, for which a site's configuration has no key. Every page of a
# suite or result that is not in this context's own stores is removed from the folder, without a line of the log, and the index no
# longer names it. An ephemeral context keeps its stores in memory: so each run removes the pages of all runs before it, also those
# of another suite. The same holds for `build_data_docs()`. Give each context a site folder of its own.
#
# Seen: after the second context ran, the pages `first` were gone from `expectations/` and `validations/`; files that are no pages
# of the site, such as notes.txt, stayed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check great_expectations==1.24.1 pandas==2.3.3
cd "$folder"
cat > contexts.py <<'PYTHON'
import sys
from pathlib import Path

import great_expectations as gx
import pandas as pd

SITE = Path("site").absolute()


def publish(name):
    context = gx.get_context(mode="ephemeral")
    backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(SITE)}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    site = {"class_name": "SiteBuilder", "store_backend": backend, "site_index_builder": index}
    context.add_data_docs_site("shared", site)
    asset = context.data_sources.add_pandas("museum").add_dataframe_asset(name)
    expected = gx.expectations.ExpectColumnValuesToNotBeNull(column="title")
    suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=[expected]))
    batch = asset.add_batch_definition_whole_dataframe("all")
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
    docs = gx.checkpoint.UpdateDataDocsAction(name="docs", site_names=["shared"])
    checkpoint = gx.Checkpoint(name=name, validation_definitions=[definition], actions=[docs])
    context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": pd.DataFrame({"title": ["A quay", None]})})
    return sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html"))


first = publish("first")
(SITE / "notes.txt").write_text("A file of its own.\n")
second = publish("second")
print(f"great_expectations {gx.__version__}: pages after the first context", *first, sep="\n  ")
print("pages after the second context", *second, sep="\n  ")
lost = [page for page in first if page not in second]
print(f"{len(lost)} pages of the first are gone; notes.txt {'is there' if (SITE / 'notes.txt').exists() else 'is gone'}")
sys.exit(0 if len(lost) == 2 and all("first" in page for page in lost) else 1)
PYTHON
GX_ANALYTICS_ENABLED=false "$folder/venv/bin/python" contexts.py 2>/dev/null
