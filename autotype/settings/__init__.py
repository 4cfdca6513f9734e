"""The user's settings: one TOML file, checked value by value, written atomically."""

from autotype.settings.changing import ChangingSettings
from autotype.settings.file import SettingsError, load, make_editable, save, template
from autotype.settings.options import OPTIONS, Settings
from autotype.settings.schema import Group, Kind, Option
from autotype.settings.wording import as_table

__all__ = [
    "OPTIONS",
    "ChangingSettings",
    "Group",
    "Kind",
    "Option",
    "Settings",
    "SettingsError",
    "as_table",
    "load",
    "make_editable",
    "save",
    "template",
]
