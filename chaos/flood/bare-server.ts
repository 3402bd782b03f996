/**
 * What the runtime alone makes neighbours wait: a server that answers their samples, and does nothing with any other
 * message but receive it. `bun bare-server.ts` prints the address it listens on.
 */
const greeting = JSON.stringify({ type: 'session_started' });

const server = Bun.serve<{ samples: number }>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, bun) {
    const isUpgraded = bun.upgrade(request, { data: { samples: 0 } });
    return isUpgraded ? undefined : new Response('WebSocket only', { status: 426 });
  },
  websocket: {
    open(socket) {
      socket.send(greeting);
    },
    message(socket, message) {
      if (typeof message !== 'string' || !message.startsWith('{"accel_x"')) return;
      socket.data.samples++;
      socket.send(`{"total_predictions":${socket.data.samples},"buffer_size":0}`);
    },
  },
});
console.log(`listening on http://127.0.0.1:${server.port}`);
