"""The beginning of a run: what must be there for its steps is checked, and the run is begun or resumed."""

from __future__ import annotations

from artmeta.errors import ModelError
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin
from artmeta.steps.models import check_trainable


def begin_enrich(file: CollectionFile, settings: Settings) -> str:
    """Begin or resume a run as `begin_classification` does; raise WriteError if its report could not be written."""
    settings.check_folders(settings.reports_dir, *([settings.exports_dir] if file.collection.exports else ()))
    return begin_classification(file, settings)


def begin_classification(file: CollectionFile, settings: Settings) -> str:
    """Begin or resume the run of a collection with the newest version of its model; return the run's id.

    Raises what `chosen_model` raises, before anything is fetched.
    """
    return begin(file, settings, chosen_model(file, settings))


def chosen_model(file: CollectionFile, settings: Settings) -> tuple[str, int]:
    """Return name and version of the model that classifies a collection.

    Raises ModelError if the collection names none, there is no such model, or its backbone has changed since.
    """
    from artmeta.vision.model_store import load_model
    from artmeta.vision.own_network import check_backbone_of

    choice = file.collection.model
    if not choice.name:
        raise ModelError(
            f"The collection file {file.path} names no model.", 'Add a table [model] with name = "...".'
        )
    card = load_model(settings.models_dir, choice.name, choice.version).card
    check_backbone_of(settings.models_dir, card, settings.weights)
    return card.name, card.version


def begin_train(file: CollectionFile, settings: Settings) -> str:
    """Begin or resume the training of a collection's model; return the run's id.

    Raises ModelError, before anything is fetched, on a backbone that is not known or cannot be trained as requested,
    and WriteError where no model could be saved.
    """
    settings.check_folders(settings.models_dir)
    training = file.for_training()
    check_trainable(training.collection, settings)
    return begin(training, settings)
