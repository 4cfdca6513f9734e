"""The settings window: every setting with its name, its meaning and what it does at once."""
