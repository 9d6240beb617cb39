"""Certificates as PDF: made once from what was frozen, then only handed out.

The template is plain typst and every value reaches it as a string that is placed
as text, so no name can become a command.
"""

import hashlib
import io
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import segno
import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse

from courses.models import Certificate

TEMPLATES = Path(__file__).parent / "certificates"


class DamagedDocument(Exception):
    """The stored file is gone or was changed; nothing is handed out."""


def store(certificate: Certificate, *, now: datetime) -> Certificate:
    """Make the PDF and keep it, unless another request was first."""
    content = build(certificate)
    storage = Certificate._meta.get_field("pdf").storage
    name = storage.save(
        f"certificates/{certificate.issued_at:%Y}/{certificate.number}.pdf",
        ContentFile(content),
    )
    # One UPDATE decides whose file it is: a worker, the clock and a download may race.
    stored = (
        Certificate.objects.not_rendered()
        .filter(pk=certificate.pk)
        .update(
            pdf=name,
            pdf_sha256=hashlib.sha256(content).hexdigest(),
            rendered_at=now,
        )
    )
    if not stored:
        storage.delete(name)
    certificate.refresh_from_db(fields=["pdf", "pdf_sha256", "rendered_at"])
    return certificate


def content_of(certificate: Certificate, *, now: datetime) -> bytes:
    """Return the stored PDF; the first reader may have to wait until it is made.

    :raises DamagedDocument: if the file is not the one that was stored
    """
    if certificate.rendered_at is None:
        store(certificate, now=now)
    try:
        with certificate.pdf.open("rb") as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        raise DamagedDocument(certificate.pk) from None
    if hashlib.sha256(content).hexdigest() != certificate.pdf_sha256:
        raise DamagedDocument(certificate.pk)
    return content


def build(
    certificate: Certificate, *, image: Literal["pdf", "png", "svg"] = "pdf"
) -> bytes:
    """Set the certificate with the template it was issued under."""
    content: bytes = typst.compile(
        str(TEMPLATES / f"{certificate.template_version}.typ"),
        root=str(TEMPLATES),
        format=image,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(certificate),
        # The file's own date too: the same certificate makes the same bytes.
        timestamp=int(certificate.issued_at.timestamp()),
    )
    return content


def verification_url(certificate: Certificate) -> str:
    """Return the public address that the QR code holds."""
    path = reverse("courses:verify_number", args=[certificate.grouped_number])
    return settings.BASE_URL.rstrip("/") + path


def _inputs(certificate: Certificate) -> dict[str, str]:
    url = verification_url(certificate)
    return {
        **certificate.frozen,
        "number": certificate.grouped_number,
        "qr": _qr_code(url),
        # Short enough to type: without the scheme and the number.
        "verify_at": url.split("://")[-1].removesuffix(
            f"{certificate.grouped_number}/"
        ),
    }


def _qr_code(url: str) -> str:
    drawing = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawing, kind="svg", border=0, dark="#1f2328", xmldecl=False
    )
    return drawing.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    # Nothing of the machine's: the same paper everywhere.
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)],
    )
