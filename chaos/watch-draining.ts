/** What somebody saw of a server that drains. */
export interface DrainingSeen {
  /** The answers of `/readyz`, each once, in order. */
  readonly readiness: readonly number[];
  /** The answers of `/healthz`, each once, in order. */
  readonly liveness: readonly number[];
  /** How newcomers were turned away: close codes, each once. */
  readonly refusals: readonly number[];
}

const LOOK_EVERY_MS = 50;

/** Looks at a server from when it is told to stop until it answers no more, as load balancers and newcomers do. */
export async function watchDraining(
  { url, streamUrl }: { readonly url: string; readonly streamUrl: string },
  isOver: Promise<unknown>,
): Promise<DrainingSeen> {
  const readiness = new Set<number>();
  const liveness = new Set<number>();
  const refusals = new Set<number>();
  let over = false;
  void isOver.then(() => {
    over = true;
  });
  while (!over) {
    // Readiness last: once it says so, whoever comes is a newcomer to a server that drains.
    const alive = await statusOf(`${url}/healthz`);
    const ready = await statusOf(`${url}/readyz`);
    if (alive !== undefined) liveness.add(alive);
    // Before the first of these, the signal is still on its way.
    if (ready === 503 || (ready !== undefined && readiness.size > 0)) readiness.add(ready);
    const refusal = ready === 503 ? await newcomer(streamUrl) : undefined;
    if (refusal !== undefined) refusals.add(refusal);
    await Bun.sleep(LOOK_EVERY_MS);
  }
  return { readiness: [...readiness], liveness: [...liveness], refusals: [...refusals] };
}

async function statusOf(url: string): Promise<number | undefined> {
  try {
    return (await fetch(url)).status;
  } catch {
    return undefined;
  }
}

/** Connects, and tells how the server closes; undefined where there is none any more. */
function newcomer(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    let isOpen = false;
    socket.onopen = () => {
      isOpen = true;
    };
    socket.onmessage = () => resolve(1000);
    socket.onclose = ({ code }) => resolve(isOpen ? code : undefined);
  });
}
