"""Who signs in by voice now, in whichever process."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base


class SignInPlace(Base):
    """Taken until `free_at`, which moves on while the sign-in is heard: a process that died holds no place for long."""

    __tablename__ = "sign_in_places"

    id: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    free_at: Mapped[datetime]
