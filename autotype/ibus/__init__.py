"""The assistant's front for IBus: the input method of most Linux desktops, in pure D-Bus."""
