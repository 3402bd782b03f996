import { formatMinute } from '@stepstream/calendar';
import { UserList, UserSteps } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Access } from '../auth/access.ts';
import { type Audit, audited, NO_AUDIT, userTarget } from '../http/audited.ts';
import { documentRoute } from '../http/document-route.ts';
import { operatorsOfUser, operatorsOnly, readersOfUser } from '../http/operators-only.ts';
import { problem } from '../http/problem.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { USER_PARAMETER, userInPath } from '../http/user-in-path.ts';
import type { Clock } from '../session/index.ts';
import { answering } from './answering.ts';
import { exportSteps, readExportRange } from './export-steps.ts';
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS, readExportFormat } from './formats/index.ts';
import { MAX_RANGE_DAYS, type Parameters } from './read-division.ts';
import {
  DEFAULT_LIMIT,
  MAX_LIMIT,
  readLimit,
  readStepsPage,
  readStepsQuery,
  type StepsPage,
  type StepsQuery,
} from './steps-page.ts';
import { streamOf } from './stream-of.ts';
import type { UserHistory } from './user-history.ts';
import { DIVISION_PROBLEMS, divisionParameters, pageParameters } from './user-parameters.ts';
import { DEFAULT_USERS, MAX_USERS, readUsersPage } from './users-page.ts';

/** What the routes of users need. */
export interface UsersContext {
  readonly history: UserHistory;
  readonly access: Access;
  readonly audit?: Audit;
  readonly clock: Clock;
  /** Told of a store that fails. */
  onError(error: unknown): void;
}

const COMMON = { tag: 'Users', operatorsOnly: true } as const;
/** Whoever may read a user's history may use these. */
const READING = { tag: 'Users', readersOnly: true } as const;

/** `/users`: operators list and remove users; they and users themselves read and take out steps. */
export function createUserRoutes(context: UsersContext): Hono<RestEnv> {
  const { history, access, clock, onError, audit = NO_AUDIT } = context;
  const routes = new Hono<RestEnv>();

  routes.get(
    '/users',
    operatorsOnly(access),
    documentRoute({
      ...COMMON,
      id: 'listUsers',
      summary: 'The users of whom steps are kept',
      parameters: pageParameters(DEFAULT_USERS, MAX_USERS),
      answer: { description: 'Names, in the order of their UTF-8 bytes.', body: UserList },
      problems: ['invalid_limit', 'invalid_cursor', 'store_unavailable'],
    }),
    answering(context, async (c) => {
      const parameters: Parameters = { get: (name) => c.req.query(name) };
      const limit = readLimit(parameters, DEFAULT_USERS, MAX_USERS);
      const { users, nextCursor } = await readUsersPage(history, limit, parameters.get('cursor'));
      const data = users.map((user_id) => ({ user_id }));
      return c.json({ data, next_cursor: nextCursor } satisfies z.infer<typeof UserList>);
    }),
  );

  routes.get(
    '/users/:id/steps',
    readersOfUser(access),
    documentRoute({
      ...READING,
      id: 'getUserSteps',
      summary: 'The steps of a user over time',
      description: `Steps are kept by the minute; what has just been counted is there, too. A range of at most ${MAX_RANGE_DAYS} days is divided into buckets that lie one beside another; the first and the last are cut off at its ends. Days with a change of clocks have 23 or 25 hours, and an hour that clocks show twice is two buckets. Nobody is unknown: a user without steps has a total of 0.`,
      parameters: [
        USER_PARAMETER,
        ...divisionParameters('the beginning of the day that the end lies in', '1h'),
        {
          name: 'fill',
          in: 'query',
          description: 'With `zero`, buckets without steps are there, too. Default: left out.',
          values: ['zero'],
        },
        ...pageParameters(DEFAULT_LIMIT, MAX_LIMIT),
      ],
      answer: { description: 'The total, and the buckets with steps.', body: UserSteps },
      problems: [
        ...DIVISION_PROBLEMS,
        'invalid_fill',
        'invalid_limit',
        'invalid_cursor',
        'store_unavailable',
      ],
    }),
    answering(context, async (c) => {
      const userId = userInPath(c);
      if (userId === undefined) return problem('invalid_user');
      const query = readStepsQuery({ get: (name) => c.req.query(name) }, clock.now());
      const page = await readStepsPage(await history.settle(userId), userId, query);
      return c.json(stepsAnswer(userId, query, page));
    }),
  );

  routes.get(
    '/users/:id/export',
    readersOfUser(access),
    audited(audit, 'user.export', userTarget),
    documentRoute({
      ...READING,
      id: 'exportUser',
      summary: 'All steps of a user, as a file',
      description:
        'Streamed, however long it is; buckets without steps are left out. `fhir` is a FHIR R4 Observation a line, as Bulk Data Access has them: whole days as LOINC 41950-7, all else as 55423-8; a bucket has the same id in each export.',
      parameters: [
        USER_PARAMETER,
        {
          name: 'format',
          in: 'query',
          description: 'The form of the file. Default: csv.',
          values: EXPORT_FORMAT_NAMES,
        },
        ...divisionParameters('the first step', '1m, and 1d with `fhir`'),
      ],
      answer: {
        description: 'The buckets, a line for each.',
        contentType: Object.values(EXPORT_FORMATS).map(({ contentType }) => contentType),
      },
      problems: ['invalid_format', ...DIVISION_PROBLEMS, 'store_unavailable'],
    }),
    answering(context, async (c) => {
      const userId = userInPath(c);
      if (userId === undefined) return problem('invalid_user');
      const format = readExportFormat(c.req.query('format'));
      const time = clock.now();
      const range = readExportRange({ get: (name) => c.req.query(name) }, format, time);
      const store = await history.settle(userId);
      return new Response(
        await streamOf(exportSteps(store, userId, range, format, time), onError),
        {
          headers: {
            'content-type': format.contentType,
            'content-disposition': `attachment; filename="steps.${format.extension}"`,
          },
        },
      );
    }),
  );

  routes.delete(
    '/users/:id',
    operatorsOfUser(access),
    audited(audit, 'user.delete', userTarget),
    documentRoute({
      ...COMMON,
      id: 'deleteUser',
      summary: 'Removes all that is kept of a user',
      description:
        'The live session is ended, as by `DELETE /sessions/{id}`; steps and what sessions could be resumed from are removed. Nobody is unknown: who is not there is removed, too.',
      parameters: [USER_PARAMETER],
      answer: { description: 'Nothing of the user is left.', status: 204 },
      problems: ['invalid_user', 'store_unavailable'],
    }),
    answering(context, async (c) => {
      const userId = userInPath(c);
      if (userId === undefined) return problem('invalid_user');
      await history.forget(userId);
      return c.body(null, 204);
    }),
  );
  return routes;
}

function stepsAnswer(
  userId: string,
  { zone, length }: StepsQuery,
  { total, buckets, nextCursor }: StepsPage,
): z.infer<typeof UserSteps> {
  return {
    user_id: userId,
    time_zone: zone.name,
    bucket: length,
    total,
    data: buckets.map(({ start, end, count }) => ({
      start_time: formatMinute(zone, start),
      end_time: formatMinute(zone, end),
      count,
    })),
    next_cursor: nextCursor,
  };
}
