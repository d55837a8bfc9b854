"""A mail server that offers STARTTLS, over a certificate of its own, and takes what it is sent."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class FakeMailServer:
    """`mails` as they came; `refuses`: none is taken. `encrypted`: whether the last came over TLS."""

    def __init__(self, folder: Path) -> None:
        self.mails: list[str] = []
        self.refuses = self.encrypted = False
        self.certificate = folder / "smtp.pem"
        self._context = _context(self.certificate)

    @contextlib.contextmanager
    def served(self) -> Iterator[str]:
        """`host:port`."""
        up, loop = threading.Event(), asyncio.new_event_loop()

        async def serve() -> None:
            self._over = asyncio.Event()
            async with await asyncio.start_server(self._talk, "127.0.0.1", 0) as server:
                self.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
                up.set()
                await self._over.wait()

        thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
        thread.start()
        up.wait()
        try:
            yield self.address
        finally:
            loop.call_soon_threadsafe(self._over.set)
            thread.join()
            loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.encrypted = False
        writer.write(b"220 here\r\n")
        while verb := (await reader.readline()).strip().upper()[:4]:
            if verb == b"EHLO":
                writer.write(b"250-here\r\n250 STARTTLS\r\n")
            elif verb == b"STAR":
                writer.write(b"220 go on\r\n")
                await writer.drain()
                await writer.start_tls(self._context)
                self.encrypted = True
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                self.mails.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                writer.write(b"250 taken\r\n")
            elif verb == b"MAIL" and self.refuses:
                writer.write(b"550 not now\r\n")
            else:
                writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 well\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()


def _context(file: Path) -> ssl.SSLContext:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of the tests")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
