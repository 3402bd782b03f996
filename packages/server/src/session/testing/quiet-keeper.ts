import type { SessionKeeper } from '../session-keeper.ts';

/** A keeper that keeps nothing, but for what a test has it do. */
export function quietKeeper(methods: Partial<SessionKeeper> = {}): SessionKeeper {
  return {
    intervalSeconds: 0,
    isShared: false,
    attached() {},
    detached() {},
    keep: () => false,
    stopped() {},
    ended() {},
    settled: async () => {},
    recall: async () => ({ refusal: 'unknown_token' }),
    surrendered() {},
    ...methods,
  };
}
