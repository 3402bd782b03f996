import { describe, expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { Crowd, type Member } from './crowd.ts';

function setUp() {
  const clock = new ManualClock();
  const crowd = new Crowd(clock);
  const gone: string[] = [];
  const add = (name: string, answers = true) => {
    const member = {
      openedMs: clock.monotonic(),
      lastSignMs: clock.monotonic(),
      ping() {
        if (answers) member.lastSignMs = clock.monotonic();
      },
      giveWay: () => void gone.push(name),
    } satisfies Member;
    crowd.add(member);
    return member;
  };
  return { clock, crowd, gone, add };
}

describe('where the server is full', () => {
  test('those give way that have said nothing for ten seconds, the newest first', () => {
    const { clock, crowd, gone, add } = setUp();
    crowd.spoke(add('walker'));
    for (let i = 0; i < 40; i++) add(`silent ${i}`);
    clock.advance(9_999);
    add('new');
    expect(crowd.makeRoom()).toBe(false);
    clock.advance(1);
    expect(crowd.makeRoom()).toBe(true);
    expect(gone.length).toBe(32);
    expect(gone[0]).toBe('silent 39');
    expect(gone).not.toContain('silent 0');
    expect(crowd.size).toBe(10);
    expect(crowd.shed.silent).toBe(32);
  });

  test('nobody gives way who has said something', () => {
    const { clock, crowd, add } = setUp();
    crowd.spoke(add('walker'));
    clock.advance(60_000);
    expect(crowd.makeRoom()).toBe(false);
  });
});

describe('where memory is short', () => {
  test('whoever gives no sign of life when asked is closed', () => {
    const { clock, crowd, gone, add } = setUp();
    add('alive');
    add('in the midst of a frame', false);
    clock.advance(10_000);
    crowd.askForLife();
    clock.advance(4_000);
    crowd.askForLife();
    expect(gone).toEqual([]);
    clock.advance(1_000);
    crowd.askForLife();
    expect(gone).toEqual(['in the midst of a frame']);
    clock.advance(60_000);
    crowd.askForLife();
    expect(gone.length).toBe(1);
  });

  test('and about to be gone, the newest of the quiet are closed at once', () => {
    const { clock, crowd, gone, add } = setUp();
    crowd.spoke(add('quiet'));
    clock.advance(2_000);
    crowd.spoke(add('just heard of'));
    add('silent');
    crowd.makeRoomAtOnce();
    expect(gone).toEqual(['silent']);
    crowd.makeRoomAtOnce();
    crowd.makeRoomAtOnce();
    expect(gone).toEqual(['silent', 'quiet']);
  });
});
