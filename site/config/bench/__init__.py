"""`manage.py bench`: how fast the pages are, beside the least a page can cost.

Nothing in here is loaded by the site itself; only config.settings.bench mounts it.
"""
