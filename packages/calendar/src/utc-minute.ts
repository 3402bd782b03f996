/** Whole minutes of Unix time. A *range* of them holds its start and not its end. */
export type UtcMinute = number;
