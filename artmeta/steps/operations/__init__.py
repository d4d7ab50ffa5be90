"""Operations of scheduled runs: locks, notifications of what needs a person, metrics for a monitoring system."""
