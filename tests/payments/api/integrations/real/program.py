"""A foreign program beside the tests, asked line by line."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any


class Refused(Exception):
    """What the program raised, in its words."""


class Program:
    def __init__(self, *command: str | Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
        )  # fmt: skip

    def ask(self, call: str, **more: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"call": call, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the program ended with {self.process.wait()}"
        reported = json.loads(line)
        if "error" in reported:
            raise Refused(reported["error"])
        return reported["answer"]

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)
