"""What the deployment files say, read for tests."""

import configparser
import re
import shlex
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
OURS = [
    name
    for name, service in COMPOSE["services"].items()
    if service["image"] == "waybill-academy"
]
# Read by Python, Django and the metrics library themselves.
NOT_OURS = {"PYTHONPATH", "DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR"}


def names_in_code() -> set[str]:
    """Every variable that the settings read, with NAME_FILE for secrets."""
    names = set()
    for path in (ROOT / "site" / "config").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r'environ(?:\.get)?[(\[]\s*"([A-Z0-9_]+)"', text))
        names |= set(re.findall(r'env_(?:bool|int|list)\(\s*"([A-Z0-9_]+)"', text))
        for name in re.findall(r'env_(?:optional_)?secret\(\s*"([A-Z0-9_]+)"', text):
            names |= {name, f"{name}_FILE"}
    return names


def image_command() -> list[str]:
    """What the image runs unless a service says otherwise."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [line] = re.findall(r"^CMD (\[.+\])$", text, re.MULTILINE)
    return list(yaml.safe_load(line))


def commands_of(service: str) -> list[list[str]]:
    command = COMPOSE["services"][service].get("command") or image_command()
    if command[:2] == ["sh", "-c"]:
        return [shlex.split(part) for part in command[2].split("&&")]
    return [command]


def unit(path: Path) -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment]
    read.read(path, encoding="utf-8")
    return read
