"""How long a text takes to read."""

# Chinese business prose, read to be remembered.
CHARACTERS_PER_MINUTE = 350


def minutes(text: str) -> int:
    """Return whole minutes for the text's characters, blanks not counted."""
    characters = sum(not character.isspace() for character in text)
    return max(1, -(-characters // CHARACTERS_PER_MINUTE))
