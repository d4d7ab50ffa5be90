"""One module a topic, each with a function that draws it on a scene."""
