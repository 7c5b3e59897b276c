# align in a container:
#   docker build --tag align .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" align book.txt -o book.tsv
# The first stage has a compiler. The second one has Python, align and its libraries, and runs as a user without rights.
FROM python:3.13-slim AS build
# extras of setup.cfg; for the machines of a cluster: docker build --build-arg EXTRAS=xlsx,zst,cluster .
ARG EXTRAS=xlsx,zst
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN python -m venv /opt/align \
    && /opt/align/bin/pip install --no-cache-dir ".[${EXTRAS}]" \
    && /opt/align/bin/align --version | grep "compiled core"

FROM python:3.13-slim
LABEL org.opencontainers.image.title="align" \
      org.opencontainers.image.description="Pair the sentences of an Arabic text and its English translation" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/align /opt/align
ENV PATH=/opt/align/bin:$PATH
RUN useradd --create-home --uid 1000 align
USER 1000
# Besides the check, this leaves the index of the lexicon in the cache of the user, which saves time in each run.
RUN python -m aligner.selftest
WORKDIR /work
ENTRYPOINT ["align"]
CMD ["--help"]
