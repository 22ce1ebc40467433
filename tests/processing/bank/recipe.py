"""The recipe of ``samples/bank``: customers of a campaign, all invented, with a signal to be found.

The columns and categories are those of UCI's bank marketing table; the rows, and the rates by which
they say yes, are made up here. ``python recipe.py FOLDER`` writes the sample again, byte for byte.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Dict

Customer = Dict[str, Any]  # column → cell, in the order of the columns

SEED, ROWS, PAYLOAD_SEED, PAYLOAD_ROWS = 2024, 3000, 317, 12
# Weights of the draw, and what a category adds to the log-odds of yes.
JOBS: Mapping[str, tuple[float, float]] = {
    "admin.": (25, 0.1), "blue-collar": (22, -0.7), "technician": (16, 0.0),
    "services": (10, -0.4), "management": (7, 0.2), "retired": (5, 1.1),
    "entrepreneur": (4, -0.3), "self-employed": (4, 0.0), "housemaid": (3, -0.2),
    "unemployed": (2, 0.6), "student": (3, 1.6), "unknown": (1, 0.0),
}  # fmt: skip
EDUCATION: Mapping[str, tuple[float, float]] = {
    "university.degree": (30, 0.4), "high.school": (23, 0.0), "basic.9y": (15, -0.4),
    "professional.course": (13, 0.0), "basic.4y": (10, -0.2), "basic.6y": (6, -0.4),
    "unknown": (4, 0.2), "illiterate": (1, 0.0),
}  # fmt: skip
MONTHS: Mapping[str, tuple[float, float]] = {
    "mar": (3, 1.9), "apr": (7, 0.7), "may": (32, -1.1), "jun": (13, 0.0), "jul": (17, -0.5),
    "aug": (15, -0.2), "sep": (2, 1.9), "oct": (3, 1.8), "nov": (10, -0.2), "dec": (1, 1.8),
}  # fmt: skip
# Of each month: employment variation, consumer prices, consumer confidence, three-month rate, employed.
ECONOMY: Mapping[str, tuple[float, float, float, float, float]] = {
    "mar": (-1.6, 92.8, -49.0, 1.5, 5090), "apr": (-1.5, 93.1, -46.5, 1.4, 5095),
    "may": (0.9, 93.9, -38.5, 4.3, 5180), "jun": (1.2, 94.4, -41.5, 4.8, 5220),
    "jul": (1.2, 93.9, -42.0, 4.9, 5220), "aug": (1.1, 93.5, -36.5, 4.8, 5210),
    "sep": (-1.4, 92.9, -32.5, 1.0, 5010), "oct": (-1.3, 92.7, -30.5, 0.9, 5015),
    "nov": (-0.3, 93.2, -42.0, 3.9, 5170), "dec": (-1.9, 92.6, -33.0, 0.8, 5020),
}  # fmt: skip


def customers(rows: int, seed: int) -> list[Customer]:
    """So many customers, each with all 21 columns. The same seed gives the same."""
    draw = random.Random(seed)
    return [_customer(draw) for _ in range(rows)]


def _customer(draw: random.Random) -> Customer:
    def one_of(weights: Mapping[str, tuple[float, float]]) -> str:
        return draw.choices(list(weights), [weight for weight, _ in weights.values()])[0]

    job, education, month = one_of(JOBS), one_of(EDUCATION), one_of(MONTHS)
    middle, spread = {"student": (24, 4), "retired": (65, 8)}.get(job, (40, 9))
    age = min(max(round(draw.gauss(middle, spread)), 18), 95)
    marital = draw.choices(["married", "single", "divorced", "unknown"], [60, 27, 12, 1])[0]
    default = draw.choices(["no", "unknown", "yes"], [79, 20.5, 0.5])[0]
    housing, loan = (
        draw.choices(["yes", "no", "unknown"], w)[0] for w in ([52, 45, 3], [15, 82, 3])
    )
    contact = draw.choices(["cellular", "telephone"], [64, 36])[0]
    campaign = 1 + min(int(draw.expovariate(0.7)), 30)
    previous = draw.choices([0, 1, 2, 3, 4], [82, 12, 4, 1.5, 0.5])[0]
    poutcome = "nonexistent"
    pdays = 999
    if previous:
        poutcome = draw.choices(["failure", "success"], [62, 38])[0]
        pdays = draw.randint(1, 20) if poutcome == "success" else draw.choice([999, 999, 12, 15])
    odds = (
        -2.1
        + JOBS[job][1]
        + EDUCATION[education][1]
        + MONTHS[month][1]
        + {"success": 3.6, "failure": -0.3, "nonexistent": 0.0}[poutcome]
        + {"cellular": 0.7, "telephone": -0.8}[contact]
        + {"no": 0.2, "unknown": -0.7, "yes": -1.0}[default]
        + (1.0 if age >= 60 or age <= 25 else 0.0)
        - 0.25 * (campaign - 1)
    )
    yes = draw.random() < 1 / (1 + math.exp(-1.5 * odds))
    variation, prices, confidence, rate, employed = ECONOMY[month]
    return {
        "age": age, "job": job, "marital": marital, "education": education, "default": default,
        "housing": housing, "loan": loan, "contact": contact, "month": month,
        "day_of_week": draw.choice(["mon", "tue", "wed", "thu", "fri"]),
        "duration": max(round(draw.lognormvariate(6.1 if yes else 5.1, 0.6)), 4),
        "campaign": campaign, "pdays": pdays, "previous": previous, "poutcome": poutcome,
        "emp.var.rate": variation, "cons.price.idx": round(prices + draw.uniform(-0.2, 0.2), 3),
        "cons.conf.idx": confidence, "euribor3m": round(rate + draw.uniform(-0.1, 0.1), 3),
        "nr.employed": employed, "y": "yes" if yes else "no",
    }  # fmt: skip


def write(path: Path, made: Sequence[Customer], without: Iterable[str] = ()) -> None:
    """A table as UCI writes it: semicolons, a header, texts in quotes."""
    columns = [name for name in made[0] if name not in set(without)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([customer[name] for name in columns] for customer in made)


def write_sample(folder: Path) -> None:
    """``bank.csv`` and ``payload.csv``, of which one customer has a job that training never shows."""
    write(folder / "bank.csv", customers(ROWS, SEED))
    asking = customers(PAYLOAD_ROWS, PAYLOAD_SEED)
    asking[4]["job"] = "astronaut"
    write(folder / "payload.csv", asking, without=("duration", "y"))  # both unknown before the call


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
