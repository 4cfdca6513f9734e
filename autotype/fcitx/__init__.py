"""Suggestions in other applications through Fcitx 5: what its addon is told to do."""
