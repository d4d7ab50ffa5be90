"""The only package that imports TensorFlow and Keras: networks are built, trained and converted here."""

import os

from artmeta.quiet import quiet

# No line for every instruction set and missing graphics card.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
with quiet():
    import tensorflow  # noqa: F401
