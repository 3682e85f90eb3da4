"""What the environment says becomes settings, or a sentence that names the variable."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dispatch.config import BadSetting, Settings, settings_from


def test_without_any_variable_everything_has_its_default() -> None:
    assert settings_from({}) == Settings()


def test_every_variable_is_read() -> None:
    settings = settings_from(
        {
            "ALLROUND_VAR": "/srv/allround", "ALLROUND_CACHES": "/srv/caches", "ALLROUND_MAP": "/srv/town.osm.pbf",
            "ALLROUND_SPEEDS": "/srv/speeds.toml",
            "ALLROUND_DATABASE_URL": "postgresql://host/name", "ALLROUND_ZONE": "Europe/Dublin",
            "ALLROUND_EXECUTOR_ID": "second", "ALLROUND_ITERATIONS": "500", "ALLROUND_CHILDREN": "3",
            "ALLROUND_HOST": "allround.example", "ALLROUND_TRUSTED_PROXY": "172.18.0.0/16",
        }
    )  # fmt: skip
    assert settings == Settings(
        var=Path("/srv/allround"), caches=Path("/srv/caches"), map_file=Path("/srv/town.osm.pbf"),
        speeds_file=Path("/srv/speeds.toml"),
        database_url="postgresql://host/name", zone=ZoneInfo("Europe/Dublin"), executor_id="second", iterations=500,
        children=3, public_host="allround.example", secure_cookies=True, trusted_proxy="172.18.0.0/16",
    )  # fmt: skip


@pytest.mark.parametrize(
    "empty",
    [
        "ALLROUND_MAP",
        "ALLROUND_SPEEDS",
        "ALLROUND_CACHES",
        "ALLROUND_HOST",
        "ALLROUND_DATABASE_URL",
        "ALLROUND_TRUSTED_PROXY",
    ],
)
def test_a_variable_that_is_empty_counts_as_not_set(empty: str) -> None:
    assert settings_from({empty: ""}) == Settings()


def test_cookies_need_https_wherever_there_is_a_public_name_unless_that_is_said() -> None:
    assert not settings_from({}).secure_cookies
    assert settings_from({"ALLROUND_HOST": "allround.example"}).secure_cookies
    told = {"ALLROUND_HOST": "allround.example", "ALLROUND_INSECURE_COOKIES": "1"}
    assert not settings_from(told).secure_cookies


@pytest.mark.parametrize("value", ["0", "yes", "true", ""])
def test_only_a_1_makes_it_the_demo(value: str) -> None:
    assert not settings_from({"ALLROUND_DEMO": value}).demo


def test_a_1_makes_it_the_demo() -> None:
    assert settings_from({"ALLROUND_DEMO": "1"}).demo


@pytest.mark.parametrize("more", [{"ALLROUND_HOST": "allround.example"}, {"ALLROUND_TRUSTED_PROXY": "127.0.0.1"}])
def test_there_is_no_demo_under_a_public_name_or_behind_a_proxy(more: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="anybody may sign in as anybody, from this machine only: unset it"):
        settings_from({"ALLROUND_DEMO": "1", **more})


@pytest.mark.parametrize("proxy", ["127.0.0.1", "::1", "10.1.0.0/16", "fd00::/8"])
def test_a_trusted_proxy_is_an_address_or_a_network(proxy: str) -> None:
    assert settings_from({"ALLROUND_TRUSTED_PROXY": proxy}).trusted_proxy == proxy


@pytest.mark.parametrize("proxy", ["*", "0.0.0.0/0", "::/0", "proxy", "10.1.2.3/16", "127.0.0.1, 10.0.0.1", " ", "\0"])
def test_a_proxy_that_is_everybody_or_nobody_is_refused_by_name(proxy: str) -> None:
    with pytest.raises(BadSetting, match="ALLROUND_TRUSTED_PROXY"):
        settings_from({"ALLROUND_TRUSTED_PROXY": proxy})


@pytest.mark.parametrize("name", ["ALLROUND_ITERATIONS", "ALLROUND_CHILDREN"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "", " ", "²", "1e3"])
def test_a_number_that_is_none_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        settings_from({name: value})


@pytest.mark.parametrize("zone", ["Middle/Earth", "", "../../etc/passwd", "/etc/localtime", "\0"])
def test_a_zone_that_is_none_is_refused_by_name(zone: str) -> None:
    with pytest.raises(BadSetting, match="ALLROUND_ZONE"):
        settings_from({"ALLROUND_ZONE": zone})


def test_caches_are_beside_the_database_unless_they_have_a_place_of_their_own() -> None:
    assert Settings(var=Path("v")).tiles_cache == Path("v/cache/tiles")
    assert Settings(var=Path("v"), caches=Path("c")).roads_cache == Path("c/roads")
    assert Settings(var=Path("v"), caches=Path("c")).audit_head == Path("v/audit/head.jsonl")
