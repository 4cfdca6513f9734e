"""Suggestions in other people's applications: what to do, not how a desktop does it. No Qt here."""
