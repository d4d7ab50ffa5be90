"""Validate a data frame by a suite of Great Expectations defined in code; as a checkpoint where pages are written."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.lazy_imports import lean
from artmeta.validation.expected import Expectation, ExpectationResult

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 5  # failing rows named in a message


def run_checkpoint(
    suite: str,
    expected: Sequence[Expectation],
    frame: pd.DataFrame,
    docs: Path | None,
    examples: int = EXAMPLES,
) -> list[ExpectationResult]:
    """Validate a frame; return what was found, in the order of the expectations.

    At most `examples` failing rows of each are named. With `docs`, a folder, Great Expectations' own pages about the
    result are written there.
    """
    # read at import; nothing about a museum's data leaves
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # 0.7 of 1.8 CPU s; no check made here uses them
    with lean(("scipy.stats", "altair", "jsonschema", "mistune")):
        import great_expectations as gx
        from great_expectations import expectations as kinds

    context = _context(docs)
    # GX returns the results grouped by column: the meta carries each one's place.
    expectations = [
        getattr(kinds, f"Expect{one.kind}")(
            **_columns(one), **one.settings, severity=one.severity, meta={"place": place, "name": one.name}
        )
        for place, one in enumerate(expected)
    ]
    asset = context.data_sources.add_pandas("artmeta").add_dataframe_asset(suite)
    whole = asset.add_batch_definition_whole_dataframe("whole")
    checked = gx.ExpectationSuite(suite, expectations=expectations)
    result_format = {"result_format": "SUMMARY", "partial_unexpected_count": examples}
    if docs:
        results = _results_with_pages(context, whole, checked, result_format, frame)
    else:  # a checkpoint, which stores what it validates, takes a fifth more
        results = whole.get_batch({"dataframe": frame}).validate(checked, result_format=result_format).results
    in_order = sorted(results, key=lambda result: result.expectation_config.meta["place"])
    return [_expectation_result(result) for result in in_order]


def _results_with_pages(
    context: Any, whole: Any, suite: Any, result_format: dict[str, object], frame: pd.DataFrame
) -> list[Any]:
    """Validate a frame by a checkpoint, which also writes the pages."""
    import great_expectations as gx

    definition = gx.ValidationDefinition(name=suite.name, data=whole, suite=context.suites.add(suite))
    checkpoint = gx.Checkpoint(
        name=suite.name,
        validation_definitions=[context.validation_definitions.add(definition)],
        actions=[gx.checkpoint.UpdateDataDocsAction(name="docs")],
        result_format=result_format,
    )
    ran = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame})
    return [result for one in ran.run_results.values() for result in one.results]


def _context(docs: Path | None) -> Any:
    """A context that lives in memory, draws no bars of its own, and writes pages only where it is told to."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # a missing column is a result here, no log line
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    config = DataContextConfig(
        # With the other default, pages would also be written to a second site somewhere in /tmp.
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context = gx.get_context(project_config=config, mode="ephemeral")
    if docs:
        backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs.absolute())}
        index = {"class_name": "DefaultSiteIndexBuilder"}
        site = {"class_name": "SiteBuilder", "store_backend": backend, "site_index_builder": index}
        context.add_data_docs_site("artmeta", site)
    return context


def _columns(one: Expectation) -> dict[str, Any]:
    """Name the column as this kind of expectation wants it: a pair has two, a compound a list, a table none."""
    if one.kind.startswith("Table"):
        return {}
    if one.kind.startswith("ColumnPair"):
        return dict(zip(("column_A", "column_B"), one.column.split(","), strict=True))
    if one.kind.startswith("Compound"):
        return {"column_list": one.column.split(",")}
    return {"column": one.column}


def _expectation_result(result: Any) -> ExpectationResult:
    faults = (
        [result.exception_info]
        if "raised_exception" in result.exception_info
        else result.exception_info.values()
    )
    raised = [str(fault["exception_message"]) for fault in faults if fault["raised_exception"]]
    if raised:
        return ExpectationResult(False, fault=raised[0])
    seen = result.result
    return ExpectationResult(
        bool(result.success),
        count=int(seen.get("unexpected_count", 0)),
        of=int(seen.get("element_count", 0)) - int(seen.get("missing_count", 0)),
        measured=seen.get("observed_value"),
        rows=tuple(int(row) for row in seen.get("partial_unexpected_index_list") or ()),
    )
