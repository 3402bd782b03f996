// For reference: Node and the `ws` package, doing what `bare.ts` does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

const answer = createRequire(import.meta.url)('./example-answer.json');

const http = createServer();
new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (message) => {
    const { accel_x: x, accel_y: y, accel_z: z } = JSON.parse(String(message));
    answer.total_predictions++;
    answer.prediction.movement_magnitude = Math.round(1e4 * Math.sqrt(x * x + y * y + z * z)) / 1e4;
    answer.timestamp = (Date.now() / 1000).toFixed(3);
    socket.send(JSON.stringify(answer));
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  console.log(`listening on http://127.0.0.1:${port}`);
});
