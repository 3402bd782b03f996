import { demoWalk } from '@stepstream/synthetic';
import type { StepstreamServer } from 'stepstream';

/** Has users stream a walk, over and over, until the returned function is called. */
export function keepWalking({ streamUrl }: StepstreamServer, users: readonly string[]): () => void {
  const { times, accel, gyro } = demoWalk();
  const stops = users.map((user, k) => {
    const socket = new WebSocket(`${streamUrl}/${user}`);
    let i = 150 + 37 * k;
    const timer = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      const at = 3 * (i++ % times.length);
      const [ax, ay, az] = accel.subarray(at, at + 3);
      const [gx, gy, gz] = gyro.subarray(at, at + 3);
      const moved = { accel_x: ax, accel_y: ay, accel_z: az };
      const turned = { gyro_x: gx, gyro_y: gy, gyro_z: gz };
      socket.send(JSON.stringify({ timestamp: i / 50, ...moved, ...turned }));
    }, 20);
    return () => {
      clearInterval(timer);
      socket.close();
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}

/** Has users come whose clients do something wrong: units, frames, silence, a lost connection. */
export function haveTrouble({ streamUrl }: StepstreamServer): void {
  const gina = new WebSocket(`${streamUrl}/gina`);
  const inG = Array.from({ length: 250 }, (_, i) => ({
    ...{ timestamp: i / 50, accel_x: 0, accel_y: 0, accel_z: 1 + 0.05 * Math.sin(i / 3) },
  }));
  gina.onopen = () => {
    gina.send(JSON.stringify({ samples: inG }));
    for (let i = 0; i < 12; i++) gina.send('{"accel_x":1}');
  };
  new WebSocket(`${streamUrl}/silent-bob`).onopen = () => {};
  const ivo = new WebSocket(`${streamUrl}/ivo`);
  ivo.onopen = () => ivo.close();
  for (const user of ['zoe', 'yusuf', 'xenia', 'somebody-with-a-rather-long-name@example.org']) {
    const socket = new WebSocket(`${streamUrl}/${user}`);
    socket.onopen = () => socket.send('{"action":"stop"}');
  }
}
