"""Data frames of works and predictions are checked before anything is computed: each fault is one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.errors import InputError
from artmeta.values import FIRST_YEAR, LAST_YEAR
from artmeta.wording import quantity

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from artmeta.trend_options import TrendOptions

NUMBERS = ("integer", "integer-na", "floating", "mixed-integer-float", "empty")
STATUSES = ("sure", "unsure", "unfamiliar", "unclassified", "")
LARGEST = 50_000_000  # estimates of the bootstrap: bins x topics x replicates, 400 MB
ROUNDING = 1e-6  # by which a float32 confidence may lie outside 0 to 1


def checked_works(works: pd.DataFrame, predictions: pd.DataFrame) -> pd.DataFrame:
    """Return works whose ids are unique and whose years are numbers or missing; raise InputError otherwise.

    Their `status` is that of the predictions where they have none of their own.
    """
    checked = _frame("works", works, ("artwork_id", "date_earliest", "date_latest")).copy()
    _unique("works", checked, ["artwork_id"])
    for column in ("date_earliest", "date_latest"):
        checked[column] = _years(checked, column)
    reversed_ = checked[checked["date_earliest"] > checked["date_latest"]]
    if len(reversed_):
        row = reversed_.iloc[0]
        raise InputError(
            f"{len(reversed_)} of `works` end before they begin, the first being '{row['artwork_id']}': "
            f"{row['date_earliest']:.0f} to {row['date_latest']:.0f}.",
            "Exchange date_earliest and date_latest; years BC are negative.",
        )
    if "status" not in checked and isinstance(predictions, pd.DataFrame) and "status" in predictions:
        decided = predictions.drop_duplicates("artwork_id").set_index("artwork_id")["status"]
        checked["status"] = checked["artwork_id"].map(decided)
    if "status" in checked:
        checked["status"] = checked["status"].fillna("")
        _known("works", "status", checked["status"], STATUSES)
        checked = checked.rename(columns={"status": "decision_status"})
    return checked


def checked_predictions(predictions: pd.DataFrame, works: pd.DataFrame) -> pd.DataFrame:
    """Return the predictions that have a topic and a confidence, each of a work; raise InputError otherwise."""
    checked = _frame("predictions", predictions, ("artwork_id", "topic_id", "confidence"))
    checked = checked[checked["topic_id"].notna() & checked["confidence"].notna()]
    if checked.empty:
        raise InputError(
            "No row of `predictions` has a topic_id and a confidence.",
            "Give those of classified works, as `Classifier.predict` returns them.",
        )
    _confidences("predictions", checked)
    _unique("predictions", checked, ["artwork_id", "topic_id"])
    unknown = checked.loc[~checked["artwork_id"].isin(works["artwork_id"]), "artwork_id"].unique()
    if len(unknown):
        raise InputError(
            f"{quantity(len(unknown), 'work')} of `predictions` {'is' if len(unknown) == 1 else 'are'} not in "
            f"`works`, such as {_first(unknown)}.",
            f"The ids of `works` are like {_first(works['artwork_id'])}; leave out predictions of other works.",
        )
    return checked


def checked_out_of_fold(frame: pd.DataFrame | None, topics: Mapping[str, str]) -> pd.DataFrame:
    """Return out-of-fold confidences as the statistics read them, an empty frame for none; raise InputError."""
    if frame is None:
        return pd.DataFrame()
    columns = ("artwork_id", "given_topic_id", "topic_id", "confidence")
    checked = _frame("out_of_fold", frame, columns)
    _confidences("out_of_fold", checked)
    _unique("out_of_fold", checked, ["artwork_id", "topic_id"])
    for column in ("given_topic_id", "topic_id"):
        _known("out_of_fold", column, checked[column], topics)
    return checked[list(columns)].rename(columns={"artwork_id": "item"})


def labels_of(topics: Mapping[str, str] | Sequence[str] | None, predictions: pd.DataFrame) -> dict[str, str]:
    """Return the topics with their labels; raise InputError where predictions are of others."""
    if topics is None:
        return {topic: str(topic) for topic in sorted(predictions["topic_id"].unique(), key=str)}
    if isinstance(topics, str) or not isinstance(topics, Iterable):
        raise InputError(
            f"`topics` is {topics!r} of type {type(topics).__name__}.",
            "Give a list of topic ids, or a dict of ids and labels.",
        )
    labels = dict(topics) if isinstance(topics, Mapping) else {topic: str(topic) for topic in topics}
    if not labels:
        raise InputError("`topics` is empty.", "Leave it out, or give each topic of `predictions`.")
    _known("predictions", "topic_id", predictions["topic_id"], labels)
    return labels


def confusion_matrix(given: ArrayLike | None, topics: Mapping[str, str]) -> NDArray[np.int64] | None:
    """Return counts [true topic, predicted topic]; raise InputError where they are none."""
    if given is None:
        return None
    counts, size = np.asarray(given), len(topics)
    if (
        counts.shape != (size, size)
        or counts.dtype.kind not in "iuf"
        or (counts < 0).any()
        or (counts % 1).any()
    ):
        raise InputError(
            f"`confusion` is not a matrix of {size} x {size} counts, one row and one column a topic.",
            "Rows are true topics, columns predicted ones, in the order of `topics`.",
        )
    return counts.astype(np.int64)


def checked_columns(works: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    """Return columns of groups; raise InputError where `works` has none of that name."""
    if isinstance(names, str):
        names = (names,)
    if not isinstance(names, Iterable):
        raise InputError(
            f"A column of `works` is called {names!r}.", "Give a column's name, or a list of names."
        )
    for name in names:
        if name not in works:
            raise InputError(f"`works` has no column {name!r}.", f"It has {_listed(works.columns)}.")
    return tuple(names)


def check_size(works: pd.DataFrame, topics: Mapping[str, str], options: TrendOptions) -> None:
    """Raise InputError where the bootstrap of all bins would not fit into memory."""
    width = 1 if options.bin_years == "adaptive" else options.bin_years
    first, last = works["date_earliest"].min(), works["date_latest"].max()
    bins = (last - first) / width
    if bins * len(topics) * options.replicates > LARGEST:
        raise InputError(
            f"The years {first:.0f} to {last:.0f} are {bins:,.0f} bins, too many to be estimated.",
            "Give wider bins (bin_years), or leave out the works at the ends.",
        )


def _frame(name: str, frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"`{name}` is a {type(frame).__name__}.", "Give a pandas DataFrame.")
    if missing := [column for column in columns if column not in frame]:
        has = f"It has {_listed(frame.columns)}." if len(frame.columns) else "It has no columns."
        raise InputError(f"`{name}` has no column {missing[0]!r}.", has)
    if not frame.columns.is_unique:
        raise InputError(
            f"`{name}` has the column {frame.columns[frame.columns.duplicated()][0]!r} twice.",
            "Drop or rename one of them.",
        )
    if frame.empty:
        raise InputError(f"`{name}` has no rows.", "Give a row or more for each work.")
    if frame["artwork_id"].isna().any():
        raise InputError(
            f"A row of `{name}` has no artwork_id.", "Give every work an id, or leave the row out."
        )
    categories = [column for column, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(categories, object)).reset_index(drop=True)


def _unique(name: str, frame: pd.DataFrame, keys: list[str]) -> None:
    twice = frame[frame.duplicated(keys)]
    if len(twice):
        values = ", ".join(_first(twice[key]) for key in keys)
        raise InputError(
            f"`{name}` has more than one row of {values}.", f"Keep one row for each {' and '.join(keys)}."
        )


def _known(name: str, column: str, values: pd.Series, known: Sequence[str] | Mapping[str, str]) -> None:
    unknown = values[~values.isin(list(known))]
    if len(unknown):
        raise InputError(
            f"{column} of `{name}` is {_first(unknown)} in {quantity(len(unknown), 'row')}.",
            f"Known are {_listed(value for value in known if value)}.",
        )


def _confidences(name: str, frame: pd.DataFrame) -> None:
    values = frame["confidence"]
    if pd.api.types.infer_dtype(values, skipna=True) not in NUMBERS:
        raise InputError(
            f"confidence of `{name}` is {_first(values)}, not a number.",
            "Confidences are numbers between 0 and 1.",
        )
    outside = values[~values.between(-ROUNDING, 1 + ROUNDING)]
    if len(outside):
        raise InputError(f"confidence of `{name}` is {_first(outside)}.", "Confidences lie between 0 and 1.")


def _years(works: pd.DataFrame, column: str) -> pd.Series:
    values = works[column]
    if pd.api.types.infer_dtype(values, skipna=True) not in NUMBERS:
        raise InputError(
            f"{column} of `works` is {_first(values.dropna())} of type {values.dtype}, not a year.",
            "Give whole numbers; `artmeta.read_date` reads texts, `.dt.year` gives the years of timestamps.",
        )
    years = values.astype("Float64").astype("float64") if values.dtype == object else values.astype("float64")
    odd = years.notna() & ~(years.between(FIRST_YEAR, LAST_YEAR) & (years % 1 == 0) & (years != 0))
    if odd.any():
        raise InputError(
            f"{column} of work {_first(works.loc[odd, 'artwork_id'])} is {_first(values[odd])}.",
            f"Years are whole numbers from {FIRST_YEAR:,} to {LAST_YEAR:,}, BC negative, without a year 0.",
        )
    return years


def _first(values: Iterable[object]) -> str:
    """Return the first value as Python writes it, 'missing' where there is none."""
    value = next(iter(values), pd.NA)
    return "missing" if value is pd.NA else repr(value.item() if isinstance(value, np.generic) else value)


def _listed(names: Iterable[object]) -> str:
    shown = [str(name) for name in names]
    return ", ".join(shown[:12]) + (", ..." if len(shown) > 12 else "")  # noqa: PLR2004  a message's length
