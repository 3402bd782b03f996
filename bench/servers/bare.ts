/**
 * The yardstick: a Bun WebSocket server that parses each sample and answers a JSON message as long as
 * Stepstream's, and detects nothing. `bun bench/servers/bare.ts` prints the port it listens on.
 */
import answer from './example-answer.json' with { type: 'json' };

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, bun) {
    return bun.upgrade(request) ? undefined : new Response('WebSocket only', { status: 426 });
  },
  websocket: {
    message(socket, message) {
      const { accel_x: x, accel_y: y, accel_z: z } = JSON.parse(String(message));
      answer.total_predictions++;
      answer.prediction.movement_magnitude =
        Math.round(1e4 * Math.sqrt(x * x + y * y + z * z)) / 1e4;
      answer.timestamp = (Date.now() / 1000).toFixed(3);
      socket.send(JSON.stringify(answer));
    },
  },
});
console.log(`listening on http://127.0.0.1:${server.port}`);
