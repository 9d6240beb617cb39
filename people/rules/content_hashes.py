"""A fingerprint of what readers see: the same content, the same hash.

SHA-256 of JSON with sorted keys and no spaces, in UTF-8.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def content_hash(content: Mapping[str, Any]) -> str:
    """Return 64 hexadecimal digits.

    :raises TypeError: for values that JSON does not have
    """
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
