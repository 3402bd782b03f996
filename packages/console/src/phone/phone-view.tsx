import type { PageConfig } from '@stepstream/protocol';
import { useEffect, useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import { assetUrl } from '../page-config.ts';
import { Store, useStore } from '../store.ts';
import { Trace } from '../trace/trace.tsx';
import { askForMotion } from './motion.ts';
import { keepScreenOn } from './wake-lock.ts';
import { walkingUser } from './walk-memory.ts';
import { WalkSession, type WalkState } from './walk-session.ts';

const NOT_YET = new Store<WalkState | null>(null);

/** The page on a phone: one tap, then big digits. */
export function PhoneView({ pageConfig }: { readonly pageConfig: PageConfig }) {
  const [session, setSession] = useState<WalkSession | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [vibrates, setVibrates] = useState(true);
  const state = useStore<WalkState | null>(session?.state ?? NOT_YET);
  const walking = state !== null && state.phase !== 'over';

  useEffect(() => (walking ? keepScreenOn() : undefined), [walking]);
  useEffect(() => () => session?.stop(), [session]);
  // After a reload, or when the user comes back, the walk goes on.
  useEffect(() => {
    const user = walkingUser();
    if (user === null) return;
    const walk = new WalkSession(user);
    setSession(walk);
    // Where the browser wants a tap first, there is a button.
    askForMotion().then((reason) => {
      if (reason === undefined) walk.readMotion();
    });
  }, []);
  useEffect(() => {
    if (session) session.vibrates = vibrates;
  }, [session, vibrates]);

  const start = async () => {
    // Asked at once: the tap is what allows it.
    const reason = await askForMotion();
    setRefusal(reason ?? null);
    if (reason !== undefined) return;
    const walk = walking && session ? session : new WalkSession(`phone-${randomName()}`);
    setSession(walk);
    walk.readMotion();
  };
  const obstacle = refusal ?? state?.obstacle ?? null;
  const steps = state?.steps ?? 0;
  const cadence = state?.cadence ?? 0;
  return (
    <main class="phone">
      <header class="phone-head">
        <a href={assetUrl('/')} class="button quiet">
          ‹ Console
        </a>
        <span class="phone-status">{words(state)}</span>
      </header>
      <div class="phone-digits">
        <span
          class="phone-steps"
          data-testid="steps"
          style={{ '--digits': String(Math.max(grouped(steps).length, 3)) }}
        >
          {grouped(steps)}
        </span>
        <span class="unit">{steps === 1 ? 'step' : 'steps'}</span>
        <span class="phone-cadence">
          <strong>{cadence > 0 ? cadence : '–'}</strong> steps/min
        </span>
      </div>
      <p class="sr" role="status" aria-live="polite">
        {steps >= 10 ? `${steps - (steps % 10)} steps` : ''}
      </p>
      {obstacle !== null && (
        <p class="problem" role="alert">
          {obstacle}
        </p>
      )}
      {session && (
        <Trace
          data={session.trace}
          lookAhead={pageConfig.look_ahead}
          label="Trace of this phone"
          fileName="walk"
          live={walking}
          hasSamples={session.trace.length > 0}
          empty="Waiting for motion …"
        />
      )}
      <footer class="phone-foot">
        {'vibrate' in navigator && (
          <label class="check">
            <input
              type="checkbox"
              checked={vibrates}
              onChange={({ currentTarget }) => setVibrates(currentTarget.checked)}
            />
            <span>Vibrate at each step</span>
          </label>
        )}
        {walking && !state.moving && (
          <button type="button" class="button huge primary" onClick={start}>
            Go on
          </button>
        )}
        {walking ? (
          <button type="button" class="button huge" onClick={() => session?.stop()}>
            Stop
          </button>
        ) : (
          <button type="button" class="button huge primary" onClick={start}>
            {state ? 'Start anew' : 'Start'}
          </button>
        )}
        <p class="note">
          {walking
            ? 'Keep this page in front: motion ends with it. The screen stays on.'
            : 'Motion goes to this server alone, and is not kept.'}
        </p>
      </footer>
    </main>
  );
}

function words(state: WalkState | null): string {
  switch (state?.phase) {
    case 'connecting':
      return 'Connecting …';
    case 'walking':
      return 'Counting';
    case 'lost':
      return 'Connection lost';
    case 'over':
      return 'Stopped';
    default:
      return 'Ready';
  }
}

/** Four characters, to tell phones apart in the list. */
function randomName(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36).slice(-4) ?? '';
}
