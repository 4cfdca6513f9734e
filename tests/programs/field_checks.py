"""Fields that are nobody's business."""

import time

from tests.assistant.front_contract import TYPED
from tests.programs.browsers import Browser
from tests.programs.program import compare
from tests.programs.trial import TAKEN, Check, Trial


def _off(trial: Trial) -> None:
    trial.program.fresh()
    before = trial.desktop.counts
    trial.desktop.type(TYPED)
    time.sleep(0.8)
    compare(trial.program.text(), TYPED, "after typing")
    assert trial.desktop.counts == before, "the terminal was listened to"


def _password(trial: Trial) -> None:
    browser = _browser(trial)
    browser.go_to("password")
    before = trial.desktop.counts
    trial.desktop.type(TYPED)
    time.sleep(0.8)
    compare(browser.page.value("password"), TYPED, "in the password field")
    assert trial.desktop.counts == before, "the password field was listened to"


def _search(trial: Trial) -> str:
    browser = _browser(trial)
    browser.go_to("search")
    before = trial.desktop.counts["shown"]
    trial.desktop.type(TYPED)
    time.sleep(0.8)
    ours = {v for v in browser.page.values_seen("search") if not TYPED.startswith(v)}
    assert not ours, f"the page found “{max(ours, key=len)}” in its search field"
    return "silent" if trial.desktop.counts["shown"] == before else "not in the field's text"


def _address_bar(trial: Trial) -> str:
    browser = _browser(trial)
    browser.go_to("other")
    trial.desktop.key("ctrl+l")
    time.sleep(0.5)
    before = trial.desktop.counts["shown"]
    trial.desktop.type(TYPED)
    time.sleep(0.8)
    shown = trial.desktop.counts["shown"] > before
    trial.desktop.screenshot(trial.folder / "address-bar-typed.png")
    trial.desktop.key("Escape", "Escape", "Escape")
    assert not shown or trial.how == "popup", "a ghost stood in the address bar"
    return "not in the bar's text" if shown else "silent"


def _number(trial: Trial) -> str:
    browser = _browser(trial)
    browser.go_to("number")
    before = trial.desktop.counts["shown"]
    trial.desktop.type("12345")
    time.sleep(0.8)
    assert browser.page.value("number") == "12345", "the number was changed"
    assert trial.desktop.counts["shown"] == before, "a ghost in a field for a number"
    browser.go_to("email")
    trial.desktop.type("see.you")
    time.sleep(0.8)
    sooner = trial.desktop.counts["shown"] > before
    # From here on what stands there says what it is, also where the program does not.
    trial.desktop.type("@")
    time.sleep(0.4)
    before = trial.desktop.counts["shown"]
    trial.desktop.type("office.example")
    time.sleep(0.8)
    compare(browser.page.value("email"), "see.you@office.example", "in the mail address")
    assert trial.desktop.counts["shown"] == before, "a ghost in a mail address"
    return "suggests before the @ of a mail address" if sooner else ""


def _rich(trial: Trial) -> None:
    """A field with an editor of the page's own, as web mail has."""
    browser = _browser(trial)

    def suggested() -> None:
        browser.go_to("rich")
        trial.desktop.key("ctrl+a", "Delete")
        time.sleep(0.5)
        trial.type_until_shown(TYPED)

    def expect(text: str, when: str) -> None:
        time.sleep(0.6)
        compare(browser.page.value("rich"), text, when)

    suggested()
    trial.desktop.key("ctrl+Right")
    time.sleep(0.4)
    trial.desktop.key("Escape")
    expect(TAKEN, "after Ctrl+Right")
    suggested()
    field = browser.field_of("rich")
    assert field
    trial.desktop.click(field.left + 12, field.top + 12)
    expect(TYPED, "after a click into it")
    suggested()
    browser.go_to("other")
    expect(TYPED, "after a click elsewhere")


def _browser(trial: Trial) -> Browser:
    assert isinstance(trial.program, Browser)
    trial.program.fresh()
    return trial.program


CHECKS: dict[str, Check] = {
    "off": _off,
    "password": _password,
    "search": _search,
    "address bar": _address_bar,
    "number": _number,
    "rich": _rich,
}
