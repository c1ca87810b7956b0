"""Key-value buckets through nats-py: a question per line, as JSON, and an answer."""

import asyncio
import json
import sys

import nats
import nats.js.errors
from nats.js import api


def shown(entry):
    return {
        "key": entry.key,
        "value": (entry.value or b"").decode(),
        "revision": entry.revision,
        "delta": entry.delta,
        "operation": entry.operation or "PUT",
    }


async def seen(watcher, count):
    """The next entries: so many, or up to the end of the initial data, which is None."""
    entries = []
    while not count or len(entries) < count:
        entry = await watcher.updates(timeout=20)
        entries.append(entry and shown(entry))
        if entry is None and not count:
            break
    return entries


async def answer(js, state, ask):
    do = ask["do"]
    if do == "create_bucket":
        config = api.KeyValueConfig(bucket=ask["bucket"], **ask.get("config", {}))
        await js.create_key_value(config)
        return True
    if do == "delete_bucket":
        return await js.delete_key_value(ask["bucket"])
    kv = await js.key_value(ask["bucket"])
    key = ask.get("key")
    value = ask.get("value", "").encode()
    if do == "put":
        return await kv.put(key, value)
    if do == "create":
        return await kv.create(key, value, msg_ttl=ask.get("ttl"))
    if do == "update":
        return await kv.update(key, value, last=ask["revision"])
    if do == "delete":
        return await kv.delete(key, last=ask.get("revision"))
    if do == "purge":
        return await kv.purge(key, msg_ttl=ask.get("ttl"))
    if do == "get":
        return shown(await kv.get(key, revision=ask.get("revision")))
    if do == "keys":
        return sorted(await kv.keys(filters=ask.get("filters")))
    if do == "history":
        return [shown(entry) for entry in await kv.history(key)]
    if do == "status":
        status = await kv.status()
        return {
            "values": status.values,
            "history": status.history,
            "ttl": status.ttl,
            "marker_ttl": status.marker_ttl,
        }
    if do == "watch":
        state["watcher"] = await kv.watch(key, include_history=ask.get("history", False))
        return True
    if do == "seen":
        return await seen(state["watcher"], ask.get("count", 0))
    raise ValueError(do)


async def main():
    url, user, password = sys.argv[1:4]
    client = await nats.connect(url, user=user, password=password)
    js = client.jetstream()
    state = {}
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            reply = {"ok": await answer(js, state, json.loads(line))}
        except Exception as error:  # noqa: BLE001: whatever it is, the test is told
            reply = {"error": type(error).__name__, "text": str(error)}
        print(json.dumps(reply), flush=True)


asyncio.run(main())
