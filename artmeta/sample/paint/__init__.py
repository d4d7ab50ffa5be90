"""Drawing: a scene of a work's topic, rendered in the manner of its period."""
