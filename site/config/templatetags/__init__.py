"""Template tags of the site itself; found by their place."""
