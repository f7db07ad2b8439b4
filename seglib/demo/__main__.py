"""Regenerate ``data/demo``: ``python -m seglib.demo [folder]``."""

import sys

from seglib.client import project_root
from seglib.demo import RANDOM_STATE, write

folder = sys.argv[1] if len(sys.argv) > 1 else project_root() / "data" / "demo"
written = write(folder, random_state=RANDOM_STATE)
sys.stdout.write(f"{len(written)} files written under {folder}\n")
