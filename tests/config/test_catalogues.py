"""Every string of the source has a Chinese text."""

from babel.messages.catalog import Catalog

from config import catalogues


def test_no_message_is_without_its_chinese_text():
    assert catalogues.untranslated(catalogues.catalogue_path()) == []


def test_a_message_without_text_is_found(tmp_path):
    catalogues.update(tmp_path / "django.po")

    assert "Handbook" in catalogues.untranslated(tmp_path / "django.po")


def test_placeholders_are_the_same_in_both_languages():
    catalogue: Catalog = catalogues.load(catalogues.catalogue_path())

    wrong = [m.id for m in catalogue if m.id and list(m.check(catalogue))]

    assert wrong == []
