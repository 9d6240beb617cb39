"""JSON that SQLite stores as it reads, so that Chinese text can be searched in it."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class ReadableJSON(DjangoJSONEncoder):
    """JSON without \\uXXXX escapes; PostgreSQL keeps its own form anyway."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})
