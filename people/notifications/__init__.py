"""What people are told: the contract of a kind of notification, and the registry.

Telling somebody is in people/services/notifications.py.
"""

from people.notifications.contract import Kind, Words, kind

__all__ = ["Kind", "Words", "kind"]
