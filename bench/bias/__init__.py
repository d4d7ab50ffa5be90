"""Measurements of the bias audit: planted biases are found, and museums without any raise no false finding."""
