# The command in a container, with every form of input and output:
#
#   docker build -t cleaner .
#   docker run --rm -i cleaner < page.txt > clean.txt
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" cleaner clean corpus -o cleaned --summary figures.json
#
# Settings go in as variables: -e CLEANER_SOURCE=vov.vn -e CLEANER_DROP=caption,lead
FROM rust:1-slim-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip python3-venv && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN python3 -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/cleaner-*.whl)[all]" && rm -r /wheels && cleaner --version
USER 65534:65534
WORKDIR /data
ENTRYPOINT ["cleaner"]
