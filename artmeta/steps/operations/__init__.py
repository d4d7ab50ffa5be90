"""Operations of scheduled runs: notifications of what needs a person, and metrics for a monitoring system."""
