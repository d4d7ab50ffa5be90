"""Drawing: a scene of a work's topic, rendered in the style of its period."""
