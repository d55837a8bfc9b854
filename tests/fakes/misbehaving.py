"""A far side over HTTP that misbehaves by a script: what it does to its next requests is said beforehand, one for one."""

from collections import deque
from collections.abc import Callable
from typing import Literal

from fastapi import Request, Response

How = Literal["silent", "lost", "fault", "fault_after", "busy", "refuses", "garbage", "forged"]
"""`silent`: it never answers, and does nothing. `lost`: it does what it is asked, and its answer never comes. `fault`: 500, nothing done;
`fault_after`: 500, and done. `busy`: 503. `refuses`: an answer of its own that says no. `garbage`: 200 with a page. `forged`: an answer that is
not its own."""


class Misbehaving:
    def __init__(self) -> None:
        self.script: deque[How] = deque()

    def misbehave(self, how: How, times: int = 1) -> None:
        self.script.extend([how] * times)

    async def handle(
        self, request: Request, act: Callable[[], Response], other: Callable[[How, Response | None], Response]
    ) -> Response:
        """Do it well, or as the script says. `other` makes the answers that only the far side knows how to make; it is given the good answer
        for `forged`, which is an answer to what was done."""
        how = self.script.popleft() if self.script else None
        if how is None:
            return act()
        if how in ("lost", "fault_after"):
            act()
        if how in ("silent", "lost"):
            await until_given_up(request)
        if how in ("refuses", "forged"):
            return other(how, act() if how == "forged" else None)
        if how == "garbage":
            return Response("<html>Welcome</html>", media_type="text/html")
        return Response("{}", 503 if how == "busy" else 500)


async def until_given_up(request: Request) -> None:
    """Until the caller hangs up: no time is measured here."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
