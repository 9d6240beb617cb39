"""With the cache's server away everything is as with an empty cache."""

from pickle import PicklingError

import pytest

from config.caches import PatientRedisCache


@pytest.fixture
def cache():
    # Nobody listens at port 1.
    return PatientRedisCache("redis://127.0.0.1:1/0", {})


def test_what_is_asked_is_not_there(cache):
    assert cache.get("key", "nothing") == "nothing"
    assert cache.get_many(["key"]) == {}
    assert "key" not in cache
    assert cache.add("key", 1) is True
    assert cache.touch("key") is False
    assert cache.delete("key") is False


def test_what_is_stored_is_not_kept(cache):
    cache.set("key", 1)
    cache.set_many({"key": 1})
    cache.delete_many(["key"])

    assert cache.get("key") is None


def test_there_is_nothing_to_count(cache):
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


def test_a_mistake_of_ours_is_not_hidden(cache):
    with pytest.raises((AttributeError, PicklingError)):
        cache.set("key", lambda: 1)
