"""Which tables need a word of their own."""

# A restored session would sign in again whoever has signed out since, and one in a
# stolen archive would sign in the thief: people sign in anew instead.
LEFT_EMPTY = frozenset({"django_session"})
