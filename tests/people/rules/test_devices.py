"""A device is named so that its owner knows it."""

import pytest

from people.rules.devices import describe


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537", "Chrome · Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18) Mobile MicroMessenger/8.0",
            "微信 WeChat · iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140",
            "Edge · Windows",
        ),
        ("curl/8", "curl/8"),
        ("", ""),
    ],
)
def test_device(user_agent, device):
    assert describe(user_agent) == device
