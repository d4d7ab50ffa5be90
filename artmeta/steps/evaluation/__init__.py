"""Evaluation: how well a stored model classifies works that it was not trained on."""
