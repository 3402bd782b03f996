import { connect, type Socket } from 'node:net';
import { handshake } from './frames.ts';
import { FLOODS, type FloodKind } from './kinds.ts';

/** A process of its own that floods a server until it is killed: `bun flooder.ts PORT KIND COUNT`. */

/** One that was thrown out comes again after this time, in milliseconds. */
const RETURN_MS = 50;

const [port, name, count] = process.argv.slice(2);
const kind = FLOODS.find((one) => one.name === name);
if (!kind) throw new Error(`no such flood: ${name}`);
// Whoever has started it and is killed can't end it any more.
process.stdin.on('end', () => process.exit()).resume();
for (let i = 0; i < Number(count); i++) flood(Number(port), kind);

function flood(port: number, kind: FloodKind): void {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {});
  socket.on('close', () => setTimeout(() => flood(port, kind), RETURN_MS));
  if (kind.isHttp) {
    socket.resume();
    write(socket, kind, port, 0);
    return;
  }
  socket.write(handshake(port));
  socket.once('data', () => {
    if (kind.reads === false) socket.pause();
    else socket.resume();
    if (kind.staysMs !== undefined) setTimeout(() => socket.destroy(), kind.staysMs);
    write(socket, kind, port, 0);
  });
}

/** Writes what there is to write, as fast as it is taken. */
function write(socket: Socket, kind: FloodKind, port: number, turn: number): void {
  if (socket.destroyed) return;
  const isTaken = socket.write(kind.bytes(port, turn));
  if (kind.once) return;
  const next = () => write(socket, kind, port, turn + 1);
  if (isTaken) setImmediate(next);
  else socket.once('drain', next);
}
