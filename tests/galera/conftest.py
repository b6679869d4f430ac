"""A base on a cluster of three MariaDB servers."""

from collections.abc import Iterator

import pytest

from support.galera import Cluster, SharedBase, new_shared_base, the_cluster


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """The cluster, for this test alone."""
    with the_cluster() as found:
        yield found


@pytest.fixture
def shared(cluster: Cluster) -> Iterator[SharedBase]:
    """A base that is not there yet, on each node."""
    with new_shared_base(cluster) as base:
        yield base
