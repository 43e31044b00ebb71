"""What nginx is told when several processes serve one home: whose requests go to which, below which path, from which folder.

A session lives in the process that holds its websocket; files that are brought to it or taken from it must go there, too. So a
cookie says the number of the process that answered last, and nothing of who reads. Who has none yet, or names one that is not
there, goes where the fewest are being answered; where a process is down, the others answer, and the cookie then says which.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

COOKIE = "observatory_process"
NAMED = "observatory"  # what variables and groups of ours begin with
# A process that failed so often within so many seconds is left alone for as many. A refused connection costs next to nothing; and
# one that refuses a file before it has come whole fails as well, though nothing is wrong with it.
FAILURES, TRY_AGAIN_SECONDS = 5, 5
# So long an answer may keep its beginning waiting. One that is late is no sign that its process is gone: that refuses at once.
ANSWER_SECONDS = 300
LARGEST = "65m"  # what a page may send at once: a file to be checked has 64 MB
MOST_CONNECTIONS = 16_384  # of one worker; a session takes two, the browser's and its process's


def groups(ports: Sequence[int], path: str = "") -> str:
    """What stands once beside the servers of an nginx: the processes at these ports of this machine, and how one is chosen."""
    numbers = range(1, len(ports) + 1)
    named = "\n".join(f"    {number} {NAMED}_{number};" for number in numbers)
    answered = "\n".join(f"    ~:{port}$ {number};" for number, port in zip(numbers, ports, strict=True))
    cookie = f"{COOKIE}=${NAMED}_answered; Path={path or '/'}; HttpOnly; SameSite=Lax"
    every = "\n".join(_group(f"{NAMED}_{own}", ports, own) for own in numbers)
    return f"""\
map $http_upgrade ${NAMED}_connection {{
    default upgrade;
    '' close;
}}
# The process that the cookie names; without one, any.
map $cookie_{COOKIE} ${NAMED}_group {{
    default {NAMED}_any;
{named}
}}
# The one that answered, the last of those that were tried.
map $upstream_addr ${NAMED}_answered {{
    default '';
{answered}
}}
# The cookie is given where it names another.
map "$cookie_{COOKIE} ${NAMED}_answered" ${NAMED}_cookie {{
    default "{cookie}";
    "~ $" '';
    "~^(\\d+) \\1$" '';
}}
{_group(f"{NAMED}_any", ports)}
{every}
"""


def _group(name: str, ports: Sequence[int], own: int = 0) -> str:
    """The processes in the order in which they are asked: the own one as long as it is there, else where the fewest are answered."""
    tried = f"max_fails={FAILURES} fail_timeout={TRY_AGAIN_SECONDS}s"
    servers = "\n".join(
        f"    server 127.0.0.1:{port} {tried}{' backup' if own and number != own else ''};"
        for number, port in enumerate(ports, 1)
    )
    # In one zone, so that all workers know what one has found.
    return f"upstream {name} {{\n    zone {NAMED} 2m;\n    least_conn;\n{servers}\n}}"


def location() -> str:
    """What stands in the place below which the pages are: how a request is handed on, and the cookie with the answer."""
    return f"""\
proxy_pass http://${NAMED}_group;
add_header Set-Cookie ${NAMED}_cookie always;
proxy_connect_timeout 5s;
proxy_read_timeout {ANSWER_SECONDS}s;
proxy_send_timeout {ANSWER_SECONDS}s;
proxy_http_version 1.1;
proxy_set_header Host $http_host;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection ${NAMED}_connection;
proxy_max_temp_file_size 0;
client_max_body_size {LARGEST};
gzip on;
gzip_proxied any;
gzip_types application/javascript text/css;
"""


def whole(folder: Path, address: str, port: int, ports: Sequence[int], path: str, files: int) -> str:
    """All that an nginx of our own is told: it stays in the foreground, and keeps what it keeps in a folder.

    Args:
        folder: an empty one that is there.
        address: where it listens, an IPv6 address in brackets.
        port: of that address.
        ports: of the processes, at this machine's own address.
        path: below which they stand, as `own_path.of` has it.
        files: how many files a process may hold open.
    """
    kept = "\n".join(
        f'    {kind}_temp_path "{folder}/{kind}";'
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Where the administrator starts it, its workers stay the administrator's as the processes do: nobody in particular would not reach
    # such a folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"""\
{user}daemon off;
worker_processes auto;
worker_shutdown_timeout 2s;
pid "{folder}/nginx.pid";
error_log stderr crit;
events {{
    worker_connections {min(files, MOST_CONNECTIONS)};
}}
http {{
    access_log off;
    server_tokens off;
{kept}
{_indented(groups(ports, path), 1)}
    server {{
        listen {address}:{port};
        location / {{
{_indented(location(), 3)}
        }}
    }}
}}
"""


def _indented(text: str, depth: int) -> str:
    return "\n".join("    " * depth + line for line in text.splitlines())
