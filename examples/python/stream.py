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
MAX_WAIT_SECONDS = 30.0
RECONNECT = {1001, 1005, 1006, 1011, 1012, 1013}  # others are for good


class StepStream:
    """Delivers samples over as many connections as it takes, each once."""

    def __init__(self, url, on_steps):
        self.url = url
        self.on_steps = on_steps
        self.dropped = 0
        self.steps = 0  # of all sessions
        self._earlier_steps = 0  # of those before this one
        self._queue = []  # samples that wait for their batch
        self._unanswered = []  # frames, in order, that were sent or have to be sent again
        self._answered = 0  # frames of this session that are done with
        self._token = None
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
                address = self.url
                if self._token:
                    address += ("&" if "?" in address else "?") + "resume=" + self._token
                # A ping that is not answered shows that a link is dead.
                async with websockets.connect(address, ping_interval=5, ping_timeout=5) as socket:
                    self._greeted(json.loads(await socket.recv()))
                    wait = 0.5
                    if await self._stream(socket):
                        return
            except websockets.ConnectionClosed as closed:
                if self._stop_sent:
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
            # The session tells how many frames it has taken in; their answers were lost.
            taken = message["total_requests"]
            del self._unanswered[: taken - self._answered]
            self._answered = taken
            self._count(message["total_steps"])
        else:
            self._answered = 0
            self._earlier_steps = self.steps

    async def _stream(self, socket):
        for frame in self._unanswered:
            await socket.send(frame)
        receiving = asyncio.create_task(self._receive(socket))
        try:
            while not receiving.done():
                while self._queue:
                    batch = self._queue[:MAX_BATCH_SAMPLES]
                    del self._queue[:MAX_BATCH_SAMPLES]
                    frame = json.dumps({"samples": batch})
                    self._unanswered.append(frame)
                    await socket.send(frame)
                if self._stopping and not self._unanswered and not self._stop_sent:
                    self._stop_sent = True
                    await socket.send(json.dumps({"action": "stop"}))
                await asyncio.wait({receiving}, timeout=BATCH_SECONDS)
            return receiving.result()
        finally:
            receiving.cancel()

    async def _receive(self, socket):
        while True:
            message = json.loads(await socket.recv())
            kind = message.get("type")
            if kind == "stop_response":
                return True
            if kind not in ("step_detection", "error"):
                continue  # unasked, such as session_replaced: the close code tells what it means
            self._unanswered.pop(0)
            self._answered += 1
            if kind == "error":
                print(f"refused: {message['error']}", file=sys.stderr)
            else:
                self._count(message["total_steps"])

    def _count(self, total_of_session):
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
