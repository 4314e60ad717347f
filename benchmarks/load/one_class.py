"""One class at the dashboard on the path, with that one's own viewers: prints what it cost.

Run as a file by `benchmarks.load.editions`, in a checkout of another commit too.
"""

import asyncio
import json
import sys

from benchmarks.load.__main__ import site
from benchmarks.load.crowd import Crowd


async def cost(viewers: int, before: float, seconds: float) -> dict[str, float]:
    """Let a class come and act, and measure it after a while."""
    with site(1) as place:
        crowd = Crowd(place.addresses)
        await crowd.grow(viewers)
        await crowd.study(before)
        start = place.cpu()
        log = await crowd.study(seconds)
        spent = place.cpu() - start
        await crowd.leave()
    failures = sum(log.failures.values())
    return {"seconds": spent, "interactions": len(log.seconds), "failures": failures}


if __name__ == "__main__":
    viewers, before, seconds = map(float, sys.argv[1:])
    print(json.dumps(asyncio.run(cost(int(viewers), before, seconds))))
