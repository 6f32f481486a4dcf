"""Divides whole numbers, such as people, by shares, so that the parts are whole again and nothing is lost."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float]) -> tuple[int, ...]:
    """Return a whole number divided in proportion to weights; the parts add up to it.

    Each part is its exact share rounded down or up: those with the largest remainders are rounded up, of equal ones the
    first (Hamilton's method).

    Parameters
    ----------
    total
        At least 0.
    weights
        At least 0 each, and not all 0 unless ``total`` is 0.

    Raises
    ------
    ValueError
        Where there is something to divide and nobody to get it.
    """
    whole = sum(weights)
    if total and whole <= 0:
        raise ValueError("nobody gets what is divided")
    if not total:
        return (0,) * len(weights)
    exact = [total * (weight / whole) for weight in weights]
    parts = [int(share) for share in exact]
    ranked = sorted(range(len(weights)), key=lambda at: (parts[at] - exact[at], at))
    for at in ranked[: total - sum(parts)]:
        parts[at] += 1
    return tuple(parts)
