"""Promises: whether the sure works of each group of a collection are right as often as the model promises."""
