"""Putting a backup back: into empty databases, checked, in agreement with each other, and without what must not come back."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

import backend.restoring
import mobile_api.restoring
from backend.borrowers.service import known_borrowers
from backend.controls import control_findings
from backend.db import migrate as migrate_backend
from backend.ledger.audit import audit, head
from backend.sealed import sealers, what_does_not_open
from backend.settings import SealingSettings
from mobile_api.db import migrate as migrate_mobile
from runner.backup import kind_of, places, revision_of
from runner.manifest import LedgerHead, Manifest, PartName, read_manifest
from servicekit.dumps import check_empty, connected, load
from servicekit.lasting import LastingAct, LastingActs
from servicekit.settings import CannotStart, read_settings

# Acts of requests that had begun before the backup, and were committed after it, are done again too.
BEFORE = timedelta(minutes=10)


class NotFit(CannotStart):
    """What was put back must not be started. The text says why."""


def restore(
    folder: Path,
    settings: Mapping[str, str],
    acts: Path,
    now: datetime,
    say: Callable[[str], None],
    only: Collection[PartName] = (),
) -> Manifest:
    """`only` names parts where the others are as they should be. `acts` is the file of lasting acts. Nothing may run meanwhile.

    Raises `CannotStart`.
    """
    manifest = read_manifest(folder)
    if manifest.environment != settings["LOANTALK_ENV"]:
        raise CannotStart(f"This is a backup of {manifest.environment}, and this system is {settings['LOANTALK_ENV']}.")
    wanted = only or manifest.parts.keys()
    if absent := set(wanted) - manifest.parts.keys():
        raise CannotStart(f"The backup holds no {', '.join(sorted(absent))}.")
    put_back(manifest, folder, settings, say, wanted)
    check_schema(manifest, settings, wanted)
    migrate_backend(settings["BACKEND_DATABASE_URL"])
    migrate_mobile(settings["MOBILE_DATABASE_URL"])
    check_backend(manifest.ledger if "backend" in wanted else None, settings, say)
    agree(settings, now, say)
    if not acts.exists():
        say(f"There is no file {acts}: what was erased, withdrawn or disabled since the backup is back as it was.")
    if left := repeat(LastingActs(acts).since(manifest.begun_at - BEFORE), settings, say):
        raise NotFit(f"Nobody here can do these acts again: {', '.join(sorted({act.kind for act in left}))}.")
    return manifest


def put_back(
    manifest: Manifest,
    folder: Path,
    settings: Mapping[str, str],
    say: Callable[[str], None],
    parts: Collection[PartName],
) -> None:
    targets = {name: url for name, url in places(settings).items() if name in parts}
    for name, url in targets.items():
        if kind_of(url) != manifest.parts[name].kind:
            raise CannotStart(
                f"{name} was backed up from {manifest.parts[name].kind}; its place now is {kind_of(url)}."
            )
        check_empty(url)
    for name, url in targets.items():
        load(folder / manifest.parts[name].file, url)
        say(f"{name:<8} put back")


def check_schema(manifest: Manifest, settings: Mapping[str, str], parts: Collection[PartName]) -> None:
    """Raises `NotFit`."""
    for name in parts:
        with connected(places(settings)[name]) as connection:
            if (found := revision_of(connection)) != manifest.parts[name].revision:
                raise NotFit(f"{name} has schema {found}; it was backed up with {manifest.parts[name].revision}.")


def check_backend(ledger: LedgerHead | None, settings: Mapping[str, str], say: Callable[[str], None]) -> None:
    """The books, the seals, and that what is sealed opens with the keys at hand. Raises `NotFit`."""
    with connected(settings["BACKEND_DATABASE_URL"]) as connection, Session(connection) as session:
        if ledger is not None and (found := LedgerHead(**asdict(head(session)))) != ledger:
            raise NotFit(f"The ledger ends at {found}; it was backed up with {ledger}.")
        checked = audit(session, controls=control_findings(session))
        if checked.findings:
            raise NotFit(f"The ledger is not sound: {', '.join(sorted({one.what for one in checked.findings}))}.")
        if closed := list(what_does_not_open(session, sealers(read_settings(SealingSettings, settings)))):
            raise NotFit(" ".join(closed))
    say(f"ledger   sound, {checked.sealed} transactions under {checked.seals} seals; what is sealed opens")


def agree(settings: Mapping[str, str], now: datetime, say: Callable[[str], None]) -> None:
    """No event is missed or told twice, who is not known registers again, and nobody is signed in."""
    with connected(settings["MOBILE_DATABASE_URL"]) as mobile, connected(settings["BACKEND_DATABASE_URL"]) as lender:
        with Session(lender) as session, session.begin():
            position = backend.restoring.continue_after(session, mobile_api.restoring.last_position(mobile))
            known = known_borrowers(session)
        lost = mobile_api.restoring.forget_registrations(mobile, known)
        mobile_api.restoring.sign_everybody_out(mobile, now)
        mobile.commit()
    say(f"events   go on after position {position}; {lost} borrowers register again; everybody is signed out")


def repeat(acts: Iterable[LastingAct], settings: Mapping[str, str], say: Callable[[str], None]) -> list[LastingAct]:
    """Those that nobody here can do."""
    left, done = [], 0
    with connected(settings["MOBILE_DATABASE_URL"]) as mobile, connected(settings["BACKEND_DATABASE_URL"]) as lender:
        with Session(lender) as session, session.begin():
            for act in acts:
                in_backend = backend.restoring.REPEATED.get(act.kind)
                in_mobile = mobile_api.restoring.REPEATED.get(act.kind)
                if in_backend is None and in_mobile is None:
                    left.append(act)
                    continue
                if in_backend is not None:
                    in_backend(session, act.id, act.at)
                if in_mobile is not None:
                    in_mobile(mobile, act.id, act.at)
                done += 1
        mobile.commit()
    say(f"acts     {done} erasures, withdrawals and disablings since then done again")
    return left
