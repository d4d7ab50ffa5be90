"""Training: from the works of a collection to a saved model."""
