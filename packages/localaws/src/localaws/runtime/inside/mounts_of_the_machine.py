"""What is mounted below a folder of the machine: an overlay of the folder does not show it.

A driver's libraries are mounted into /usr so, in WSL and in containers with GPUs.
"""

from __future__ import annotations

import os


def below(folders: list[str]) -> list[str]:
    """The mount points below some folders, outer ones first."""
    found = []
    above = tuple(folder + "/" for folder in folders)
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            path = line.split(" ", 5)[4]
            if path.startswith(above):
                path = path.encode("utf-8", "surrogateescape").decode("unicode_escape")
                if os.path.exists(path):
                    found.append(path)
    return found
