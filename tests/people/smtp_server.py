"""A mail server of a few lines, for tests: it can be down, slow, busy or picky."""

import socket
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy


@dataclass
class Behavior:
    """How the server answers; `got` is what it has accepted."""

    # First word of a command (lower case) → its answer; empty: hang up.
    answers: dict[str, bytes] = field(default_factory=dict)
    # Addresses → the answer to RCPT.
    addresses: dict[str, bytes] = field(default_factory=dict)
    # The last word on a text; empty: take it and hang up without a word.
    last_word: bytes = b"250 2.0.0 queued"
    # How many letters a connection may bring; 0: as many as it likes.
    per_connection: int = 0
    # Where it falls silent, the connection open: "greeting" or "text".
    hangs_at: str = ""
    got: list = field(default_factory=list)
    connections: int = 0


class Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def handle(self):
        how, brought, to = self.server.behavior, 0, ""
        how.connections += 1
        if how.hangs_at == "greeting":
            self.rfile.readline()
            return
        self.say(b"220 test")
        while line := self.rfile.readline().strip():
            word = line.split()[0].lower().decode()
            if word == "data" and "data" not in how.answers:
                self.say(b"354 go on")
                text = self.read_text()
                if how.hangs_at == "text":
                    self.rfile.readline()
                    return
                if not how.last_word:
                    how.got.append((to, text))
                    return
                self.say(how.last_word)
                if how.last_word.startswith(b"250"):
                    how.got.append((to, text))
                    brought += 1
                if brought == how.per_connection:
                    return
                continue
            answer = how.answers.get(word, b"250 ok")
            if word == "rcpt":
                to = line.decode().split("<")[1].split(">")[0]
                answer = how.addresses.get(to, answer)
            if not answer:
                return
            self.say(answer)
            if word == "quit":
                return

    def read_text(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=policy.default)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def serving(behavior, port=0):
    """Run the server; give its port."""
    with Server(("127.0.0.1", port), Talk) as server:
        server.behavior = behavior
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def a_free_port():
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
