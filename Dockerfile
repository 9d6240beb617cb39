# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# "s3", "sentry" or both: what this site needs beside requirements.txt.
ARG EXTRAS=""
RUN python -m venv /opt/venv
COPY requirements*.txt /tmp/
RUN /opt/venv/bin/pip install -r /tmp/requirements.txt \
    && for extra in $EXTRAS; do /opt/venv/bin/pip install -r "/tmp/requirements-$extra.txt"; done

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin waybill \
    && install -d -o waybill -g waybill /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY manage.py LICENSE ./
COPY site site
COPY people people
COPY quizzes quizzes
COPY courses courses
COPY evaluations evaluations
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app:/app/site PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings.production \
    DATA_DIR=/data
# The Chinese catalogue and the static files are part of the image. Nothing that is
# built here depends on the key, which only has to be there.
RUN SECRET_KEY=build ALLOWED_HOSTS=localhost python manage.py catalogue compile \
    && SECRET_KEY=build ALLOWED_HOSTS=localhost DATA_DIR=/app/built \
       python manage.py collectstatic --no-input --verbosity 0
ENV STATIC_ROOT=/app/built/static
USER waybill
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-m", "config.probe"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "config.wsgi:application"]
