import pytest

from geo.travel.problem import Window
from geo.travel.tours import Effort, solve
from tests.bench.solomon import read_solomon

TEXT = """TINY

VEHICLE
NUMBER     CAPACITY
  2          200

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      40         50          0          0       1236          0
    1      43         54         10          0        900         90
    2      40         60         30        100        200         90
"""


def test_an_instance_is_read_in_tenths() -> None:
    name, problem, capacity, demands = read_solomon(TEXT)
    assert (name, capacity, demands, len(problem.teams)) == ("TINY", 200, (10, 30), 2)
    assert problem.seconds.tolist() == [[0, 50, 100], [50, 0, 67], [100, 67, 0]]
    assert problem.stops[1].windows == (Window(1_000, 2_000),)
    assert solve(problem, effort=Effort(20, 5)).travel_s == 217


@pytest.mark.parametrize("text", ["", "TINY", TEXT.replace("         90", "", 1), TEXT.replace("200", "", 1)])
def test_what_is_not_an_instance_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Solomon"):
        read_solomon(text)
