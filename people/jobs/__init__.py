"""How long work is run: the contract of a handler, the registry, the run itself.

Asking for a job and cancelling one are in people/services/jobs.py.
"""

from people.jobs.contract import Cancelled, Handler, JobFailed, JobRun, handler

__all__ = ["Cancelled", "Handler", "JobFailed", "JobRun", "handler"]
