#!/bin/sh
# Great Expectations 1.24.1 (PyPI): pages of results on one's own disk tell seven servers that they were opened.
#
# Expected: "Data Docs" in a local folder, which come with a folder `static` of styles, fonts and the logo, show the results of a
# validation without the web; certainly with GX_ANALYTICS_ENABLED=false, by which the library sends no usage statistics.
# What happens: each page names 16 scripts, styles and pictures on seven hosts. A browser that opens the file asks for them at once
# (seen with Chromium; none of them is necessary to read the page), and the address of the logo, in a bucket of Great Expectations,
# holds the moment at which the page was made and the id of the project (`dataContextId`), although the same picture lies beside
# the page. Who reads results on an inner network, or may not name a project to others, can add a Content-Security-Policy to
# the head of each page: `default-src 'self' file: data: 'unsafe-inline'`.
#
# Seen: 16 files from cdn.jsdelivr.net, cdnjs.cloudflare.com, code.jquery.com, maxcdn.bootstrapcdn.com, stackpath.bootstrapcdn.com,
# unpkg.com and great-expectations-web-assets.s3.us-east-2.amazonaws.com/logo-long.png?d=20261128T...Z&dataContextId=384119ec-...
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check great_expectations==1.24.1 pandas==2.3.3
cd "$folder"
cat > pages.py <<'PYTHON'
import re
import sys
from pathlib import Path

import great_expectations as gx
import pandas as pd

context = gx.get_context(mode="file", project_root_dir="project")
batch = context.data_sources.add_pandas("museum").add_dataframe_asset("works").add_batch_definition_whole_dataframe("all")
suite = gx.ExpectationSuite(name="works", expectations=[gx.expectations.ExpectColumnValuesToNotBeNull(column="title")])
definition = gx.ValidationDefinition(name="works", data=batch, suite=context.suites.add(suite))
checkpoint = gx.Checkpoint(name="works", validation_definitions=[context.validation_definitions.add(definition)])
context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": pd.DataFrame({"title": ["A quay", None]})})
context.build_data_docs()

loaded = r'<(?:script|link|img)\b[^>]*?(?:src|href)="(https://([^/"]+)[^"]*)"'
pages = sorted(Path("project").rglob("data_docs/**/validations/**/*.html"))
found = re.findall(loaded, pages[-1].read_text(encoding="utf-8"))
hosts = sorted({host for _, host in found})
logos = [address for address, _ in found if "logo" in address]
print(f"great_expectations {gx.__version__}: a page of results loads {len(found)} files from", *hosts, sep="\n  ")
print("the logo:", *logos)
print("beside the page:", *sorted(path.name for path in Path("project").rglob("logo-long.png")))
sys.exit(0 if len(hosts) == 7 and any("dataContextId=" in address for address in logos) else 1)
PYTHON
GX_ANALYTICS_ENABLED=false "$folder/venv/bin/python" pages.py 2>/dev/null
