import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SENSOR_FIELDS } from '@stepstream/protocol';
import { Batch, ServerMessage, Stop } from '@stepstream/protocol/schemas';
import { grammarOf, HAS_GRAMMARS, NEEDS_GRAMMARS } from './grammars.ts';

/**
 * Examples whose languages do not run here: their syntax is checked by a grammar, where there is one,
 * and what they send and read is compared with the contract.
 */
const ROOT = join(import.meta.dir, '../..');
const EXAMPLES = {
  dart: 'flutter/step_stream.dart',
  swift: 'swift/StepStream.swift',
  kotlin: 'kotlin/StepStream.kt',
} as const;

const languages = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[];
const sourceOf = (language: keyof typeof EXAMPLES) =>
  readFileSync(join(ROOT, 'examples', EXAMPLES[language]), 'utf8');
/** All quoted words of a source, without its comments. */
const wordsOf = (source: string) =>
  new Set([...source.replace(/\/\/.*$/gm, '').matchAll(/["'](\w+)["']/g)].map(([, word]) => word));

describe.each(languages)('%s', (language) => {
  const source = sourceOf(language);
  const words = wordsOf(source);

  test('sends batches of all six fields with their times, and a stop', () => {
    for (const word of [...SENSOR_FIELDS, 'timestamp', 'samples', 'action', 'stop']) {
      expect(words).toContain(word);
    }
    const sample = Object.fromEntries([...SENSOR_FIELDS, 'timestamp'].map((field) => [field, 1]));
    Batch.parse({ samples: [sample] });
    Stop.parse({ action: 'stop' });
  });

  test('reads messages and fields that the contract has', () => {
    const kinds = ServerMessage.options.map((each) => each.shape.type.value as string);
    const fields = new Set(ServerMessage.options.flatMap((each) => Object.keys(each.shape)));
    const sent = new Set([...SENSOR_FIELDS, 'samples', 'action', 'stop', 'resume']);
    const read = [...words].filter((word) => word && !sent.has(word as never)) as string[];
    for (const word of read) expect([...kinds, ...fields]).toContain(word);
    for (const word of ['session_started', 'step_detection', 'error', 'type', 'total_steps']) {
      expect(read).toContain(word);
    }
    for (const word of ['resume_token', 'resumed', 'total_requests']) expect(read).toContain(word);
    expect(source).toMatch(/resume=|"resume"/);
  });

  test('comes back after the same closes as the library', () => {
    const codes = /\[?\(?\{?(1001, 1005, 1006, 1011, 1012, 1013)/.exec(source);
    expect(codes).not.toBeNull();
  });

  test.skipIf(!HAS_GRAMMARS)(`is well-formed${NEEDS_GRAMMARS}`, async () => {
    const isWellFormed = await grammarOf(language);
    expect(isWellFormed(source)).toBe(true);
    // That it can fail: one bracket less.
    expect(isWellFormed(source.replace('{', ''))).toBe(false);
  });
});
