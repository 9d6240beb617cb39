"""What the academy holds about one person, section by section."""
