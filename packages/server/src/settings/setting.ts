import type { z } from 'zod';

/** One thing an operator can set. */
export interface Setting<Value> {
  /** The flag of `stepstream serve`, without dashes; also names the environment variable. */
  readonly flag: string;
  /** What the flag's argument is called in the help; null where the flag alone says yes. */
  readonly argument: string | null;
  readonly description: string;
  readonly default: Value;
  /** What to call the default where its value says little. */
  readonly defaultText?: string;
  /** Whether its text is not to be seen, not even where it is wrong. Default: no. */
  readonly isSecret?: true;
  /** Whether a part of it may be secret, such as the password in an address; that part is not shown. Default: no. */
  readonly holdsSecret?: true;
  /** Whether a server that runs takes it from its configuration file again on SIGHUP. Default: no. */
  readonly reloads?: true;
  /** Reads the text of a flag or variable. */
  readonly schema: z.ZodType<Value, string>;
}

/** Some settings, by their names in the code. */
export type Settings = Readonly<
  Record<
    string,
    | Setting<string>
    | Setting<number>
    | Setting<boolean>
    | Setting<number | 'auto'>
    | Setting<number | 'none'>
  >
>;
