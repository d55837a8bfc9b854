"""Mail by SMTP, to people who run the system. It blocks: call it in a thread."""

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from servicekit.outgoing import check_address

TIMEOUT_SECONDS = 10.0


class MailNotSent(Exception):
    """The server is away, refuses, or offers no encryption. The text is a word of the protocol's, never the mail's."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`address` is `host:port`. STARTTLS is insisted on, but for a server of this machine that does not offer it."""

    address: str
    sender: str
    user: str = ""
    password: str = ""

    def send(self, to: str, subject: str, text: str, trust: ssl.SSLContext | None = None) -> None:
        """`to`: addresses with commas between. Raises `MailNotSent`."""
        host, _, port = check_address(self.address).rpartition(":")
        try:
            with smtplib.SMTP(host, int(port), timeout=TIMEOUT_SECONDS) as smtp:
                smtp.ehlo()
                if smtp.has_extn("starttls") or not _is_here(host):
                    smtp.starttls(context=trust or ssl.create_default_context())
                if self.user:
                    smtp.login(self.user, self.password)
                smtp.send_message(self._written(to, subject, text))
        except (OSError, smtplib.SMTPException) as error:
            raise MailNotSent(type(error).__name__) from error

    def _written(self, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail.set_content(text)
        return mail


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
