/** What came of an audit, in one line for people. */
export interface AuditVerdict {
  readonly passed: boolean;
  readonly line: string;
}

/** Of what `npm audit --json` prints, what is read. */
interface AuditReport {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly message?: string;
  readonly statusCode?: number;
}

/** How a registry says that it knows nothing of audits. */
const NO_ENDPOINT: readonly (number | undefined)[] = [404, 405, 410, 501];

/**
 * Judges an audit. Known vulnerabilities fail it, and so does a registry that could not be asked; one that has no
 * audits, such as a mirror, does not.
 *
 * @param output what `npm audit --json` printed
 */
export function judgeAudit(output: string): AuditVerdict {
  const report = read(output);
  const counts = report?.metadata?.vulnerabilities;
  if (counts) {
    const { total = 0, ...kinds } = counts;
    if (total === 0) return { passed: true, line: 'npm audit: no known vulnerabilities' };
    const found = Object.entries(kinds).filter(([, count]) => count > 0);
    const list = found.map(([kind, count]) => `${count} ${kind}`).join(', ');
    return {
      passed: false,
      line: `npm audit: ${list}; see \`npm audit\`, then update or override what it names`,
    };
  }
  if (NO_ENDPOINT.includes(report?.statusCode)) {
    return {
      passed: true,
      line: `npm audit: NOT AUDITED, as this registry has no audit endpoint (${report?.message})`,
    };
  }
  const why = report?.message ?? 'npm printed no report';
  return { passed: false, line: `npm audit: could not be run: ${why}` };
}

function read(output: string): AuditReport | undefined {
  try {
    return JSON.parse(output) as AuditReport;
  } catch {
    return undefined;
  }
}
