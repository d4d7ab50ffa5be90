"""Renew the bias audit of a run in the store, and write one as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from artmeta import files
from artmeta.errors import InputError
from artmeta.plugins import nearest
from artmeta.steps.context import RunContext

if TYPE_CHECKING:
    from artmeta.bias_audit.audit import AuditResult


def renew_bias_audit(context: RunContext) -> None:
    """Audit a run, and replace what the store holds of its audit."""
    result = audit_run(context)
    with context.store.transaction():
        for table, rows in _tables(result).items():
            context.store.replace_of_run(table, context.id, rows)


def audit_run(context: RunContext) -> AuditResult:
    """Return the audit of a run; nothing is written."""
    from artmeta.bias_audit.audit import audit
    from artmeta.steps.bias_audit.data import audit_data

    return audit(audit_data(context))


def check_grouping(name: str) -> None:
    """Raise InputError if there is no such grouping; '' is none."""
    from artmeta.bias_audit.groupings import LABELS

    if name and name not in LABELS:
        raise InputError(f"Works are not grouped by '{name}'.", nearest(name, list(LABELS)))


def write_json(context: RunContext, result: AuditResult, path: Path) -> None:
    """Write an audit as JSON, with the run and the model that it is about."""
    run = context.run
    about = {
        "collection": run.collection,
        "run_id": run.id,
        "model_name": run.model_name,
        "model_version": run.model_version,
        "code_version": run.code_version,
    }
    files.write(path, json.dumps({**about, **result.as_json()}, indent=1, ensure_ascii=False) + "\n")


def _tables(result: AuditResult) -> dict[str, pd.DataFrame]:
    """Return the rows of each table of the audit."""
    findings = [
        {**_row(finding, limit="limit_value"), "position": place}
        for place, finding in enumerate(result.findings)
    ]
    return {
        "bias_audits": pd.DataFrame([_summary(result)]),
        "bias_findings": pd.DataFrame(findings),
        "bias_groups": pd.DataFrame(map(asdict, result.groups)),
        "bias_shortcuts": pd.DataFrame(map(_row, result.shortcuts)),
        "bias_drift": pd.DataFrame(map(asdict, result.drift)),
        "bias_artists": pd.DataFrame(map(asdict, result.artists)),
        "label_suspects": pd.DataFrame(map(asdict, result.suspects)),
        "bias_profiles": pd.DataFrame(
            [
                {"measure": measure, "bin": name, "works": works}
                for measure, histogram in result.profile.items()
                for name, works in histogram.items()
            ]
        ),
    }


def _summary(result: AuditResult) -> dict[str, Any]:
    noise = result.noise
    return {
        "works": result.works,
        "known": sum(result.sources.values()),
        "noise_share": noise and noise.share,
        "noise_low": noise and noise.low,
        "noise_high": noise and noise.high,
        "noise_p": noise and noise.p_value,
        "limitations": list(result.limitations),
    }


def _row(part: Any, **renamed: str) -> dict[str, Any]:
    """Return the fields of a dataclass, tuples as lists."""
    row = {renamed.get(key, key): value for key, value in asdict(part).items()}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
