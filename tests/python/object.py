"""Object stores through nats-py: a question per line, as JSON, and an answer."""

import asyncio
import base64
import hashlib
import json
import sys

import nats
import nats.js.errors
from nats.js import api


def shown(info):
    link = info.options.link if info.options else None
    return {
        "name": info.name,
        "description": info.description,
        "headers": info.headers,
        "size": info.size,
        "chunks": info.chunks,
        "digest": info.digest,
        "deleted": bool(info.deleted),
        "chunk_size": info.options.max_chunk_size if info.options else None,
        "link": link and {"bucket": link.bucket, "name": link.name},
    }


def of(info):
    """What is asked for, as nats-py has it."""
    options = api.ObjectMetaOptions(max_chunk_size=info.get("chunk_size", 128 * 1024))
    return api.ObjectMeta(
        description=info.get("description"), headers=info.get("headers"), options=options
    )


async def seen(watcher, count):
    """The next infos: so many, or up to the end of the initial data, which is None."""
    infos = []
    while not count or len(infos) < count:
        info = await watcher.updates(timeout=20)
        infos.append(info and shown(info))
        if info is None and not count:
            break
    return infos


async def answer(js, state, ask):
    do = ask["do"]
    if do == "create_store":
        config = api.ObjectStoreConfig(**ask.get("config", {}))
        await js.create_object_store(ask["bucket"], config)
        return True
    store = await js.object_store(ask["bucket"])
    name = ask.get("name")
    if do == "put":
        data = base64.b64decode(ask["data"])
        return shown(await store.put(name, data, meta=of(ask.get("meta", {}))))
    if do == "get":
        result = await store.get(name)
        return {
            "sha256": hashlib.sha256(result.data).hexdigest(),
            "size": len(result.data),
            "name": result.info.name,
        }
    if do == "info":
        return shown(await store.get_info(name, show_deleted=ask.get("deleted", False)))
    if do == "delete":
        await store.delete(name)
        return True
    if do == "update":
        meta = of(ask["meta"])
        meta.name = name
        await store.update_meta(name, meta)
        return True
    if do == "list":
        return [shown(info) for info in await store.list(ignore_deletes=True)]
    if do == "status":
        status = await store.status()
        return {"sealed": status.sealed, "description": status.description, "ttl": status.ttl}
    if do == "seal":
        await store.seal()
        return True
    if do == "link":
        # nats-py reads links and makes none: the info, as it would write it.
        info = api.ObjectInfo(
            name=name,
            bucket=ask["bucket"],
            nuid=js._nc._nuid.next().decode(),
            size=0,
            chunks=0,
            options=api.ObjectMetaOptions(link=api.ObjectLink(**ask["to"])),
        )
        encoded = base64.urlsafe_b64encode(name.encode()).decode()
        data = info.as_dict()
        await js.publish(
            f"$O.{ask['bucket']}.M.{encoded}",
            json.dumps(data).encode(),
            headers={api.Header.ROLLUP: "sub"},
        )
        return True
    if do == "watch":
        state["watcher"] = await store.watch()
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
