import { bytesOrAuto, wholeNumber } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** How much one address, one user, and all together may take. docs/limits.md tells what each is for. */
export const LIMIT_SETTINGS = {
  trustProxy: {
    flag: 'trust-proxy',
    argument: 'hops',
    description:
      'Number of your reverse proxies in front of the server, whose X-Forwarded-For or Forwarded is believed. 0 believes none.',
    default: 0,
    schema: wholeNumber(0, 10),
  },
  memoryBudget: {
    flag: 'memory-budget',
    argument: 'bytes',
    description:
      'Memory for answers that clients have not read and for frames that have half arrived. auto takes a quarter of the memory of the machine or container, 1 GiB at most.',
    default: 'auto',
    schema: bytesOrAuto(16 * 1024 * 1024, 1024 ** 4),
  },
  maxAddressConnections: {
    flag: 'max-address-connections',
    argument: 'number',
    description:
      'WebSockets and streams of events that one address (for IPv6: one /64) may have open. This machine is exempt. 0 sets no limit.',
    default: 200,
    schema: wholeNumber(0, 1_000_000),
  },
  maxAddressHandshakes: {
    flag: 'max-address-handshakes',
    argument: 'number',
    description: 'WebSockets that one address may open in a minute. 0 sets no limit.',
    default: 300,
    schema: wholeNumber(0, 1_000_000),
  },
  maxAddressSessions: {
    flag: 'max-address-sessions',
    argument: 'number',
    description:
      'Sessions that one address may have live, streamed and pushed together. 0 sets no limit.',
    default: 200,
    schema: wholeNumber(0, 1_000_000),
  },
  maxAddressRequests: {
    flag: 'max-address-requests',
    argument: 'number',
    description:
      'Plain requests that one address may make in a minute, pushes among them. 0 sets no limit.',
    default: 6000,
    schema: wholeNumber(0, 1_000_000),
  },
  maxAddressPushes: {
    flag: 'max-address-pushes',
    argument: 'number',
    description: 'Pushes over HTTP that one address may make in a minute. 0 sets no limit.',
    default: 1200,
    schema: wholeNumber(0, 1_000_000),
  },
  maxAddressFailures: {
    flag: 'max-address-failures',
    argument: 'number',
    description:
      'Wrong tokens that one address may send in a minute; beyond it, all its tokens are refused for a while. 0 sets no limit.',
    default: 30,
    schema: wholeNumber(0, 1_000_000),
  },
  maxUserSessions: {
    flag: 'max-user-sessions',
    argument: 'number',
    description:
      'Sessions that one user may begin in a minute; two devices that replace each other in a loop reach it. 0 sets no limit.',
    default: 60,
    schema: wholeNumber(0, 1_000_000),
  },
  maxViewers: {
    flag: 'max-viewers',
    argument: 'number',
    description: 'Consoles that may watch at once. 0 sets no limit.',
    default: 50,
    schema: wholeNumber(0, 1_000_000),
  },
} as const satisfies Settings;
