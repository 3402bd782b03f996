"""Streams a recording to a Stepstream server, at the pace at which it was made, and counts its steps.

    pip install websockets
    python3 stream.py walk.csv ws://localhost:8000/ws/realtime [speed]

For live samples, call `StepStream.send` whenever your sensor has one.
"""

import asyncio
import csv
import json
import random
import sys

import websockets

BATCH_SECONDS = 0.1
MAX_BATCH_SAMPLES = 250
MAX_QUEUE_SAMPLES = 6000  # beyond it the oldest are dropped
MAX_KEPT_FRAMES = 3000  # answered, but not saved yet by the server: five minutes
MAX_WAIT_SECONDS = 30.0
RECONNECT = {1001, 1005, 1006, 1011, 1012, 1013}  # others are for good


class StepStream:
    """Delivers samples over as many connections as it takes, and to servers that fail, each once.

    A server with a store tells how many frames it has saved. The others are kept: a server that was killed
    goes on from what it had saved, and gets them again. What it answers to them a second time is old.
    """

    def __init__(self, url, on_steps):
        self.url = url
        self.on_steps = on_steps
        self.dropped = 0
        self.steps = 0  # of all sessions
        self._earlier_steps = 0  # of those before this one
        self._queue = []  # samples that wait for their batch
        self._frames = []  # in order: those not saved yet, then those not answered yet
        self._forgotten = 0  # frames of this session that came before
        self._answered = 0  # frames that the session has answered, forgotten ones included
        self._heard = 0  # frames whose answers we have had; more, while the session catches up
        self._saves = False
        self._token = None
        self._window = 0  # seconds for which the server keeps a session after its link is lost
        self._alive = 0  # when we last heard of the session
        self._stopping = False
        self._stop_sent = False

    def send(self, sample):
        """Accepts a dict: timestamp (s), accel_x … (m/s²), and, if there are any, gyro_x … (rad/s)."""
        self._queue.append(sample)
        if len(self._queue) > MAX_QUEUE_SAMPLES:
            self.dropped += len(self._queue) - MAX_QUEUE_SAMPLES
            del self._queue[:-MAX_QUEUE_SAMPLES]

    def stop(self):
        """Lets `run` end once everything is delivered."""
        self._stopping = True

    async def run(self):
        """Connects, and connects anew when the link is lost, until it is stopped."""
        wait = 0.5
        while True:
            try:
                address = self.url + ("&" if "?" in self.url else "?") + "checkpoints=1"
                if self._token:
                    address += "&resume=" + self._token
                # A ping that is not answered shows that a link is dead.
                async with websockets.connect(address, ping_interval=5, ping_timeout=5) as socket:
                    self._greeted(json.loads(await socket.recv()))
                    wait = 0.5
                    if await self._stream(socket):
                        return
            except websockets.ConnectionClosed as closed:
                if self._stop_sent and not self._saves:
                    return  # all was answered before
                if (closed.rcvd.code if closed.rcvd else 1006) not in RECONNECT:
                    raise
            except (OSError, asyncio.TimeoutError, websockets.InvalidHandshake) as error:
                print(f"no connection: {error}", file=sys.stderr)
            await asyncio.sleep(random.uniform(0, wait))
            wait = min(2 * wait, MAX_WAIT_SECONDS)

    def _greeted(self, message):
        self._token = message.get("resume_token")
        if message.get("resumed"):
            # The session tells how many frames it has: more, whose answers were lost, or fewer.
            taken = message["total_requests"]
            if taken < self._forgotten:
                self._heard -= self._forgotten - taken
                self._forgotten = taken
            self._answered = taken
            if taken >= self._heard:  # as many, where the answer to a stop was lost
                self._heard = taken
                self._count(message["total_steps"])
        else:
            # A session that is unknown so soon had not been saved at all: the new one gets all of it.
            away = asyncio.get_running_loop().time() - self._alive
            unsaved = message.get("reason") == "unknown_token" and away < self._window
            if not unsaved or self._forgotten > 0 or self._stop_sent:
                del self._frames[: max(self._heard - self._forgotten, 0)]
                self._heard = 0
                self._earlier_steps = self.steps
            self._forgotten = self._answered = 0
        self._saves = "checkpoint_interval_seconds" in message
        self._window = message.get("resume_window_seconds", 0)
        self._forget(0)

    async def _stream(self, socket):
        for frame in self._frames[self._answered - self._forgotten :]:
            await socket.send(frame)
        receiving = asyncio.create_task(self._receive(socket))
        try:
            while not receiving.done():
                while self._queue:
                    batch = self._queue[:MAX_BATCH_SAMPLES]
                    del self._queue[:MAX_BATCH_SAMPLES]
                    await self._send(socket, {"samples": batch})
                done = self._answered == self._forgotten + len(self._frames)
                if self._stopping and done and not self._stop_sent:
                    self._stop_sent = True
                    await self._send(socket, {"action": "stop"})
                await asyncio.wait({receiving}, timeout=BATCH_SECONDS)
            return receiving.result()
        finally:
            receiving.cancel()

    async def _send(self, socket, message):
        frame = json.dumps(message)
        self._frames.append(frame)
        await socket.send(frame)

    async def _receive(self, socket):
        while True:
            message = json.loads(await socket.recv())
            kind = message.get("type")
            self._alive = asyncio.get_running_loop().time()
            if kind == "checkpoint":
                self._forget(message["total_requests"])
            if kind == "stop_response":
                self._count(message["total_steps"], len(message["steps"]))
                return True
            if kind not in ("step_detection", "error"):
                continue  # unasked, such as session_replaced: the close code tells what it means
            self._answered += 1
            if self._answered > self._heard:
                self._heard = self._answered
                if kind == "error":
                    print(f"refused: {message['error']}", file=sys.stderr)
                else:
                    self._count(message["total_steps"], len(message["steps"]))
            self._forget(0)

    def _forget(self, saved):
        """Forgets frames that will not be needed again: the server has saved so many."""
        kept = self._answered - self._forgotten
        done = min(saved - self._forgotten, kept) if self._saves else kept
        done = max(done, kept - MAX_KEPT_FRAMES, 0)
        del self._frames[:done]
        self._forgotten += done

    def _count(self, total_of_session, new=None):
        if new is not None:  # a session may count from elsewhere
            self._earlier_steps = self.steps + new - total_of_session
        steps = self._earlier_steps + total_of_session
        if steps != self.steps:
            self.steps = steps
            self.on_steps(steps)


async def main(path, url="ws://localhost:8000/ws/realtime", speed="1"):
    stream = StepStream(url, lambda steps: print(f"{steps} steps", flush=True))
    running = asyncio.create_task(stream.run())
    start = first = None
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            sample = {name: float(value) for name, value in row.items()}
            now = asyncio.get_running_loop().time()
            if start is None:
                start, first = now, sample["timestamp"]
            wait = start + (sample["timestamp"] - first) / float(speed) - now
            if wait > 0:
                await asyncio.sleep(wait)
            stream.send(sample)
    stream.stop()
    await running
    print(f"total {stream.steps}, dropped {stream.dropped}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:]))
