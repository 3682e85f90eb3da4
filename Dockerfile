# One image for the doors (`allround serve`), the worker (`allround worker`) and the operator's commands.
FROM python:3.11-slim-bookworm AS built
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /allround
COPY pyproject.toml requirements.lock README.md LICENSE Makefile ./
COPY optimiser optimiser
COPY dispatch dispatch
COPY web web
COPY fixtures fixtures
RUN make setup

FROM python:3.11-slim-bookworm
RUN useradd --create-home allround && mkdir -p /var/lib/allround && chown allround /var/lib/allround
WORKDIR /allround
COPY --from=built /allround /allround
# The engine compiles itself once into var/cache, for the processor it runs on.
RUN ln -s /var/lib/allround /allround/var
ENV PATH=/allround/.venv/bin:$PATH ALLROUND_VAR=/var/lib/allround PYTHONUNBUFFERED=1
USER allround
# Caches of the engine, the streets and the tiles lie beside the data, so that they outlive the container.
VOLUME /var/lib/allround
CMD ["allround", "serve", "--host", "0.0.0.0", "--port", "8300"]
