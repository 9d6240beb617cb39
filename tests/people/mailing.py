"""What tests of mails share: the clock's run, a server to send to, what arrived."""

import re

from people.models import Delivery
from people.services import digests, job_ends, mails

OPENED = re.compile(r"/inbox/(\d+)/\n")


def tick(now):
    """One run of the clock at this moment."""
    job_ends.tell(now=now)
    digests.make_mails(now=now)
    mails.take_back_lost(now=now)
    return mails.send_waiting(clock=lambda: now)


def send_by_smtp(settings, port):
    settings.HAS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 1
    settings.DEFAULT_FROM_EMAIL = "academy@waybill.example"


def notifications_in(body):
    """Keys of the notifications that a mail's text leads to."""
    return [int(pk) for pk in OPENED.findall(body)]


def log():
    """(outcome, reason, reply) of every delivery, the oldest first."""
    rows = Delivery.objects.order_by("pk")
    return list(rows.values_list("outcome", "reason", "reply"))
