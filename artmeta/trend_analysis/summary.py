"""The data basis of an analysis: how many works are dated, by status, and how their shares were corrected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from artmeta.trend_analysis.dated_works import STATUSES, DatedWorks
from artmeta.trend_analysis.estimation import PreparedScores
from artmeta.trend_options import TrendOptions


def summary_of(works: pd.DataFrame, dated: DatedWorks, options: TrendOptions) -> dict[str, object]:
    """Count works by what is known of their dates, and the dated ones by status."""
    first, last = works["date_earliest"].notna(), works["date_latest"].notna()
    status = works.get("date_status", pd.Series(np.where(first | last, "read", "undated")))
    return {
        "works": len(works),
        "dated": int((first & last).sum()),
        "open": int((first ^ last).sum()),
        "undated": int((status == "undated").sum()),
        "unread": int((status == "unread").sum()),
        **{name: int((dated.status == name).sum()) for name in STATUSES},
        "bin_years": str(options.bin_years),
        "replicates": options.replicates,
        "seed": options.seed,
        "method": "",
        "calibration_error": np.nan,
        "calibration_allowed": np.nan,
        "works_labelled": 0,
        "first_year": pd.NA,
        "last_year": pd.NA,
        "correction": np.nan,
    }


def with_method(
    summary: dict[str, object], prepared: PreparedScores, years: tuple[int, int], shares: pd.DataFrame
) -> pd.DataFrame:
    """Add how shares were corrected; `correction` is the mean absolute difference from plain counting."""
    difference = (shares["share"] - shares["share_counted"]).abs()
    check, known = prepared.calibration, prepared.calibration_set
    summary |= {
        "method": prepared.method,
        "calibration_error": check.error if check else np.nan,
        "calibration_allowed": check.allowed if check else np.nan,
        "works_labelled": len(known.y_true) if known else 0,
        "first_year": years[0],
        "last_year": years[1],
        "correction": float(np.average(difference, weights=shares["works"])),
    }
    return pd.DataFrame([summary])
