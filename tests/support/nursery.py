"""Starts gunicorn with the `arguments` and the `environment` of each line on its input, which is JSON; answers with its number.

It has read the product's code once: a server that is killed and started again has not to read it, too.
"""

import json
import os
import signal
import sys

from gunicorn.app.wsgiapp import run

import auditapp.app  # noqa: F401 - read here, used in the children


def _serve(arguments: list[str], environment: dict[str, str]) -> None:
    os.setsid()
    os.environ.update(environment)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdin.close()
    os.dup2(2, 1)  # its output is its log, not an answer
    sys.argv = ["gunicorn", *arguments]
    run()


signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
for line in sys.stdin:
    number = os.fork()
    if number == 0:
        _serve(**json.loads(line))
    print(number, flush=True)  # noqa: T201 - it answers its parent
