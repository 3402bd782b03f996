import type { CloseReason } from '@stepstream/protocol';
import type { ResumeRequest } from '../session/index.ts';
import type { StreamContext } from './stream-context.ts';

/** Why a client gets no session, where it gets none. Those who have said nothing yet give way to others. */
export function refusalOf(
  { registry, crowd, limits }: Pick<StreamContext, 'registry' | 'crowd' | 'limits'>,
  address: string | undefined,
  userId?: string,
  resume?: ResumeRequest,
): CloseReason | undefined {
  if (userId !== undefined && limits.userSession(userId, address) > 0) return 'rate_limited';
  let refusal = registry.refusal(userId, resume);
  if (refusal === 'server_full' && crowd.makeRoom()) refusal = registry.refusal(userId, resume);
  if (refusal === 'server_full') limits.noRoom?.();
  return refusal;
}
