"""Thunderbird's window for writing a letter, in plain text, with an account that goes nowhere."""

from tests.programs.browsers import mozilla_preferences
from tests.programs.program import Program

_PREFERENCES = """
app.update.enabled=false
app.donation.eoy.version.viewed=999
browser.aboutwelcome.enabled=false
datareporting.policy.dataSubmissionEnabled=false
datareporting.policy.dataSubmissionPolicyBypassNotification=true
mail.accountmanager.accounts="account1,account2"
mail.accountmanager.defaultaccount="account1"
mail.accountmanager.localfoldersserver="server2"
mail.account.account1.identities="id1"
mail.account.account1.server="server1"
mail.account.account2.server="server2"
mail.identity.id1.fullName="Anna"
mail.identity.id1.useremail="anna@example.org"
mail.identity.id1.smtpServer="smtp1"
mail.identity.id1.valid=true
mail.identity.id1.compose_html=false
mail.server.server1.type="pop3"
mail.server.server1.hostname="localhost"
mail.server.server1.name="Anna"
mail.server.server1.userName="anna"
mail.server.server1.check_new_mail=false
mail.server.server1.login_at_startup=false
mail.server.server2.type="none"
mail.server.server2.hostname="Local Folders"
mail.server.server2.name="Local Folders"
mail.server.server2.userName="nobody"
mail.smtpservers="smtp1"
mail.smtp.defaultserver="smtp1"
mail.smtpserver.smtp1.hostname="localhost"
mail.provider.suppress_dialog_on_startup=true
mail.rights.version=1
mail.shell.checkDefaultClient=false
mail.spam.version=1
mail.spellcheck.inline=false
mail.compose.autosave=false
mail.compose.warn_public_recipients.threshold=99
mailnews.start_page.enabled=false
mailnews.start_page_override.mstone="ignore"
messenger.startup.action=0
network.captive-portal-service.enabled=false
toolkit.telemetry.enabled=false
ui.caretBlinkTime=0
"""


class Thunderbird(Program):
    title = "Thunderbird, a letter"
    package = "thunderbird"
    window = "thunderbird"
    margins = (182, 30)

    def prepare(self) -> None:
        (self.folder / "user.js").write_text(mozilla_preferences(_PREFERENCES))

    def find(self) -> str:
        # The window with the folders stands behind it.
        return self.desktop.find("^Write: ")

    def elsewhere(self) -> tuple[int, int] | None:
        place = self.desktop.place_of(self.id)
        return place.right - 60, place.top + 164  # the subject

    def command(self) -> list[str]:
        profile = ["--no-remote", "--profile", str(self.folder)]
        letter = "to='b@example.org',subject='Hello',format='text'"
        return ["thunderbird", *profile, "-compose", letter]
