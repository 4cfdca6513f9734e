"""Spelling: dictionaries of the system and our own, the user's words, and corrections in order."""
