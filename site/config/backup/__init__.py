"""Backup and restore: one archive with the database and the media (docs/backup.md)."""
