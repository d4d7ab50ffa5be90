"""The share of a collection's works that show none of the topics of its model, estimated from the stored embeddings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from artmeta.steps.context import RunContext
from artmeta.steps.models import model_of
from artmeta.store.vectors import unpack


def renew_untaught_share(context: RunContext) -> None:
    """Estimate a run's share of untaught works, and replace what the store holds of it."""
    context.store.replace_of_run("untaught_shares", context.id, _estimate(context))


def _estimate(context: RunContext) -> pd.DataFrame:
    """Return one row; none where the model has no training works here or was fine-tuned to them.

    A fine-tuned backbone sees its training works otherwise than any others, so the two cannot be compared. Works that
    the model was trained on count as taught.
    """
    from artmeta.vision.hyperparameters import FINE_TUNED
    from artmeta.vision.selective_classifier import load_selective_classifier
    from artmeta.vision.untaught import MOST, untaught_share

    if not context.run.model_name:
        return pd.DataFrame()
    model = model_of(context)
    reference = load_selective_classifier(context.settings.models_dir, model).reference
    if reference is None or model.card.head == FINE_TUNED:
        return pd.DataFrame()
    trained = sorted(set(reference.sha256s))
    (counts,) = context.store.rows("works_beside_training", run_id=context.id, trained=trained)
    rows = context.store.rows("works_to_compare", run_id=context.id, trained=trained, most=MOST)
    if not rows:
        return pd.DataFrame()
    places = {topic: place for place, topic in enumerate(model.card.topics)}
    predicted = np.array([places[row["topic_id"]] for row in rows])
    estimate = untaught_share(
        reference.embeddings.astype(np.float32),
        reference.y_true.argmax(axis=1),
        unpack([row["vector"] for row in rows]),
        predicted,
    )
    if estimate is None:
        return pd.DataFrame()
    part = counts["other"] / counts["works"]
    row = {
        "share": part * estimate.share,
        "share_low": part * estimate.low,
        "share_high": part * estimate.high,
    }
    return pd.DataFrame([{**row, "works": estimate.works}])
