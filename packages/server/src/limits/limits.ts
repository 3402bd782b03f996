import { isLoopbackAddress } from '../auth/ip-address.ts';
import type { Clock } from '../session/index.ts';
import { addressGroup, clientAddress, type RequestOrigin } from './client-address.ts';
import { KeyedCount } from './keyed-count.ts';
import { KeyedRate } from './keyed-rate.ts';

/** What is held to a number, or to a number a minute. 0 for any number. */
export interface LimitSettings {
  /** Proxies in front of the server whose headers are believed. */
  readonly trustProxy: number;
  /** Sockets and streams of events that an address may have open. */
  readonly maxAddressConnections: number;
  /** Handshakes of an address, a minute. */
  readonly maxAddressHandshakes: number;
  /** Live sessions of an address. */
  readonly maxAddressSessions: number;
  /** Plain requests of an address, a minute: all that open no WebSocket. */
  readonly maxAddressRequests: number;
  /** Pushes over HTTP of an address, a minute. */
  readonly maxAddressPushes: number;
  /** Wrong tokens of an address, a minute. */
  readonly maxAddressFailures: number;
  /** Sessions that a user may begin, a minute. */
  readonly maxUserSessions: number;
  /** Operators who watch. */
  readonly maxViewers: number;
}

/** What was refused. */
export type LimitName =
  | 'address_connections'
  | 'address_handshakes'
  | 'address_sessions'
  | 'address_requests'
  | 'address_pushes'
  | 'address_failures'
  | 'user_sessions'
  | 'sessions'
  | 'viewers';

/** Told of a refusal: which limit, and whose it was. */
export type RefusalListener = (limit: LimitName, who: string) => void;

const MINUTE_SECONDS = 60;
/** Where a count is full, nobody knows when there is room again. */
const RETRY_SECONDS = 10;

/** Who has how much, by address and by user, and who is refused more. This machine is not held to any of it. */
export class Limits {
  /** Refusals since the beginning. */
  readonly refused: Record<LimitName, number> = {
    address_connections: 0,
    address_handshakes: 0,
    address_sessions: 0,
    address_requests: 0,
    address_pushes: 0,
    address_failures: 0,
    user_sessions: 0,
    sessions: 0,
    viewers: 0,
  };
  readonly #settings: LimitSettings;
  readonly #clock: Clock;
  readonly #onRefusal: RefusalListener;
  readonly #connections: KeyedCount;
  readonly #sessions: KeyedCount;
  readonly #handshakes: KeyedRate;
  readonly #requests: KeyedRate;
  readonly #pushes: KeyedRate;
  readonly #failures: KeyedRate;
  readonly #userSessions: KeyedRate;
  #viewers = 0;

  constructor(settings: LimitSettings, clock: Clock, onRefusal: RefusalListener = () => {}) {
    const aMinute = (most: number) => new KeyedRate({ most, seconds: MINUTE_SECONDS });
    this.#settings = settings;
    this.#clock = clock;
    this.#onRefusal = onRefusal;
    this.#connections = new KeyedCount(settings.maxAddressConnections);
    this.#sessions = new KeyedCount(settings.maxAddressSessions);
    this.#handshakes = aMinute(settings.maxAddressHandshakes);
    this.#requests = aMinute(settings.maxAddressRequests);
    this.#pushes = aMinute(settings.maxAddressPushes);
    this.#failures = aMinute(settings.maxAddressFailures);
    this.#userSessions = aMinute(settings.maxUserSessions);
  }

  /** Operators who watch now. */
  get viewers(): number {
    return this.#viewers;
  }

  /** The address of whoever makes a request; undefined where none is known. */
  addressOf(origin: RequestOrigin): string | undefined {
    return clientAddress(origin, this.#settings.trustProxy);
  }

  /** Asks for a handshake; returns seconds to wait, 0 where it may go on. */
  handshake(address: string | undefined): number {
    const group = this.#groupOf(address);
    if (group === undefined) return 0;
    const full = this.connection(address);
    if (full > 0) return full;
    const wait = this.#handshakes.take(group, this.#clock.monotonic());
    return this.#refusal('address_handshakes', group, wait);
  }

  /** Whether an address may keep one more connection open; seconds to wait, 0 where it may. */
  connection(address: string | undefined): number {
    const group = this.#groupOf(address);
    if (group === undefined || !this.#connections.isFull(group)) return 0;
    return this.#refusal('address_connections', group, RETRY_SECONDS);
  }

  /** A socket, or a stream of events, is open; call what this returns once when it is closed. */
  connected(address: string | undefined): () => void {
    return this.#count(this.#connections, address);
  }

  /** Whether an address may begin one more session; seconds to wait, 0 where it may. */
  session(address: string | undefined): number {
    const group = this.#groupOf(address);
    if (group === undefined) return 0;
    // A socket is a session, or may become one.
    const all = this.#sessions.of(group) + this.#connections.of(group);
    if (all < (this.#settings.maxAddressSessions || Number.POSITIVE_INFINITY)) return 0;
    return this.#refusal('address_sessions', group, RETRY_SECONDS);
  }

  /** A session without a socket has begun; call what this returns once when it is over. */
  began(address: string | undefined): () => void {
    return this.#count(this.#sessions, address);
  }

  /** Asks for a request that opens no WebSocket; returns seconds to wait, 0 where it may go on. */
  request(address: string | undefined): number {
    const group = this.#groupOf(address);
    if (group === undefined) return 0;
    const wait = this.#requests.take(group, this.#clock.monotonic());
    return this.#refusal('address_requests', group, wait);
  }

  /** Asks for a push; returns seconds to wait, 0 where it may go on. */
  push(address: string | undefined): number {
    const group = this.#groupOf(address);
    if (group === undefined) return 0;
    const wait = this.#pushes.take(group, this.#clock.monotonic());
    return this.#refusal('address_pushes', group, wait);
  }

  /** Whether an address may say a token: seconds to wait after too many wrong ones, 0 where it may. */
  authentication(address: string | undefined): number {
    const group = this.#groupOf(address);
    if (group === undefined) return 0;
    const wait = this.#failures.wait(group, this.#clock.monotonic());
    return this.#refusal('address_failures', group, wait);
  }

  /** An address has said a wrong token. */
  authenticationFailed(address: string | undefined): void {
    const group = this.#groupOf(address);
    if (group !== undefined) this.#failures.note(group, this.#clock.monotonic());
  }

  /** Asks whether a user may begin one more session; returns seconds to wait, 0 where they may. */
  userSession(userId: string, address: string | undefined): number {
    if (this.#groupOf(address) === undefined) return 0;
    const wait = this.#userSessions.take(userId, this.#clock.monotonic());
    return this.#refusal('user_sessions', userId, wait);
  }

  /** There was no room for one more session, of whomever. */
  noRoom(): void {
    this.#refusal('sessions', '', RETRY_SECONDS);
  }

  /** Whether one more may watch; where so, call what this returns once when they stop. */
  viewer(): (() => void) | undefined {
    const { maxViewers } = this.#settings;
    if (maxViewers > 0 && this.#viewers >= maxViewers) {
      this.#refusal('viewers', '', RETRY_SECONDS);
      return undefined;
    }
    this.#viewers++;
    return () => void this.#viewers--;
  }

  #count(counts: KeyedCount, address: string | undefined): () => void {
    const group = this.#groupOf(address);
    if (group === undefined) return () => {};
    counts.add(group);
    return () => counts.remove(group);
  }

  /** Whom an address belongs to; undefined for this machine, where a proxy may speak for everybody. */
  #groupOf(address: string | undefined): string | undefined {
    return address === undefined || isLoopbackAddress(address) ? undefined : addressGroup(address);
  }

  /** Notes a refusal, where there is one; returns the same seconds. */
  #refusal(limit: LimitName, who: string, seconds: number): number {
    if (seconds === 0) return 0;
    this.refused[limit]++;
    this.#onRefusal(limit, who);
    return seconds;
  }
}
