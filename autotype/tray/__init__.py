"""The assistant's tray icon and its window: what it does, and the ways to stop it."""
