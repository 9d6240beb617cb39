"""Where uploads and certificates go when it is not this machine's disk."""

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def s3(
    bucket: str, *, endpoint: str = "", region: str = "", public_host: str = ""
) -> dict[str, dict[str, Any]]:
    """Return the storages "default" and "private" in one bucket.

    The keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the
    machine's role. Nothing is public by itself: addresses are signed, unless
    `public_host` serves the folder public/.

    :raises ImproperlyConfigured: where the libraries are not installed
    """
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "MEDIA_S3_BUCKET is set: pip install -r requirements-s3.txt"
        )
    common = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "default_acl": None,
        # Two uploads of one name are two files, as on a disk.
        "file_overwrite": False,
    }
    public = {
        "location": "public",
        "custom_domain": public_host or None,
        "querystring_auth": not public_host,
    }
    backend = "storages.backends.s3.S3Storage"
    return {
        "default": {"BACKEND": backend, "OPTIONS": common | public},
        "private": {"BACKEND": backend, "OPTIONS": common | {"location": "private"}},
    }


def origins(*, endpoint: str = "", public_host: str = "") -> list[str]:
    """Return where pictures in the bucket come from, for the content policies."""
    if public_host:
        return [f"https://{public_host}"]
    if not endpoint:
        return ["https://*.amazonaws.com"]
    # The bucket is the first part of the path, or of the name.
    scheme, _, host = endpoint.rstrip("/").partition("://")
    return [f"{scheme}://{host}", f"{scheme}://*.{host}"]
