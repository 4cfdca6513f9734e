"""What the window says where rules cannot name all applications."""

import pytest

from autotype.tray.naming import naming_gap


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, ""),
        ({"XDG_CURRENT_DESKTOP": "GNOME"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "KDE"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-1", "SWAYSOCK": "/run/user/1000/sway"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, "gnome-shell"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "Hyprland"}, "tell the input"),
    ],
)
def test_only_where_the_desktop_keeps_names_to_itself(
    environment: dict[str, str], word: str
) -> None:
    gap = naming_gap(environment)
    assert (word in gap) if word else not gap
