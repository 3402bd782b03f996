import { expect, test } from 'bun:test';
import { Owners } from './owners.ts';

const A = { node: 'a', session: 's', epoch: 0, requests: 5, time: 1 };
const line = (fields: Partial<typeof A>, msg: string) =>
  `${JSON.stringify({ ...A, ...fields, msg: `session ${msg}` })}\n`;

test('the log of a session that goes from one to the next has nothing wrong', () => {
  const owners = new Owners();
  const text = line({}, 'handed over');
  owners.read(0, text.slice(0, 20));
  owners.read(1, line({ node: 'b', epoch: 1, time: 2 }, 'taken over'));
  owners.read(0, text.slice(20));
  owners.read(1, '{"msg":"something else"}\n');
  // One that has slept.
  owners.read(0, line({ requests: 9, time: 3 }, 'handed over'));
  owners.read(0, line({ time: 3 }, 'surrendered'));
  const nothing = { wrong: 0, behind: 0 };
  expect(owners.tally()).toEqual({ taken: 1, handedOver: 2, surrendered: 1, ...nothing });
});

test('two owners in one epoch, and one that begins behind the last, are told of', () => {
  const owners = new Owners();
  owners.read(0, line({}, 'handed over'));
  owners.read(0, line({ node: 'b', epoch: 1, requests: 4, time: 2 }, 'taken over'));
  owners.read(1, line({ node: 'c', epoch: 1, time: 3 }, 'taken over'));
  owners.read(1, line({ node: 'd', epoch: 2, time: 4 }, 'handed over'));
  expect(owners.tally()).toMatchObject({ wrong: 2, behind: 1 });
});
