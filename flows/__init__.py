"""The flows: artmeta's steps under Prefect."""
