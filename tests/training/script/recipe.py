"""The recipe of ``samples/script``: hours of a city's rental bicycles, all invented, in the order of time.

``python recipe.py FOLDER`` writes the sample again, byte for byte.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from pathlib import Path

SEED, DAYS, PAYLOAD = 2026, 100, (5, 300, 1000, 1500, 2000, 2300)
Hour = dict[str, float]


def hours(days: int, seed: int) -> list[Hour]:
    """Every hour of so many days: a commuter's city on workdays, warm days and dry ones are better."""
    draw = random.Random(seed)
    return [_hour(draw, day, hour) for day in range(days) for hour in range(24)]


def _hour(draw: random.Random, day: int, hour: int) -> Hour:
    workday = int(day % 7 < 5)
    warm = 14 + 9 * math.sin(day / 58) + 5 * math.sin((hour - 9) / 24 * 2 * math.pi)
    temperature = round(warm + draw.gauss(0, 2), 1)
    humidity = round(min(max(draw.gauss(0.62, 0.15), 0.2), 1), 2)
    wind = round(abs(draw.gauss(0, 4)), 1)
    if workday:
        rhythm = 260 * _peak(hour, 8, 1.4) + 300 * _peak(hour, 17.5, 1.8) + 60 * _peak(hour, 13, 3)
    else:
        rhythm = 240 * _peak(hour, 14.5, 4)
    weather = (
        1 / (1 + math.exp(-(temperature - 8) / 5)) * (1.2 - 0.5 * humidity) * (1 - 0.02 * wind)
    )
    rentals = max(round((12 + rhythm) * weather + draw.gauss(0, 6)), 0)
    return {
        "hour": hour, "workday": workday, "temperature": temperature, "humidity": humidity,
        "wind": wind, "rentals": rentals,
    }  # fmt: skip


def _peak(hour: float, at: float, width: float) -> float:
    return math.exp(-(((hour - at) / width) ** 2) / 2)


def write_sample(folder: Path) -> None:
    """``rentals.csv``, and ``payload.csv`` with some of its hours, but not how many were rented."""
    made = hours(DAYS, SEED)
    columns = list(made[0])
    for name, rows, shown in (
        ("rentals.csv", made, columns),
        ("payload.csv", [made[n] for n in PAYLOAD], columns[:-1]),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(shown)
            writer.writerows([row[column] for column in shown] for row in rows)


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
