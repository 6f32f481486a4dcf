"""Valid files made invalid by chance: bits flipped, ends cut off, pieces doubled, counts swollen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from layers.errors import ImportRejected
from layers.files.limits import Limits
from layers.files.reading import list_layers, read_layer

LIMITS = Limits(
    seconds=5, memory_bytes=2_000_000_000, features=10_000, vertices=100_000, unpacked_bytes=20_000_000
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutated file: the code of its rejection, None where it was read to its end."""

    kind: str
    code: str | None


def read_mutations(samples: dict[str, Path], folder: Path, count: int, seed: int) -> Iterator[Outcome]:
    """Mutate every sample in turn and read what comes of it, all layers and all records.

    Parameters
    ----------
    samples
        Valid files by the name of their format.
    folder
        Where the mutated files are written.
    count, seed
        How many, and where chance begins.
    """
    chance = Random(seed)
    kinds = sorted(samples)
    for nth in range(count):
        kind = kinds[nth % len(kinds)]
        path = folder / f"{nth}{samples[kind].suffix}"
        path.write_bytes(mutate(samples[kind].read_bytes(), chance))
        yield Outcome(kind, _read(path))
        path.unlink()


def mutate(content: bytes, chance: Random) -> bytes:
    """Change a file in one to four places."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        chance.choice((_flip, _cut, _double, _swell))(changed, chance)
    return bytes(changed)


def _read(path: Path) -> str | None:
    try:
        for layer in list_layers(path, LIMITS)[:3]:
            for _ in read_layer(path, layer.name, LIMITS):
                pass
    except ImportRejected as error:
        return error.code
    return None


def _flip(content: bytearray, chance: Random) -> None:
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(content: bytearray, chance: Random) -> None:
    del content[max(chance.randrange(len(content)), 1) :]


def _double(content: bytearray, chance: Random) -> None:
    start = chance.randrange(len(content))
    content[start:start] = content[start : start + chance.randint(1, 200)]


def _swell(content: bytearray, chance: Random) -> None:
    """Put a number where a count may stand: as large as four bytes allow, or negative, in either order of bytes."""
    start = chance.randrange(len(content))
    number = chance.choice(
        (b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"99999999")
    )
    content[start : start + len(number)] = number
