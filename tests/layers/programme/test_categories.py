"""What is counted: the categories of the plan, each once."""

from layers.programme.categories import has_category, list_categories


def test_categories_are_those_of_the_plan() -> None:
    codes = [one.code for one in list_categories()]
    assert len(codes) == len(set(codes)) == 15
    assert {"TP", "DX", "MHT", "THT", "TN_KHAC", "MT_MB", "MT_SD", "MD", "CVNL"} <= set(codes)
    assert has_category("TP")
    assert not has_category("tp")
