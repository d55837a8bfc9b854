"""`python -m bench [--rounds N] [--cold]`: measure and write docs/benchmarks.md."""

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench import day_close, decisions, encoders, lending, scoring, speaking, voice
from bench.turns import ASSISTANT, SERVERS, Sample, alternate
from tests.stack import ROOT, Stack, start

DAY_CLOSE_LOANS = (10_000, 100_000)
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench` ({machine}; load average at the start {load:.1f}). Machines are noisy: trust ratios and CPU figures, which were taken side by
side in one run, rather than seconds.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Measure, and write docs/benchmarks.md.")
    parser.add_argument("--rounds", type=int, default=10, help="forms played each way")
    parser.add_argument("--cold", action="store_true", help="also time the set-up of a fresh clone (minutes)")
    arguments = parser.parse_args()
    machine = (
        f"{psutil.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
    sections = [HEAD.format(machine=machine, load=psutil.getloadavg()[0])]
    with tempfile.TemporaryDirectory() as var:
        progress("the system as it ships")
        with start(Path(var) / "patched") as stack:
            bare, gateway = alternate(stack, arguments.rounds)
            memory = memory_section(stack)
            progress("twenty applicants at once")
            decided = decisions.section(decisions.measure(stack))
        progress("the system with Rasa as it comes")
        with start(Path(var) / "stock", {"DIALOGUE_STOCK": "1"}) as stack:
            stock, _ = alternate(stack, arguments.rounds)
    progress("the encoders of the dense featurizers")
    dense = encoders.measure()
    sections += [gateway_section(bare, gateway), stock_section(bare, stock, dense), encoder_section(dense)]
    sections += [memory, decided]
    progress("closing a day")
    sections.append(day_close_section())
    progress("lending: schedules, payments, sealing")
    sections.append(lending.section())
    progress("scoring: decisions, long tables")
    sections.append(scoring.section())
    progress("listening: engines, latency, streams")
    sections.append(voice.section())
    progress("speaking: cost, latency, memory")
    sections.append(speaking.section())
    sections.append(setup_section(cold=arguments.cold))
    PAGE.write_text("\n".join(sections))
    progress(f"wrote {PAGE.relative_to(ROOT)}")


def gateway_section(bare: Sample, gateway: Sample) -> str:
    added = gateway.quantile_ms(0.5) / bare.quantile_ms(0.5) - 1
    rows = [
        (name, f"{s.quantile_ms(0.5):.0f}", f"{s.quantile_ms(0.95):.0f}", f"{s.cpu_ms(*SERVERS):.0f}", len(s.walls))
        for name, s in (("bare dialogue server", bare), ("through the gateway", gateway))
    ]
    return (
        "## A form turn, through the gateway beside the bare dialogue server\n\n"
        + table(("way", "p50 ms", "p95 ms", "CPU ms a turn, all processes", "turns"), rows)
        + f"\nThe gateway adds {added:.0%} to the median turn; its own CPU is {gateway.cpu_ms('mobile'):.1f} ms a turn.\n"
    )


def stock_section(patched: Sample, stock: Sample, dense: dict[str, float]) -> str:
    """Ours keeps the validator of an action's answer, and the classes of events.

    Every counted turn is typed, so each was encoded once: that part is the same in both, and is taken out.
    """
    encoding = sum(dense.values())
    samples = {"ours": patched, "stock": stock}
    rows = []
    for name, sample in samples.items():
        together = sample.cpu_ms(*ASSISTANT)
        parts = (*(sample.cpu_ms(process) for process in ASSISTANT), together, together - encoding)
        rows.append((name, *(f"{part:.1f}" for part in parts)))
    whole = patched.cpu_ms(*ASSISTANT) / stock.cpu_ms(*ASSISTANT)
    rest = (patched.cpu_ms(*ASSISTANT) - encoding) / (stock.cpu_ms(*ASSISTANT) - encoding)
    return (
        "## Rasa as we run it beside stock Rasa, the same bot: CPU a form turn\n\n"
        + table(("Rasa", "dialogue ms", "actions ms", "together ms", "without the encoders"), rows)
        + f"\nRatio {whole:.2f}; without the encoders {rest:.2f}.\n"
    )


def encoder_section(dense: dict[str, float]) -> str:
    return (
        "## The dense featurizers' own cost\n\n"
        + table(encoders.HEAD, encoders.rows(dense))
        + "\nPart of every turn above that was typed; `config-low-latency.yml` leaves e5 out.\n"
    )


def memory_section(stack: Stack) -> str:
    rows = []
    for name, pid in stack.pids.items():
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        rows.append((name, f"{sum(p.memory_full_info().pss for p in family) / 2**20:.0f}"))
    return "## Memory, after the forms\n\n" + table(("process and its workers", "PSS MiB"), rows)


def day_close_section() -> str:
    small, large = measured = day_close.measure(DAY_CLOSE_LOANS)
    growth = (large.ordinary / small.ordinary) / (large.loans / small.loans)
    return (
        "## Closing a day\n\n"
        + table(day_close.HEAD, day_close.rows(measured))
        + f"\nTen times the loans take {growth * 10:.1f} times as long; chunks keep the memory as it is.\n"
    )


def setup_section(*, cold: bool) -> str:
    rows = [("second time, nothing to do (`make train`)", f"{timed(['make', 'train'], ROOT):.0f}")]
    if cold:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "clone", "-q", str(ROOT), folder], check=True)
            rows.append(
                ("fresh clone, package caches warm (`make train`)", f"{timed(['make', 'train'], Path(folder)):.0f}")
            )
            shutil.rmtree(folder, ignore_errors=True)
    return "## Set-up, with both environments and all models\n\n" + table(("case", "seconds"), rows)


def timed(command: list[str], where: Path) -> float:
    progress(f"timing {' '.join(command)}")
    started = time.perf_counter()
    subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def progress(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
