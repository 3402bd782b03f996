import { type Config, maxOpenFiles, sessionsWithin } from '../index.ts';

/** What `serve` says where this process may not have as many sockets open as there may be sessions. */
export function fileNotes({ maxSessions }: Pick<Config, 'maxSessions'>): readonly string[] {
  const files = maxOpenFiles();
  const room = sessionsWithin(maxSessions, files);
  if (room === maxSessions || (maxSessions === 0 && room > 0 && files === undefined)) return [];
  const wanted = maxSessions === 0 ? 'any number' : String(maxSessions);
  return [
    `This process may open ${files} files, which is enough for ${room} sessions; --max-sessions is ${wanted}. Raise the limit with ulimit -n, or LimitNOFILE= in systemd.`,
  ];
}
