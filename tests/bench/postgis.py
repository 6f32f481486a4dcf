"""Features over HTTP with PostGIS instead of the GeoPackage: requests/s of ours, 100,000 places, 8 connections."""

from collections.abc import Iterable

from tests.bench import service
from tests.bench.figures import Figure
from tests.bench.items import OURS_S, make_jobs, our_path
from tests.bench.load import measure_rate
from tests.bench.register import NATIONAL, fill, get_register
from tests.servers import PostgisServer


def measure() -> Iterable[Figure]:
    """Fill a private PostGIS server with the same register, and ask it the same questions."""
    jobs = make_jobs(get_register(NATIONAL))
    with PostgisServer() as server:
        url = server.create_database()
        print("making up the same places on PostGIS ...", flush=True)
        fill(url, NATIONAL)
        with service.running(url) as ours:
            us = ours.target
            for job in jobs:
                rate = measure_rate(us, [our_path(path) for path in job.paths], OURS_S)
                yield Figure(job.name, rate.per_s, "/s", told=str(rate))
