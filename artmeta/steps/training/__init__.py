"""Training: from the works of a collection to a saved model; `train.py` is the way in."""
