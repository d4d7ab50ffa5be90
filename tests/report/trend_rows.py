"""Trends as the database holds them, with every kind of verdict, for a page to show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from artmeta.store.database import Store

DECADES = np.arange(1800, 1950, 10)
VERDICTS = ("rose", "fell", "no_change", "too_few")
WHOLE = {"grouping": "", "group_name": ""}


def fill_trends(store: Store, run_id: str, topics: Sequence[str]) -> None:
    """Write one run's trends: each topic has its own line and, in turn, its own kind of verdict."""
    for table, frame in {
        "trend_shares": _shares(topics),
        "trend_counts": _counts(),
        "trend_verdicts": _verdicts(topics),
        "trend_change_points": _change_points(topics[0]),
        "trend_influence": _skew(topics),
        "trend_differences": _differences(topics),
        "trend_checks": _checks(),
        "trend_summaries": _summary(),
    }.items():
        store.upsert(table, frame.assign(run_id=run_id))


def _shares(topics: Sequence[str]) -> pd.DataFrame:
    lines = [np.linspace(0.1 + k / 20, 0.4 - k / 20, len(DECADES)) for k in range(len(topics))]
    return pd.DataFrame(
        [
            {
                **WHOLE,
                "bin_first": first,
                "bin_last": first + 9,
                "topic_id": topic,
                "works": 12.0 + 3 * place,
                "method": "pacc",
                "share": line[place],
                "share_low": max(0, line[place] - 0.08),
                "share_high": line[place] + 0.08,
                "share_counted": line[place] * 0.9,
                "share_weighted": line[place],
                "share_acc": None,
                "share_pacc": line[place],
                "share_emq": None,
            }
            for topic, line in zip(topics, lines, strict=True)
            for place, first in enumerate(DECADES)
        ]
    )


def _counts() -> pd.DataFrame:
    works = 12.0 + 3 * np.arange(len(DECADES))
    return pd.DataFrame(
        {
            "bin_first": DECADES,
            "bin_last": DECADES + 9,
            "works": works,
            "sure": works * 0.6,
            "unsure": works * 0.2,
            "unfamiliar": works * 0.15,
            "unclassified": works * 0.05,
            "wide": works * 0.3,
            "promise_lost": works * 0.1,
        }
    ).assign(**WHOLE)


def _verdicts(topics: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                **WHOLE,
                "topic_id": topic,
                "verdict": VERDICTS[k % 4],
                "first_year": 1800,
                "last_year": 1949,
                "works": 480.0,
                "first_share": 0.1,
                "last_share": 0.3,
                "low": 0.1,
                "high": 0.3,
                "change": 0.2 if k % 4 == 0 else -0.2,
                "statistic": 4.0,
                "p_value": 0.0001,
                "adjusted": 0.0004,
                "detectable": 0.11,
                "sentence": f"{topic}: the {VERDICTS[k % 4]} sentence.",
            }
            for k, topic in enumerate(topics)
        ]
    )


def _change_points(topic: str) -> pd.DataFrame:
    row = {
        "topic_id": topic,
        "year": 1869,
        "share_before": 0.1,
        "share_after": 0.3,
        "p_value": 0.005,
        "adjusted": 0.02,
    }
    return pd.DataFrame([row])


def _skew(topics: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "grouping": "artist",
                "group_name": f"Painter <{k}>",
                "topic_id": topic,
                "works": 90.0,
                "share_of_works": 0.3,
                "change": 0.2,
                "change_without": 0.05,
                "influence": 0.75,
                "adjusted": 0.001,
                "adjusted_without": 0.3,
                "decisive": k == 0,
            }
            for k, topic in enumerate(topics)
        ]
    )


def _differences(topics: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "grouping": "artist_gender",
                "first_group": "male",
                "second_group": "female",
                "topic_id": topic,
                "level": 0.1,
                "level_low": 0.02,
                "level_high": 0.18,
                "level_adjusted": 0.03,
                "change": 0.0,
                "change_low": -0.1,
                "change_high": 0.1,
                "change_adjusted": 1.0,
                "enough": True,
                "differs": k == 0,
            }
            for k, topic in enumerate(topics)
        ]
    )


def _checks() -> pd.DataFrame:
    overruled = np.where(DECADES >= 1920, 0.8, 0.0)
    frame = pd.DataFrame(
        {"bin_first": DECADES, "bin_last": DECADES + 9, "works_labelled": 40, "label_weight": overruled}
    )
    return frame.assign(**WHOLE)


def _summary() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "works": 600,
                "dated": 500,
                "sure": 300,
                "unsure": 100,
                "unfamiliar": 70,
                "unclassified": 30,
                "open": 20,
                "undated": 70,
                "unread": 10,
                "bin_years": "10",
                "replicates": 200,
                "seed": 1,
                "method": "pacc",
                "calibration_error": 0.03,
                "calibration_allowed": 0.05,
                "works_labelled": 160,
                "first_year": 1800,
                "last_year": 1949,
                "correction": 0.02,
            }
        ]
    )
