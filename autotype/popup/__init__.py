"""The pop-up at the caret of another application: a small window in a process of its own."""
