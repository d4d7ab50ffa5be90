"""What a bias audit reads of the store: a run's works, its model's training works, and the profile of the last run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from artmeta.bias_audit.audit import AuditData
from artmeta.steps.bias_audit.suspects import find_label_noise
from artmeta.steps.context import RunContext
from artmeta.steps.vocabulary import topic_labels
from artmeta.trend_analysis.clusters import artist_key

if TYPE_CHECKING:
    from artmeta.bias_audit.drift import Profile

TEXTS = ("artist", "artist_gender", "venue", "medium", "topic_id", "status", "source", "known_topic")


def audit_data(context: RunContext) -> AuditData:
    """Read what the audit of a run needs."""
    store = context.store
    labels = topic_labels(context)
    trained = store.frame("bias_training", run_id=context.id)
    training = _prepared(trained[trained["topic_id"].isin(list(labels))].reset_index(drop=True))
    multi_label = bool(training.duplicated("sha256").any())
    noise, suspects = (None, ()) if multi_label else find_label_noise(context, training, tuple(labels))
    before, model_changed = _last_profile(context)
    return AuditData(
        read_works(context), training, labels, noise, suspects, before, model_changed, multi_label
    )


def read_works(context: RunContext) -> pd.DataFrame:
    """Read a run's classified works, in bounded memory: the query joins all that is known of each."""
    with context.store.batches("bias_works", run_id=context.id) as rows:
        table = rows.read_all()
    for name in TEXTS:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].dictionary_encode())
    return _prepared(table.to_pandas(split_blocks=True, self_destruct=True))


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with one name for each artist, and repeated texts kept once."""
    for name in TEXTS:
        if name in frame:
            frame[name] = frame[name].astype("category")
    return frame.assign(artist=_one_name_each(frame["artist"]))


def _one_name_each(artists: pd.Series[Any]) -> pd.Series[Any]:
    """Return the most frequent spelling of each work's artist; '' where nobody in particular is named."""
    names = [str(name) for name in artists.value_counts().index]
    keys = {name: artist_key(name) for name in names}
    first = {"": ""}
    for name in names:
        first.setdefault(keys[name], name)
    return artists.map({name: first[keys[name]] for name in names}).astype("category")


def _last_profile(context: RunContext) -> tuple[Profile, bool]:
    """Return the profile of the collection's last finished run, and whether its model was another one."""
    rows = context.store.rows("profile_before", run_id=context.id)
    profile: dict[str, dict[str, int]] = {}
    for row in rows:
        profile.setdefault(row["measure"], {})[row["bin"]] = row["works"]
    return profile, bool(rows and rows[0]["model_changed"])
