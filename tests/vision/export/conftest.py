"""The small models that the tests of this folder are made of."""

from tiny_models import keras_export, libraries, tfjs_export, tfjs_folder, tiny_network, zipped

__all__ = ["keras_export", "libraries", "tfjs_export", "tfjs_folder", "tiny_network", "zipped"]
