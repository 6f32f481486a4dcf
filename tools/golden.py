"""Renews the golden pictures of sheets: ``python -m tools.golden [name ...]``; look at them before they stay."""

import sys

from tests.golden import NAMES, keep


def main(names: list[str]) -> int:
    """Draw the sheets named, or all, and return the exit code."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"no such picture: {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    for name in names or NAMES:
        print(f"{name}: {keep(name):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
