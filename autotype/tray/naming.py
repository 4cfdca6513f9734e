"""Whether this session's desktop says which application has the focus, which rules need."""

import os
from collections.abc import Mapping

from autotype.translation import mark, tr

_GNOME = mark(
    "GNOME on Wayland does not say which application has the focus. Those made with "
    "GTK are known by their names; for all others the rule of “gnome-shell” holds."
)
_WAYLAND = mark(
    "This desktop does not say which application has the focus. Rules hold for those "
    "that tell the input method their names."
)


def naming_gap(environment: Mapping[str, str] = os.environ) -> str:
    """Return what is to be known of rules in this session, in words; empty if they just work."""
    desktops = environment.get("XDG_CURRENT_DESKTOP", "").split(":")
    if not environment.get("WAYLAND_DISPLAY") or "KDE" in desktops or environment.get("SWAYSOCK"):
        return ""
    return tr(_GNOME) if "GNOME" in desktops else tr(_WAYLAND)
