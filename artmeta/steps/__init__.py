"""The verbs: the only place that ties rooms together; each asks the store what is missing."""
