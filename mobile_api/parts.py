"""The parts of a running gateway, put together in one place and handed to routes and worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from contract.lending.client import BackendClient
from mobile_api.auth.outbox import CodeSender, DevelopmentOutbox
from mobile_api.auth.watch import SessionWatch
from mobile_api.broker import Broker
from mobile_api.chat.acceptance import Acceptances
from mobile_api.chat.contract_codes import ContractCodes
from mobile_api.chat.turns import TurnEngine
from mobile_api.chat.watch import Watch
from mobile_api.db import Database
from mobile_api.models import Base
from mobile_api.places import Places, TooManyStreams
from mobile_api.rights.clocks import CLOCKS
from mobile_api.senders.carriers import Senders
from mobile_api.settings import Settings
from mobile_api.upstreams.dialogue import DialogueClient
from mobile_api.upstreams.speech import SpeechClient
from mobile_api.voice.reading import MOST_AT_ONCE, too_many_readings
from mobile_api.voice.sign_in_places import SignIns
from mobile_api.voice.speakers import Speakers
from servicekit.lasting import LastingActs
from servicekit.outgoing import send_inside
from servicekit.retention import Stores, read_table

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    clock: Clock
    database: Database
    broker: Broker
    backend: BackendClient
    dialogue: DialogueClient
    speech: SpeechClient
    sender: CodeSender
    turns: TurnEngine
    speakers: Speakers
    sign_ins: SignIns
    readers: Places
    streams: Places
    watch: Watch
    session_watch: SessionWatch
    kept: Stores
    lasting_acts: LastingActs

    async def close(self) -> None:
        await self.turns.close()
        for client in (self.backend, self.dialogue, self.speech, self.sender, self.database):
            await client.close()


def build_parts(settings: Settings, clock: Clock = utc_now) -> Parts:
    """Opens no connection yet: each part does at its first use."""
    database = Database(settings.database_url)
    broker = Broker(settings.redis_url)
    # A turn's answer must arrive before its lease runs out.
    dialogue = DialogueClient(
        settings.dialogue_url, settings.dialogue_key.get_secret_value(), timeout=settings.turn_seconds * 0.8
    )
    backend = BackendClient(settings.backend_url, settings.backend_key.get_secret_value(), on_request=send_inside)
    sender = build_sender(settings)
    return Parts(
        settings=settings,
        clock=clock,
        database=database,
        broker=broker,
        backend=backend,
        dialogue=dialogue,
        speech=SpeechClient(settings.speech_url, settings.speech_key.get_secret_value() if settings.speech_key else ""),
        sender=sender,
        turns=TurnEngine(
            database,
            dialogue,
            broker,
            clock,
            Acceptances(backend, settings.signing_secret),
            ContractCodes(database, settings, sender, clock),
            settings.staff_hours,
            turn_seconds=settings.turn_seconds,
        ),
        speakers=Speakers(),
        sign_ins=SignIns(database, clock, settings.voice_sign_ins),
        readers=Places(MOST_AT_ONCE, too_many_readings),
        streams=Places(settings.streams_per_person, TooManyStreams),
        watch=Watch(database, broker),
        session_watch=SessionWatch(database, broker, settings, clock),
        kept=Stores(read_table(settings.retention), "gateway", Base.metadata, CLOCKS),
        lasting_acts=LastingActs(settings.lasting_acts),
    )


def build_sender(settings: Settings) -> CodeSender:
    """Development reads its codes here until a sender is connected."""
    sms, call = settings.sms.carrier(), settings.call.carrier()
    return DevelopmentOutbox() if settings.in_development and not (sms or call) else Senders(sms, call)
