/**
 * What the socket alone costs: a Bun WebSocket server that looks at nothing, and answers each frame
 * with the same text, as long as Stepstream's answers.
 */
import example from './example-answer.json' with { type: 'json' };

const answer = JSON.stringify(example);

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, bun) {
    return bun.upgrade(request) ? undefined : new Response('WebSocket only', { status: 426 });
  },
  websocket: {
    message(socket) {
      socket.send(answer);
    },
  },
});
console.log(`listening on http://127.0.0.1:${server.port}`);
