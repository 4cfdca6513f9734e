"""Autotype: private predictive text for the desktop."""

__version__ = "0.1.0"
