"""At the very edge: bodies are capped while they are read, and every answer carries security headers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobile_api.loans.uploads import PAPER_LIMIT
from mobile_api.voice.uploads import AUDIO_LIMIT
from servicekit.problems import problem_response
from servicekit.uploads import FORM_BYTES

BODY_LIMIT = 64 * 1024
# By how a path ends: a recording or a paper, and its multipart wrapping.
UPLOAD_LIMITS = {
    "/voice": AUDIO_LIMIT + FORM_BYTES,
    "/documents": PAPER_LIMIT + FORM_BYTES,
    "/photo": PAPER_LIMIT + FORM_BYTES,
}

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class BodyTooLarge(Exception):
    """More bytes came than the path may take."""


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(("/v1/", "/dev/")):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyCap:
    """Answers 413 `body_too_large` as soon as a body is announced or found to be too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = body_limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            return await refuse(scope, receive, send)
        size, started, too_large = 0, False, False

        async def receive_counted() -> Message:
            nonlocal size, too_large
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                too_large = True
                raise BodyTooLarge()
            return message

        async def send_unless_too_large(message: Message) -> None:
            nonlocal started
            # Whoever was reading the body may have made an answer of its own out of the exception.
            if too_large and not started:
                return
            started = True
            await send(message)

        try:
            await self.app(scope, receive_counted, send_unless_too_large)
        except BodyTooLarge:
            if started:
                raise
        if too_large and not started:
            await refuse(scope, receive, send)
        return None


def body_limit(path: str) -> int:
    return next((limit for end, limit in UPLOAD_LIMITS.items() if path.endswith(end)), BODY_LIMIT)


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    response = problem_response(413, "body_too_large", "The body is larger than allowed here.", {})
    await response(scope, receive, send)
