import type { Identity, Said, Subscriptions } from './events.ts';
import { ListenerList, once } from './listener-list.ts';

/** Names of the hooks that tell of something; `authenticate`, which asks, is apart. */
type Notification = Exclude<keyof Subscriptions, 'authenticate'>;

/** Narrows what a listener hears. */
export interface ListenOptions {
  /** Only what concerns the session of this id. Default: all sessions. */
  readonly session?: string;
}

/**
 * The engine's hooks: any number of listeners each. A listener that throws, or whose promise rejects, is
 * reported to the listeners of `error`, and harms nobody else.
 */
export class Hooks {
  readonly #lists: { readonly [Name in Notification]: ListenerList<Subscriptions[Name]> } = {
    sessionStart: new ListenerList(),
    samples: new ListenerList(),
    step: new ListenerList(),
    sessionEnd: new ListenerList(),
    error: new ListenerList(),
  };
  readonly #authenticators: Subscriptions['authenticate'][] = [];

  /**
   * Adds a listener.
   *
   * @returns a function that takes it away again
   */
  on<Name extends keyof Subscriptions>(
    name: Name,
    listener: Subscriptions[Name],
    { session }: ListenOptions = {},
  ): () => void {
    if (name === 'authenticate') {
      const added = listener as Subscriptions['authenticate'];
      this.#authenticators.push(added);
      return once(() => {
        this.#authenticators.splice(this.#authenticators.indexOf(added), 1);
      });
    }
    const list = this.#lists[name as Notification] as ListenerList<Subscriptions[Name]>;
    return list.add(listener, session);
  }

  /** Whether anybody listens to this session's hook of that name. Two comparisons where nobody does. */
  wants(name: 'samples' | 'step', session: string): boolean {
    return this.#lists[name].wants(session);
  }

  /** Whether anybody decides who may connect. */
  get authenticates(): boolean {
    return this.#authenticators.length > 0;
  }

  /** Tells all listeners of a hook; `session` is whom it concerns. */
  emit<Name extends Notification>(
    name: Name,
    session: string | undefined,
    ...details: Parameters<Subscriptions[Name]>
  ): void {
    const list = this.#lists[name] as ListenerList<(...all: typeof details) => unknown>;
    for (const listener of list.of(session)) {
      try {
        const result: unknown = listener(...details);
        if (result instanceof Promise) {
          result.catch((error: unknown) => this.#failed(name, error, session));
        }
      } catch (error) {
        this.#failed(name, error, session);
      }
    }
  }

  /**
   * Asks all authenticators, one after the other; later answers override earlier ones.
   *
   * @param known who it is so far
   * @returns who connects, or false where one of them refused; undefined where none of them says anything
   * @throws what an authenticator throws
   */
  async authenticate(request: Request, known?: Identity): Promise<Said> {
    let identity = known;
    let isTokenRequired = false;
    for (const authenticator of [...this.#authenticators]) {
      const said = await authenticator(request);
      if (said === false) return false;
      if (said === 'token_required') isTokenRequired = true;
      else if (said) identity = { ...identity, ...withoutUndefined(said) };
    }
    return isTokenRequired ? 'token_required' : identity;
  }

  /** A listener of `error` that fails has nobody to tell but the console. */
  #failed(name: Notification, error: unknown, session: string | undefined): void {
    if (name === 'error') console.error('stepstream: a listener of "error" failed:', error);
    else this.emit('error', session, error, { during: name, session });
  }
}

/** What somebody does not know is left as others said it. */
function withoutUndefined(identity: Identity): Identity {
  return Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
}
