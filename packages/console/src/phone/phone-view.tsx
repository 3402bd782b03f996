import type { PageConfig } from '@stepstream/protocol';
import { useEffect, useState } from 'preact/hooks';
import { duration, grouped } from '../format.ts';
import { assetUrl } from '../page-config.ts';
import { Store, useStore } from '../store.ts';
import { Trace } from '../trace/trace.tsx';
import { phoneWords } from '../words/phone.ts';
import { keepPage } from './keep-page.ts';
import { askForMotion } from './motion.ts';
import { useAbsence } from './use-absence.ts';
import { keepScreenOn } from './wake-lock.ts';
import { rememberedWalk } from './walk-memory.ts';
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
  useEffect(() => void keepPage(), []);
  useEffect(() => () => session?.stop(), [session]);
  // After a reload, or when the user comes back, the walk goes on.
  useEffect(() => {
    const remembered = rememberedWalk();
    if (remembered === null) return;
    const walk = new WalkSession(remembered.user);
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
    const walk = walking && session ? session : new WalkSession(nameFor(pageConfig));
    setSession(walk);
    walk.readMotion();
  };
  const obstacle = refusal ?? state?.obstacle ?? null;
  const steps = state?.steps ?? 0;
  const cadence = state?.cadence ?? 0;
  const absence = useAbsence(walking);
  const phone = phoneWords();
  const isApp = matchMedia('(display-mode: standalone)').matches;
  return (
    <main class="phone">
      <header class="phone-head">
        <a href={assetUrl('/')} class="button quiet">
          {phone.back}
        </a>
        <span class="phone-status">{phone.status[state?.phase ?? 'ready']}</span>
      </header>
      <div class="phone-digits">
        <span
          class="phone-steps"
          data-testid="steps"
          style={{ '--digits': String(Math.max(grouped(steps).length, 3)) }}
        >
          {grouped(steps)}
        </span>
        <span class="unit">{phone.steps(steps)}</span>
        <span class="phone-cadence">
          <strong>{cadence > 0 ? cadence : '–'}</strong> {phone.perMinute}
        </span>
      </div>
      <p class="sr" role="status" aria-live="polite">
        {steps >= 10 ? phone.stepsAloud(String(steps - (steps % 10))) : ''}
      </p>
      {obstacle !== null && (
        <p class="problem" role="alert">
          {obstacle}
        </p>
      )}
      {absence !== null && (
        <p class="problem" role="status">
          {phone.wasAway(duration(absence))}
        </p>
      )}
      {session && (
        <Trace
          data={session.trace}
          lookAhead={pageConfig.look_ahead}
          label={phone.trace}
          fileName="walk"
          live={walking}
          hasSamples={session.trace.length > 0}
          empty={phone.waiting}
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
            <span>{phone.vibrate}</span>
          </label>
        )}
        {walking && !state.moving && (
          <button type="button" class="button huge primary" onClick={start}>
            {phone.goOn}
          </button>
        )}
        {walking ? (
          <button type="button" class="button huge" onClick={() => session?.stop()}>
            {phone.stop}
          </button>
        ) : (
          <button type="button" class="button huge primary" onClick={start}>
            {state ? phone.startAnew : phone.start}
          </button>
        )}
        <p class="note">
          {walking ? phone.keepInFront : `${phone.nothingKept} ${isApp ? '' : phone.install}`}
        </p>
      </footer>
    </main>
  );
}

/** Tells phones apart in the list; null where a server takes names from its own machine alone. */
function nameFor({ streams_as: as }: PageConfig): string | null {
  return as === 'named' ? `phone-${randomCharacters()}` : null;
}

function randomCharacters(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36).slice(-4) ?? '';
}
