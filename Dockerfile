# artmeta with all extras; docs/operations.md says how it is run, and what of it was tried.
# The base image is named by its tag: its digest could not be looked up where this file was written.
FROM python:3.13-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN python -m pip install --no-cache-dir 'uv>=0.9,<1'
WORKDIR /srv/artmeta
# The dependencies are a layer of their own: a change of the code does not install them again.
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-default-groups --all-extras --no-install-project
COPY artmeta ./artmeta
COPY flows ./flows
COPY data/collections ./data/collections
COPY data/vocabularies ./data/vocabularies
RUN uv sync --frozen --no-default-groups --all-extras --no-editable

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --create-home artmeta \
    && install --directory --owner artmeta --mode 0700 /data /reports /home/artmeta/.prefect
COPY --from=build /srv/artmeta/.venv /srv/artmeta/.venv
ENV PATH=/srv/artmeta/.venv/bin:$PATH \
    ARTMETA_DATA_DIR=/data \
    ARTMETA_REPORTS_DIR=/reports \
    PREFECT_HOME=/home/artmeta/.prefect \
    PREFECT_SERVER_ANALYTICS_ENABLED=false
USER 10001
WORKDIR /data
VOLUME ["/data", "/reports"]
ENTRYPOINT ["artmeta"]
CMD ["doctor"]
