"""The recipe of ``samples/clicks``: two weeks of impressions, all invented, with a signal to be found.

Sites, ads and the rates by which they are clicked are made up here. Ads come and go in the course of
those weeks, as they do, so that the last days show some that the first do not. ``python recipe.py FOLDER``
writes the sample again, byte for byte.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Impression = dict[str, str]  # column → cell, in the order of the columns

SEED, ROWS, PAYLOAD_SEED, PAYLOAD_ROWS = 2025, 8000, 97, 10
LENGTH = 14  # days
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What a category adds to the log-odds of a click, and how often it is drawn.
POSITIONS = {"top": (30, 0.5), "middle": (45, 0.0), "bottom": (25, -0.7)}
DEVICES = {"phone": (62, 0.2), "desktop": (28, -0.2), "tablet": (10, 0.1)}
CONNECTIONS = {"wifi": (58, 0.1), "mobile": (37, 0.0), "unknown": (5, -0.4)}
KINDS = ("news", "sports", "weather", "games", "recipes", "travel")
WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "haven",
    "iris",
    "jade",
    "kite",
    "lark",
    "maple",
    "north",
    "ocean",
    "pine",
]
ADVERTISERS = ("aurora", "bramble", "cobalt", "drift", "elm", "fable", "glade", "harbor")


@dataclass(frozen=True)
class Site:
    name: str
    kind: str
    weight: float
    odds: float


@dataclass(frozen=True)
class Ad:
    name: str
    advertiser: str
    weight: float
    odds: float
    first: float  # when of all the time, from 0 to 1, it begins to be shown, and when it ends
    last: float


def impressions(rows: int, seed: int, world_seed: int = SEED) -> list[Impression]:
    """So many impressions in the order of their time. The same seeds give the same."""
    world = random.Random(world_seed)
    sites = [_site(world, n) for n in range(36)]
    ads = [_ad(world, n) for n in range(48)]
    draw = random.Random(seed)
    times = sorted(_time(draw) for _ in range(rows))
    return [_impression(draw, time, sites, ads) for time in times]


def _site(world: random.Random, number: int) -> Site:
    name = f"{WORDS[number % len(WORDS)]}-{KINDS[number % len(KINDS)]}.example"
    weight = 1 / (1 + number) ** 0.7  # a few sites have most of the traffic
    return Site(name, KINDS[number % len(KINDS)], weight, world.gauss(0, 0.8))


def _ad(world: random.Random, number: int) -> Ad:
    advertiser = ADVERTISERS[number % len(ADVERTISERS)]
    first = max(0.0, world.uniform(-0.8, 0.95))
    name = f"{advertiser}-{100 + number}"
    return Ad(name, advertiser, world.uniform(0.4, 2), world.gauss(0, 0.8), first, first + 0.7)


def _time(draw: random.Random) -> float:
    """From 0 to 1, more in the evening than in the night."""
    day, hour = (
        draw.randrange(LENGTH),
        draw.choices(range(24), [2] * 7 + [6] * 10 + [9] * 6 + [4])[0],
    )
    return (day + (hour + draw.random()) / 24) / LENGTH


def _impression(
    draw: random.Random, time: float, sites: Sequence[Site], ads: Sequence[Ad]
) -> Impression:
    def one_of(weights: dict[str, tuple[int, float]]) -> str:
        return draw.choices(list(weights), [weight for weight, _ in weights.values()])[0]

    day, hour = int(time * LENGTH), int(time * LENGTH * 24) % 24
    site = draw.choices(sites, [each.weight for each in sites])[0]
    shown = [ad for ad in ads if ad.first <= time <= ad.last]
    ad = draw.choices(shown, [each.weight for each in shown])[0]
    position, device, connection = one_of(POSITIONS), one_of(DEVICES), one_of(CONNECTIONS)
    odds = (
        -2.0
        + site.odds
        + ad.odds
        + POSITIONS[position][1]
        + DEVICES[device][1]
        + CONNECTIONS[connection][1]
        + (0.4 if hour >= 18 else 0.0)
        + (0.3 if day % 7 >= 5 else 0.0)
    )
    return {
        "click": str(int(draw.random() < 1 / (1 + math.exp(-odds)))),
        "day": DAYS[day % 7], "hour": str(hour), "position": position,
        "site": site.name, "kind": site.kind, "device": device, "connection": connection,
        "ad": ad.name, "advertiser": ad.advertiser,
    }  # fmt: skip


def write(path: Path, made: Sequence[Impression], without: Iterable[str] = ()) -> None:
    columns = [name for name in made[0] if name not in set(without)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([impression[name] for name in columns] for impression in made)


def write_sample(folder: Path) -> None:
    """``clicks.csv`` and ``payload.csv``, of which one impression is on a site that training never shows."""
    write(folder / "clicks.csv", impressions(ROWS, SEED))
    asking = impressions(PAYLOAD_ROWS, PAYLOAD_SEED)
    asking[4]["site"] = "brand-new.example"
    write(folder / "payload.csv", asking, without=("click",))


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
