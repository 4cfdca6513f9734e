"""Firefox and Chromium, with a page that has fields of all kinds."""

from pathlib import Path

from tests.programs.desktop import ProgramsDesktop
from tests.programs.page import COLOURS, Page
from tests.programs.pixels import Box, coloured, load
from tests.programs.program import TYPING, WEATHER, Program, is_root
from tests.waiting import until

FIELDS = ("password", "search", "address bar", "number", "rich")


class Browser(Program):
    """A browser with our page in it."""

    checks = (*TYPING, *FIELDS, *WEATHER)

    def __init__(self, desktop: ProgramsDesktop, folder: Path) -> None:
        """Serve the page."""
        self.page = Page()
        super().__init__(desktop, folder)

    def field(self) -> Box | None:
        return self.field_of("text")

    def field_of(self, name: str) -> Box | None:
        """Return where one of the page's fields is."""
        picture = self.folder / "now.png"
        self.desktop.screenshot(picture)
        found = coloured(load(picture), COLOURS[name])
        return found.shrunk(6) if found and found.width > 300 else None

    def elsewhere(self) -> tuple[int, int] | None:
        other = self.field_of("other")
        assert other, "the page's second field is not to be seen"
        return other.middle

    def go_to(self, name: str) -> None:
        """Give one of the page's fields the focus."""
        field = self.field_of(name)
        assert field, f"the page's field “{name}” is not to be seen"
        self.desktop.click(*field.middle)
        until(lambda: self.page.active == name, f"the focus in the field “{name}”", 5)

    def text(self) -> str:
        return self.page.value("text")

    def close(self) -> None:
        super().close()
        self.page.close()


_FIREFOX = """
app.update.enabled=false
app.normandy.enabled=false
app.shield.optoutstudies.enabled=false
browser.aboutwelcome.enabled=false
browser.preonboarding.enabled=false
browser.shell.checkDefaultBrowser=false
browser.startup.homepage_override.mstone="ignore"
browser.tabs.warnOnClose=false
browser.warnOnQuit=false
browser.search.suggest.enabled=false
browser.urlbar.suggest.searches=false
datareporting.policy.dataSubmissionEnabled=false
datareporting.healthreport.uploadEnabled=false
extensions.getAddons.cache.enabled=false
extensions.update.enabled=false
layout.spellcheckDefault=0
network.captive-portal-service.enabled=false
network.connectivity-service.enabled=false
sidebar.revamp=false
signon.rememberSignons=false
termsofuse.bypassNotification=true
toolkit.telemetry.enabled=false
toolkit.telemetry.reportingpolicy.firstRun=false
ui.caretBlinkTime=0
"""


def mozilla_preferences(lines: str) -> str:
    """Return the text of a `user.js` of lines such as `name=value`."""
    pairs = [line.partition("=") for line in lines.split("\n") if line]
    return "".join(f'user_pref("{name}", {value});\n' for name, _, value in pairs)


class Firefox(Browser):
    title = "Firefox ESR"
    package = "firefox-esr"
    window = "firefox"

    def prepare(self) -> None:
        (self.folder / "user.js").write_text(mozilla_preferences(_FIREFOX))

    def command(self) -> list[str]:
        profile = ["--no-remote", "--profile", str(self.folder)]
        return ["firefox-esr", *profile, self.page.address]


class Chromium(Browser):
    title = "Chromium"
    package = "chromium"
    window = "chromium"

    def command(self) -> list[str]:
        return [
            "chromium",
            f"--user-data-dir={self.folder}",
            "--no-first-run",
            "--no-default-browser-check",
            "--password-store=basic",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-gpu",
            # Without this a bar would warn of the next one.
            "--test-type",
            *(["--no-sandbox"] if is_root() else []),
            self.page.address,
        ]
