"""What IBus reads to know of Autotype: a file in its folder of components."""

import shlex
from collections.abc import Sequence
from xml.etree import ElementTree

from autotype import __version__
from autotype.ibus.wire import BUS_NAME, ENGINE_NAME

_LICENCE = "Apache-2.0"


def component_xml(command: Sequence[str]) -> str:
    """Return the component's description; `command` starts the input method."""
    component = ElementTree.Element("component")
    _fill(
        component,
        name=BUS_NAME,
        description="Autotype: private predictive text",
        exec=shlex.join(command),
        version=__version__,
        author="The Autotype developers",
        license=_LICENCE,
        homepage="",
        textdomain="autotype",
    )
    engines = ElementTree.SubElement(component, "engines")
    _fill(
        ElementTree.SubElement(engines, "engine"),
        name=ENGINE_NAME,
        language="en",
        license=_LICENCE,
        author="The Autotype developers",
        icon="autotype",
        layout="default",
        longname="Autotype",
        description="The next words, from a small model on your own machine",
        rank="0",
        symbol="A…",
    )
    ElementTree.indent(component)
    declared = '<?xml version="1.0" encoding="utf-8"?>\n'
    return declared + ElementTree.tostring(component, encoding="unicode") + "\n"


def _fill(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text
