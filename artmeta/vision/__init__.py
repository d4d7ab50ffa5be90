"""Pixels become vectors, vectors become topics: train in Keras, serve in LiteRT."""
