"""What this app says when something has happened."""

from django.dispatch import Signal

# A draft of a page was saved: page, revision, user (None: the system).
draft_saved = Signal()
