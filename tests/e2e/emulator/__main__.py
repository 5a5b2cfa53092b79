"""``python -m emulator --host 127.0.0.1 --port N``: serve until SIGINT or SIGTERM.

Port 0 takes a free one. The line ``emulator: listening on http://HOST:PORT`` on stdout says that requests are answered.
"""

import argparse
import os
import signal
import sys
from types import FrameType


def main() -> None:
    """Parse the command line, extend moto and serve it."""
    parser = argparse.ArgumentParser(prog="emulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=5000, help="port to listen on, 0 for a free one")
    options = parser.parse_args()

    from . import install

    install()

    from werkzeug.serving import WSGIRequestHandler, make_server

    from .application import Application

    class Silent(WSGIRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """The application logs requests, by the names of their operations."""

    application = Application(log=sys.stderr)
    server = make_server(options.host, options.port, application, threaded=True, request_handler=Silent)
    # moto calls itself for some operations and takes the port from here.
    os.environ["MOTO_PORT"] = str(server.server_port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    print(f"emulator: listening on http://{options.host}:{server.server_port}", flush=True)
    server.serve_forever()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
