"""The domain's data classes: immutable, without I/O."""
