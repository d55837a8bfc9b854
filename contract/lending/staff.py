"""Members of staff, as they travel: the gateway knows who they are, and what they do is kept with their id."""

from typing import Annotated

from pydantic import Field

StaffId = Annotated[str, Field(min_length=1, max_length=64)]
