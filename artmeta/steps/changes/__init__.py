"""Changes between runs: what another model changes, what is withdrawn, and whether a run gives the same again."""
