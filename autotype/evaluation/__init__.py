"""Measures of the shipped engine on any text: keystrokes saved, right words, time."""
