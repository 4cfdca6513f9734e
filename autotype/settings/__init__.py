"""The user's settings: one TOML file, checked value by value, written atomically."""

from autotype.settings.file import SettingsError, load, make_editable, save, template
from autotype.settings.options import OPTIONS, Option, Settings, as_table

__all__ = [
    "OPTIONS",
    "Option",
    "Settings",
    "SettingsError",
    "as_table",
    "load",
    "make_editable",
    "save",
    "template",
]
