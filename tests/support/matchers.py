"""Both matchers in turn: small bases are matched in memory too, where only a large one would be."""

import pytest

from raccord.matching import Matcher, base

FROM = {Matcher.SQL: 10**9, Matcher.COLUMNAR: 0}


@pytest.fixture(params=Matcher, ids=str)
def matcher(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Matcher:
    """The matcher that every import and preview of the test uses."""
    monkeypatch.setattr(base, "LARGE", FROM[request.param])
    return request.param
