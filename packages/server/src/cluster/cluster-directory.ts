import type { Durability } from '../durable/index.ts';
import {
  factsOf,
  localDirectory,
  pageOf,
  type SessionDirectory,
  type SessionFacts,
  type SessionPage,
  type SessionQuery,
  type Sessions,
} from '../session/index.ts';
import type { Bus } from './bus.ts';
import type { Answer, Question } from './messages.ts';
import type { Owner } from './ownership.ts';

/** How long all servers have to answer together, in milliseconds. */
const ASK_TIMEOUT_MS = 1500;

/** What the directory of a cluster needs. */
export interface ClusterDirectoryOptions {
  readonly node: string;
  readonly bus: Bus;
  readonly sessions: Sessions;
  readonly durability: Pick<Durability, 'buffer'>;
  totals(): { readonly sessions: number; readonly requests: number };
  ownerOf(sessionId: string): Promise<Owner | undefined>;
  claim(sessionId: string, seen: Owner | undefined, floor: number): Promise<number | undefined>;
  /** The session of a user. */
  sessionOf(userId: string): Promise<string | undefined>;
}

/** The live sessions of all servers. Where Redis is away, it is those of this one. */
export class ClusterDirectory implements SessionDirectory {
  readonly #options: ClusterDirectoryOptions;
  readonly #local: SessionDirectory;

  constructor(options: ClusterDirectoryOptions) {
    this.#options = options;
    this.#local = localDirectory(options.sessions);
  }

  totals() {
    return this.#options.totals();
  }

  /** All servers are asked once, each for as much as an answer holds. */
  async list(query: SessionQuery): Promise<SessionPage> {
    const own = await this.#local.list(query);
    const answers = await this.#options.bus
      .askAll({ ask: 'list', ...query }, ASK_TIMEOUT_MS)
      .catch(() => new Map<string, Answer>());
    const pages = [own, ...[...answers.values()].map(pageOfAnswer)];
    // One that goes from server to server just now may be told of twice.
    const all = new Map(pages.flatMap(({ sessions }) => sessions).map((one) => [one.id, one]));
    const page = pageOf(all.values(), query);
    return { ...page, hasMore: page.hasMore || pages.some(({ hasMore }) => hasMore) };
  }

  async get(id: string): Promise<SessionFacts | undefined> {
    const own = await this.#local.get(id);
    if (own) return own;
    const answer = await this.#askOwner(id, { ask: 'get', session: id });
    return answer && pageOfAnswer(answer).sessions[0];
  }

  async end(id: string): Promise<boolean> {
    if (await this.#local.end(id)) return true;
    const { node } = this.#options;
    const owner = await this.#ownerOf(id);
    if (!owner || owner.node === node) return false;
    const answer =
      owner.node === '' ? undefined : await this.#ask(owner.node, { ask: 'end', session: id });
    if (answer?.result === 'done') return true;
    // Nobody is there who could end it: it is closed to its owner, so that it does not come back.
    const hasEnded = await this.#endAbsent(id, owner).catch(() => false);
    return hasEnded && answer === undefined && owner.node !== '';
  }

  /** Has the session of a user written, wherever it is. Never rejects. */
  async saveUser(userId: string): Promise<void> {
    const session = await this.#options.sessionOf(userId).catch(() => undefined);
    if (session) await this.#askOwner(session, { ask: 'save_user', user: userId });
  }

  /** Ends the session of a user, wherever it is; no other server writes anything of it any more. */
  async forgetUser(userId: string): Promise<void> {
    const session = await this.#options.sessionOf(userId).catch(() => undefined);
    if (session) await this.end(session);
    await this.#options.bus
      .askAll({ ask: 'forget_user', user: userId }, ASK_TIMEOUT_MS)
      .catch(() => {});
  }

  /** What this server answers. Never rejects. */
  async answer(question: Question): Promise<Answer> {
    const { sessions, durability } = this.#options;
    switch (question.ask) {
      case 'list': {
        const page = await this.#local.list(question);
        return { result: 'done', sessions: page.sessions.map(asJson), hasMore: page.hasMore };
      }
      case 'get': {
        const session = sessions.get(question.session);
        return session ? { result: 'done', sessions: [asJson(session)] } : { result: 'absent' };
      }
      case 'end':
        return { result: sessions.end(question.session) ? 'done' : 'absent' };
      case 'forget_user':
        sessions.endUser(question.user);
        return await durability.buffer.forget(question.user).then(
          () => ({ result: 'done' }),
          () => ({ result: 'failed' }),
        );
      default:
        return { result: 'absent' };
    }
  }

  async #endAbsent(sessionId: string, owner: Owner): Promise<boolean> {
    const { claim, durability } = this.#options;
    const epoch = await claim(sessionId, owner, owner.epoch);
    if (epoch === undefined) return false;
    const taken = await durability.buffer.take(sessionId, epoch);
    if (taken.state !== 'found') return false;
    const { sequence, expiresAt } = taken.checkpoint;
    durability.buffer.remove({ sessionId, sequence, epoch, expiresAt });
    await durability.buffer.flush();
    return true;
  }

  /** Undefined where it is here, or nowhere, or its owner does not answer. Never rejects. */
  async #askOwner(id: string, question: Question): Promise<Answer | undefined> {
    const owner = await this.#ownerOf(id);
    const { node } = this.#options;
    if (!owner || owner.node === node || owner.node === '') return undefined;
    return await this.#ask(owner.node, question);
  }

  #ownerOf(id: string): Promise<Owner | undefined> {
    return this.#options.ownerOf(id).catch(() => undefined);
  }

  #ask(node: string, question: Question): Promise<Answer | undefined> {
    return this.#options.bus.ask(node, question, ASK_TIMEOUT_MS).catch(() => undefined);
  }
}

function pageOfAnswer({ sessions = [], hasMore = false }: Answer): SessionPage {
  return { sessions: sessions.map((one) => ({ ...one, userId: one.userId })), hasMore };
}

function asJson(session: SessionFacts): NonNullable<Answer['sessions']>[number] {
  const { hints, userId, ...rest } = factsOf(session);
  return {
    ...rest,
    ...(userId === undefined ? {} : { userId }),
    hints: hints.map(({ code, message }) => ({ code, message })),
  };
}
