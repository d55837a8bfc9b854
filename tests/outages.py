"""Databases that do not answer: write-locked, full, frozen."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psutil
import psycopg
from sqlalchemy import make_url

from tests.disk import no_file_beyond


@contextmanager
def locked(url: str, *tables: str) -> Iterator[None]:
    """Nobody else can write, on PostgreSQL to these tables, until the block ends."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        return
    with psycopg.connect(driver_url(url)) as connection:
        connection.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE".encode())
        yield
        connection.rollback()


@contextmanager
def full() -> Iterator[None]:
    """The disk of a SQLite database takes nothing more."""
    # Below what the files have already: also those of a write-ahead log.
    with no_file_beyond(1024):
        yield


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """The whole PostgreSQL server stands still: it takes what is sent and answers nothing."""
    with psycopg.connect(driver_url(url)) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        postmaster = psutil.Process(row[0]).parent()
        assert postmaster is not None
    server = [postmaster.pid, *(child.pid for child in postmaster.children(recursive=True))]
    for pid in server:
        send(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(server):
            send(pid, signal.SIGCONT)


def send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def driver_url(url: str) -> str:
    return url.replace("+psycopg", "", 1)
