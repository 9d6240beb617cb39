"""`python -m config.probe`: does the web process here answer? For health checks."""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """Ask /healthz as one of the site's own names; 0 when it says ok."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or "localhost"
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    request = urllib.request.Request(url, headers={"Host": host.lstrip(".")})
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
