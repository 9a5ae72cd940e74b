"""The workflow through the Python SDK's own client, over one of the HTTP transports.

The address, the kind of transport and the token come by the environment: CLIENT_URL, CLIENT_TRANSPORT (http or sse)
and CLIENT_TOKEN. Prints one line of JSON; ends with another exit code at the first answer that is not as it should be.
Nothing here prints a value or a token.
"""

import asyncio
import json
import os
import secrets
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

import httpx2
from mcp import Client
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client

TOOLS = ["set_secret", "get_secret", "list_secrets", "rotate_secret", "request_key", "write_env", "check_env"]


def check(condition, sentence):
    if not condition:
        raise SystemExit(sentence)


def http_client(statuses, headers=None, auth=None, timeout=None):
    """As the SDK makes one, but it notes the status of every answer."""

    async def note(response):
        statuses.append(response.status_code)

    return httpx2.AsyncClient(
        headers=headers, auth=auth, timeout=timeout or httpx2.Timeout(30, read=300), event_hooks={"response": [note]}
    )


@asynccontextmanager
async def connected(statuses, headers):
    url = os.environ["CLIENT_URL"]
    if os.environ["CLIENT_TRANSPORT"] == "sse":
        transport = sse_client(url, headers=headers, httpx_client_factory=partial(http_client, statuses))
        async with Client(transport) as client:
            yield client
    else:
        async with http_client(statuses, headers) as http, Client(streamable_http_client(url, http_client=http)) as client:
            yield client


async def workflow():
    path = f"project/python_client/{os.environ['CLIENT_TRANSPORT']}_key"
    value = secrets.token_urlsafe(24)
    async with connected([], {"Authorization": f"Bearer {os.environ['CLIENT_TOKEN']}"}) as client:
        check(client.server_info.name == "holdfast", "initialize named another server")
        tools = [tool.name for tool in (await client.list_tools()).tools]
        check(tools == TOOLS, "tools/list has other tools")
        stored = await client.call_tool(
            "set_secret", {"keyPath": path, "value": value, "description": "Signs the payments of the Python client"}
        )
        check(not stored.is_error and stored.structured_content["version"] == 1, "set_secret did not make version 1")
        read = await client.call_tool("get_secret", {"keyPath": path})
        check(not read.is_error, "get_secret was refused")
        check(read.structured_content["value"] == value, "get_secret gave another value than was stored")
        missing = await client.call_tool("get_secret", {"keyPath": "project/python_client/missing"})
        check(missing.is_error and missing.content[0].text.startswith("NOT_FOUND"), "a missing path is not NOT_FOUND")
        return client.protocol_version, len(tools)


async def without_token():
    statuses = []
    try:
        async with connected(statuses, None):
            pass
    except Exception:
        # Over Streamable HTTP the SDK's error does not name the status.
        return statuses
    raise SystemExit("a client without a token was let in")


async def main():
    protocol, tools = await workflow()
    report = {"version": version("mcp"), "protocol": protocol, "tools": tools, "withoutToken": await without_token()}
    print(json.dumps(report))


asyncio.run(main())
