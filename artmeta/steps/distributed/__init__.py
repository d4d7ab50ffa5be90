"""The embedding step on a Dask cluster: shards of pictures, embedded by workers, merged by the process that writes.

Only `artmeta/steps/embed.py` calls it; Dask and fsspec are imported here alone (extra `artmeta[dask]`).
"""
