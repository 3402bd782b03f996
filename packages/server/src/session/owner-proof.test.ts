import { describe, expect, test } from 'bun:test';
import { OwnerProof } from './owner-proof.ts';
import { StateBytes } from './state-walk.ts';

const ID = '11111111-2222-4333-8444-555555555555';

function setUp() {
  const proof = new OwnerProof(ID, true);
  const told = () => proof.token ?? '';
  /** Comes back with a token; returns the new one. */
  const comeBack = (token: string, mustBeSaved = false) => {
    expect(proof.admits(token)).toBe(true);
    proof.comeBack(token, mustBeSaved);
    return told();
  };
  return { proof, told, comeBack };
}

/** The proof, as a process has it that reads what this one has saved. */
function restored(proof: OwnerProof): OwnerProof {
  const writer = StateBytes.toWrite();
  writer.begin(1);
  proof.transfer(writer);
  const other = new OwnerProof(ID, true);
  other.transfer(StateBytes.toRead(writer.written(), 1));
  return other;
}

describe('a token', () => {
  test('is good until a newer one has been used', () => {
    const { proof, told, comeBack } = setUp();
    const first = told();
    comeBack(first);
    const second = comeBack(first);
    expect(second).not.toBe(first);
    // The message that told the second one was lost.
    expect(comeBack(first)).toBe(second);
    const third = comeBack(second);
    expect(proof.admits(first)).toBe(false);
    expect(proof.admits(second)).toBe(true);
    expect(comeBack(third)).not.toBe(third);
    expect(proof.admits(second)).toBe(false);
  });

  test('of somebody who never looks at new ones is good for ever', () => {
    const { told, comeBack } = setUp();
    const first = told();
    for (let i = 0; i < 20; i++) comeBack(first);
  });

  test('of another session, or of nothing, is none', () => {
    const { proof } = setUp();
    expect(proof.admits(new OwnerProof(ID, true).token ?? '')).toBe(false);
    expect(proof.admits('')).toBe(false);
    expect(new OwnerProof(ID, false).token).toBeUndefined();
  });
});

describe('where sessions outlive their server', () => {
  test('no token is told that is not written yet', () => {
    const { proof, told, comeBack } = setUp();
    const first = told();
    expect(comeBack(first, true)).toBe(first);
    restored(proof);
    expect(comeBack(first, true)).toBe(first);
    proof.written(proof.lastSave);
    const second = comeBack(first, true);
    expect(second).not.toBe(first);
    // The one after it is not in what was written then.
    const before = proof.lastSave;
    restored(proof);
    proof.written(before);
    expect(comeBack(second, true)).toBe(second);
    proof.written(proof.lastSave);
    expect(comeBack(second, true)).not.toBe(second);
  });

  test('each token that was told is good after a crash, whatever was saved before', () => {
    const { proof, told, comeBack } = setUp();
    const first = told();
    restored(proof);
    const saved = restored(proof);
    proof.written(proof.lastSave);
    const second = comeBack(first, true);
    expect(saved.admits(first)).toBe(true);
    expect(saved.admits(second)).toBe(true);
    saved.comeBack(second, true);
    expect(saved.token).toBe(second);
    expect(saved.admits(first)).toBe(false);
  });

  test('what is saved stays small, however often servers crash', () => {
    let proof = setUp().proof;
    const token = proof.token ?? '';
    for (let i = 0; i < 10; i++) {
      proof = restored(proof);
      expect(proof.admits(token)).toBe(true);
      proof.comeBack(token, true);
    }
  });
});
