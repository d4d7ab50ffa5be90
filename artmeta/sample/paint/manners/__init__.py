"""The manners of painting: each takes a scene that is laid out and paints it as its age would."""
