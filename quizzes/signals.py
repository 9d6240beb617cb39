"""What happened to an attempt, for the apps above.

Each is sent inside the transaction that makes it true, with `attempt` and `now`.
"""

from django.dispatch import Signal

attempt_started = Signal()
attempt_submitted = Signal()
# The grade stands; after attempt_submitted, at once or when a person has marked.
attempt_graded = Signal()
