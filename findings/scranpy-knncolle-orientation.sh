#!/bin/sh
# knncolle 0.3.1 and scranpy 0.3.1 (BiocPy; scranpy searches its neighbours with knncolle) read a matrix in opposite ways.
#
# knncolle.build_index(parameters, x): rows are observations, columns are dimensions.
# scranpy.run_umap(x):                 rows are dimensions, columns are observations, as in R's Bioconductor.
#
# One array given to both is accepted by both, and a square or nearly square one passes unnoticed: the neighbours are those of
# the rows, the layout is that of the columns. The pair agrees only where run_umap is given the result of find_knn.
# Source: the docstrings of both functions. Seen with Python 3.11, numpy 2.4:
#   neighbours of 30 observations, layout of 50 observations; from the result of find_knn a layout of 30
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet scranpy==0.3.1 knncolle==0.3.1
"$folder/venv/bin/python" - <<'PYTHON'
import knncolle
import numpy as np
import scranpy

x = np.random.default_rng(1).normal(size=(30, 50))
nearest = knncolle.find_knn(knncolle.build_index(knncolle.VptreeParameters(), x), num_neighbors=5)
alone, together = scranpy.run_umap(x), scranpy.run_umap(nearest)
print(
    f"neighbours of {nearest.index.shape[0]} observations, layout of {alone.shape[0]} observations; "
    f"from the result of find_knn a layout of {together.shape[0]}"
)
assert (nearest.index.shape[0], alone.shape[0], together.shape[0]) == (30, 50, 30), "the behaviour has changed"
PYTHON
