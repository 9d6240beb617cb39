"""`make run`: from a bare checkout to a running site.

Runs on the machine's own Python, before anything is installed: standard library
only, and syntax that an old Python can at least read, so that it can say so.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
NEEDED_MB = 900
EVERY_ADDRESS = ("0.0.0.0", "::")
NEWEST_FIRST = ("python3.14", "python3.13", "python3.12", "python3.11")


def stop(sentence):
    """Say why in one sentence and stop."""
    sys.stderr.write("make run: " + sentence + "\n")
    raise SystemExit(1)


def right_python():
    """Go on with a Python of 3.11 or newer, looking for one if this is older."""
    if sys.version_info >= (3, 11):
        return
    for name in NEWEST_FIRST:
        found = shutil.which(name)
        if found:
            os.execv(found, [found] + sys.argv)
    stop(
        "Python 3.11 or newer is needed, this is %d.%d; install one and try again."
        % sys.version_info[:2]
    )


def address():
    """Read HOST and PORT and see that nobody else listens there."""
    host = os.environ.get("HOST") or "127.0.0.1"
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop("PORT must be a number from 1 to 65535, not %r." % text)
    port = int(text)
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        stop("port %d needs root; choose one above 1023 with PORT=." % port)
    except socket.gaierror:
        stop("HOST %r is not an address of this machine." % host)
    except OSError as error:
        stop(
            "%s port %d cannot be used (%s); choose another with PORT=."
            % (host, port, error.strerror)
        )
    return host, port


def own_addresses():
    """Return the addresses of this machine that others reach it at, the best first."""
    found = []
    # Connecting a datagram socket sends nothing; it only picks the way out.
    targets = [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")]
    for family, target in targets:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))
                found.append(probe.getsockname()[0])
        except OSError:
            continue
    try:
        known = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        known = []
    return found + [row[4][0] for row in known]


def in_url(host):
    return "[" + host + "]" if ":" in host else host


def names(host, port):
    """Say where the site is and which names it answers to, unless that is given."""
    reached = own_addresses() if host in EVERY_ADDRESS else [host]
    shown = (reached or ["127.0.0.1"])[0]
    os.environ.setdefault("BASE_URL", "http://%s:%d" % (in_url(shown), port))
    answers = {"127.0.0.1", "localhost", "[::1]", socket.gethostname()}
    answers.update(in_url(address) for address in reached)
    answers.add(in_url(urlsplit(os.environ["BASE_URL"]).hostname or "localhost"))
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(sorted(answers)))


def only_one(data):
    """Keep DATA_DIR for this run until it ends, also past execv.

    Two clocks and two installations in one folder get into each other's way.
    """
    handle = os.open(os.path.join(data, "run.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stop("another one is using DATA_DIR %s; stop it or choose another." % data)
    os.set_inheritable(handle, True)


def data_folder():
    """Make DATA_DIR, and see that it can be written and has room."""
    path = os.path.abspath(os.environ.get("DATA_DIR") or os.path.join(ROOT, "var"))
    try:
        os.makedirs(path, mode=0o750, exist_ok=True)
        probe = os.path.join(path, ".probe")
        with open(probe, "w") as file:
            file.write("x")
        os.remove(probe)
    except OSError as error:
        stop("DATA_DIR %s cannot be written: %s." % (path, error.strerror))
    fresh = not os.path.exists(PYTHON)
    for folder in (path, ROOT) if fresh else (path,):
        free = shutil.disk_usage(folder).free // 2**20
        needed = NEEDED_MB if fresh else 50
        if free < needed:
            stop(
                "%s has %d MB free and %d MB are needed; make room and try again."
                % (folder, free, needed)
            )
    return path


def environment():
    """Make .venv and install what requirements.txt pins, when that has changed."""
    wanted = os.path.join(ROOT, "requirements.txt")
    with open(wanted, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(VENV, ".installed")
    if os.path.exists(stamp) and open(stamp).read() == digest:
        return
    if not os.path.exists(PYTHON):
        print("Making .venv …", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            stop("this Python has no venv module; install it (Debian: python3-venv).")
    print("Installing what requirements.txt pins (a minute or two, once) …", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    done = subprocess.run(
        pip + ["-r", wanted],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if "WARNING" not in line]
        stop("installing failed: " + " ".join(last[-3:]))
    with open(stamp, "w") as file:
        file.write(digest)


def secret(data):
    """Make the secret key once; it stays in DATA_DIR, readable by its owner only."""
    path = os.path.join(data, "secret_key")
    if not os.path.exists(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path


def main():
    right_python()
    host, port = address()
    data = data_folder()
    only_one(data)
    environment()
    # The database, the cache (pickles) and the papers are nobody else's.
    os.umask(0o077)
    names(host, port)
    os.environ.setdefault("SECRET_KEY_FILE", secret(data))
    if os.environ.get("DATA_DIR"):
        os.environ["DATA_DIR"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.embedded"
    manage = os.path.join(ROOT, "manage.py")
    arguments = [PYTHON, manage, "serve", "--host", host, "--port", str(port)]
    os.chdir(ROOT)
    os.execv(PYTHON, arguments)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("stopped; run it again to go on.")
