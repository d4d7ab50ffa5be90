#!/bin/sh
# Great Expectations 1.24.1 (PyPI) with pandas 3: a column of texts is of the type "str", and not in the list of types ["str"].
#
# Expected: `ExpectColumnValuesToBeInTypeList(type_list=["str"])` passes wherever `ExpectColumnValuesToBeOfType(type_="str")` does; a
# catalogue's column that may hold texts or numbers is checked by the list ["str", "int64"]. What happens: since pandas 3 reads texts
# as its own type `str`, no longer as objects, the second passes and the first fails, with the observed value 'str' in its result,
# and no raised exception. No word was found that admits such a column: of "str", "string", "object", "StringDtype" each fails. Dates, which
# pandas 3 keeps in microseconds, are of the type "datetime64[ns]" and not in the list of it. A suite written for pandas 2 stops a pipeline whose
# data are as they were. Use one `ExpectColumnValuesToBeOfType`, or read the column with dtype=object.
#
# Seen, of the type / in the list of that one type:
#   pandas 3.1.1: texts str True False; dates datetime64[ns] True False; numbers int64 True True; texts as objects str True True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet great-expectations==1.24.1 pandas==3.1.1
GX_ANALYTICS_ENABLED=false venv/bin/python -W ignore - <<'PYTHON'
import io
import logging

logging.disable(logging.CRITICAL)
import great_expectations
import pandas as pd
from great_expectations import expectations

WORKS = "topic,year,made\nboat,1850,1850-06-01\nhouse,1851,1851-06-01\n"
context = great_expectations.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
frame = pd.read_csv(io.StringIO(WORKS), parse_dates=["made"])
frame["object"] = frame["topic"].astype(object)
whole = context.data_sources.add_pandas("works").add_dataframe_asset("works").add_batch_definition_whole_dataframe("all")
batch = whole.get_batch({"dataframe": frame})


def seen(column, kind):
    one = batch.validate(expectations.ExpectColumnValuesToBeOfType(column=column, type_=kind))
    several = batch.validate(expectations.ExpectColumnValuesToBeInTypeList(column=column, type_list=[kind]))
    print(f"{column} {kind}: {one.success} {several.success}, observed {several.result.get('observed_value')}")
    return one.success, several.success


assert seen("topic", "str") == (True, False), "the list admits texts now"
assert not any(seen("topic", kind)[1] for kind in ("string", "object", "StringDtype")), "the list admits texts now"
assert seen("made", "datetime64[ns]") == (True, False), "the behaviour of dates has changed"
assert seen("year", "int64") == seen("object", "str") == (True, True), "the behaviour has changed"
PYTHON
