import type { Command } from 'commander';

/** One line of the verdict: what must hold, and what came of it. */
export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly measured: string;
  readonly met: boolean;
}

/** A table for the end: its header and its rows. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a scenario came to. */
export interface Outcome {
  readonly tables: readonly Table[];
  readonly checks: readonly Check[];
}

/** Tells a person how far it is. */
export type Tell = (text: string) => void;

/** A kind of harm that a server is done while people walk. */
export interface Scenario<Flags extends object = object> {
  readonly name: string;
  readonly description: string;
  /** Adds the options that it has beside those of all scenarios. */
  options(command: Command): Command;
  run(flags: Flags, tell: Tell): Promise<Outcome>;
}

/** A line of the verdict. @param met whether it holds; by default, that what was measured is what was expected */
export function check(
  what: string,
  expected: string,
  measured: number | string,
  met = String(measured) === expected,
): Check {
  return { what, expected, measured: String(measured), met };
}
