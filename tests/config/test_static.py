"""Static files are served as one stylesheet."""

from pathlib import Path

from django.conf import settings

from config.static import bundled

MAIN = Path(settings.SITE_DIR) / "static" / "css" / "main.css"


def test_every_import_of_the_stylesheet_is_put_in_its_place():
    css = bundled(MAIN)

    assert "@import" not in css
    assert ".button" in css
    assert css.index("--text:") < css.index(".button")


def test_every_component_is_in_the_stylesheet():
    written = MAIN.read_text()

    missing = [
        path.name
        for path in (MAIN.parent / "components").glob("*.css")
        if f"components/{path.name}" not in written
    ]

    assert missing == []
