"""Every table of the gateway, gathered for the migrations."""

from mobile_api import heartbeats
from mobile_api.auth import models as auth
from mobile_api.chat import models as chat
from mobile_api.db import Base
from mobile_api.desk import models as desk
from mobile_api.push import models as push
from mobile_api.rights import models as rights
from mobile_api.voice import models as voice

__all__ = ["Base", "auth", "chat", "desk", "heartbeats", "push", "rights", "voice"]
