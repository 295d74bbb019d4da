# Career Advisor as a container.
#
#   docker build -t career-advisor .                      torch as the default wheel index has it
#   docker build --build-arg TORCH_INDEX=... ...          another wheel index, for CPU or for CUDA
#   docker run -p 7860:7860 -v models:/home/user/models career-advisor
#
# The index is part of the image. A language model is fetched on first start into the volume; without
# network the library answers alone.

ARG PYTHON_VERSION=3.12

FROM python:${PYTHON_VERSION}-slim-bookworm AS build
ARG TORCH_INDEX=""
ENV PATH=/opt/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/venv
COPY constraints.txt pyproject.toml ./
RUN pip install --constraint constraints.txt ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} --no-deps torch
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > needs.txt \
    && pip install --constraint constraints.txt --requirement needs.txt
COPY README.md LICENSE ./
COPY advisor advisor
COPY corpus corpus
RUN pip install --no-deps .

FROM python:${PYTHON_VERSION}-slim-bookworm
RUN useradd --create-home --uid 1000 user
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/home/user \
    HF_HOME=/home/user/models \
    HF_HUB_DISABLE_TELEMETRY=1 \
    GRADIO_ANALYTICS_ENABLED=False \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ADVISOR_HOST=0.0.0.0 \
    ADVISOR_PORT=7860 \
    ADVISOR_INDEX=/home/user/index
USER 1000
WORKDIR /home/user/app
RUN mkdir -p /home/user/models && advisor index
COPY --chown=1000 app.py ./
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
CMD ["python", "app.py"]
