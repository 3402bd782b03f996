import { afterAll, describe, expect, test } from 'bun:test';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, startServerProcess } from '@stepstream/testing/server-process';
import { createStepstream, startServer } from 'stepstream';
import { enginePartsOf } from 'stepstream/internals';

const ROOT = join(import.meta.dir, '../..');
const FOLDER = join(ROOT, 'deploy/prometheus');
const PROMTOOL = findProgram('promtool');
const PROMETHEUS = findProgram('prometheus');
const NEEDS_PROMTOOL = PROMTOOL ? '' : ' (skipped: no promtool; apt-get install prometheus)';
const NEEDS_PROMETHEUS = PROMETHEUS ? '' : ' (skipped: no Prometheus; apt-get install prometheus)';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

const { groups } = Bun.YAML.parse(await readFile(join(FOLDER, 'alerts.yml'), 'utf8')) as {
  groups: { rules: Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

interface Panel {
  readonly title: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly targets?: readonly { readonly expr: string }[];
}
const dashboard = JSON.parse(
  await readFile(join(ROOT, 'deploy/grafana/stepstream.json'), 'utf8'),
) as {
  panels: Panel[];
  annotations: { list: { expr: string }[] };
  templating: { list: { query: string | { query: string } }[] };
};
const panelQueries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }): [string, string] => [title, expr]),
);

const engine = createStepstream({ logLevel: 'silent' });
afterAll(() => engine.close());
/** The labels of each series that there is. */
const series = new Map(
  enginePartsOf(engine).metrics.all.flatMap(({ name, type, labels = [] }) =>
    type === 'histogram'
      ? [
          [`${name}_bucket`, [...labels, 'le']],
          [`${name}_sum`, labels],
          [`${name}_count`, labels],
        ]
      : [[name, labels]],
  ) as [string, string[]][],
);
/** What Prometheus adds, or makes itself. */
const OF_PROMETHEUS = ['job', 'instance'];

/** The series that a query names, each with the labels that it asks of it. */
function seriesOf(query: string): [name: string, labels: string[]][] {
  const named = query.matchAll(/\b((?:stepstream|process)_\w+|up)\b(?:\{([^}]*)\})?/g);
  return Array.from(named, ([, name = '', selector = '']) => [
    name,
    Array.from(selector.matchAll(/(\w+)=~?"/g), ([, label = '']) => label),
  ]);
}

function expectToExist(query: string): void {
  const asked = seriesOf(query);
  expect(asked).not.toEqual([]);
  for (const [name, labels] of asked) {
    if (name === 'up') continue;
    const known = series.get(name);
    expect([name, known !== undefined]).toEqual([name, true]);
    const strange = labels.filter((label) => ![...OF_PROMETHEUS, ...(known ?? [])].includes(label));
    expect([name, strange]).toEqual([name, []]);
  }
  const grouped = Array.from(query.matchAll(/\bby \(([^)]*)\)/g), ([, list = '']) => list);
  const all = new Set([...OF_PROMETHEUS, ...asked.flatMap(([name]) => series.get(name) ?? [])]);
  for (const label of grouped.flatMap((list) => list.split(/,\s*/))) expect(all).toContain(label);
}

describe('every query asks for what the server tells', () => {
  test.each(rules.map(({ alert, expr }) => [alert, expr]))('of the alert %s', (_, expr) => {
    expectToExist(expr);
  });
  test.each(panelQueries)('of the panel %s', (_, expr) => {
    expectToExist(expr);
  });
  test('of annotations and variables', () => {
    for (const { expr } of dashboard.annotations.list) expectToExist(expr);
    const asked = dashboard.templating.list.flatMap(({ query }) =>
      typeof query === 'string' ? [] : [query.query],
    );
    expect(asked.length).toBe(1);
    for (const query of asked) expectToExist(query);
  });
});

test('the dashboard shows every metric', () => {
  const shown = new Set(panelQueries.flatMap(([, query]) => seriesOf(query).map(([name]) => name)));
  const isShown = (name: string) => shown.has(name) || shown.has(`${name}_bucket`);
  const { all } = enginePartsOf(engine).metrics;
  expect(all.map(({ name }) => name).filter((name) => !isShown(name))).toEqual([]);
});

test('no panel lies over another', () => {
  for (const [i, { title, gridPos: a }] of dashboard.panels.entries()) {
    for (const { title: other, gridPos: b } of dashboard.panels.slice(i + 1)) {
      const isApart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      expect([title, other, isApart]).toEqual([title, other, true]);
    }
  }
});

describe('the runbook', () => {
  test('has a page for each alert, and no other', async () => {
    const pages = (await readdir(join(ROOT, 'docs/runbook'))).filter(
      (page) => page !== 'README.md',
    );
    expect(pages.sort()).toEqual(rules.map(({ alert }) => `${alert}.md`).sort());
    for (const { alert, annotations } of rules) {
      expect(annotations['runbook_url']).toBe(`docs/runbook/${alert}.md`);
    }
  });

  test.each(rules.map(({ alert }) => alert))(
    'says of %s what it means and what to do',
    async (alert) => {
      const page = await readFile(join(ROOT, 'docs/runbook', `${alert}.md`), 'utf8');
      expect(page).toStartWith(`# ${alert}: `);
      const headings = Array.from(page.matchAll(/^## (.*)$/gm), ([, heading]) => heading);
      expect(headings).toEqual([
        'What it means',
        'What users see',
        'Where to look first',
        'What to do',
      ]);
      // What it names of ours is there.
      for (const [, name = ''] of page.matchAll(/`((?:stepstream|process)_\w+)/g)) {
        expect([...series.keys()].some((each) => each.startsWith(name))).toBe(true);
      }
      for (const [, target = ''] of page.matchAll(/\]\(([^)#]+)/g)) {
        expect(await Bun.file(join(ROOT, 'docs/runbook', target)).exists()).toBe(true);
      }
    },
  );
});

describe('promtool', () => {
  /** Runs it; what it says where it finds a fault. */
  const promtool = (...args: string[]) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync([`${PROMTOOL}`, ...args], { cwd: FOLDER });
    return exitCode === 0 ? '' : `${stdout}${stderr}`;
  };

  test.skipIf(!PROMTOOL)(`finds nothing wrong with the configuration${NEEDS_PROMTOOL}`, () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toBe('');
  });

  test.skipIf(!PROMTOOL)(
    `finds that each alert fires when it should${NEEDS_PROMTOOL}`,
    async () => {
      expect(promtool('test', 'rules', 'alerts.test.yml')).toBe('');
      const tests = await readFile(join(FOLDER, 'alerts.test.yml'), 'utf8');
      for (const { alert } of rules) {
        expect(tests).toContain(`name: ${alert} fires\n`);
        expect(tests).toContain(`name: ${alert} does not fire where all is well\n`);
      }
    },
  );

  test.skipIf(!PROMTOOL)(`can read every query of the dashboard${NEEDS_PROMTOOL}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-queries-'));
    try {
      const queries = panelQueries.map(([, expr]) =>
        expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*'),
      );
      const records = queries.map((expr, i) => ({ record: `query_${i}`, expr }));
      // JSON is YAML.
      const text = JSON.stringify({ groups: [{ name: 'dashboard', rules: records }] });
      await writeFile(join(folder, 'queries.yml'), text);
      expect(promtool('check', 'rules', join(folder, 'queries.yml'))).toBe('');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test.skipIf(!PROMETHEUS)(
  `Prometheus scrapes a server and knows its alerts${NEEDS_PROMETHEUS}`,
  async () => {
    const server = startServer({ port: 0, adminPort: 0, logLevel: 'silent' });
    const prometheus = await startServerProcess({
      name: 'prometheus',
      async prepare(folder) {
        const target = new URL(server.adminUrl).host;
        const config = await readFile(join(FOLDER, 'prometheus.yml'), 'utf8');
        const written = config
          .replaceAll('_interval: 15s', '_interval: 1s')
          .replace('[127.0.0.1:8100]', `["${target}"]`);
        expect(written).toContain(target);
        await writeFile(join(folder, 'prometheus.yml'), written);
        await copyFile(join(FOLDER, 'alerts.yml'), join(folder, 'alerts.yml'));
      },
      command: (folder, port) => [
        ...[`${PROMETHEUS}`, '--config.file=prometheus.yml', `--storage.tsdb.path=${folder}/data`],
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      isReady: async (port) => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok,
    });
    try {
      const api = async (path: string) =>
        (
          (await (await fetch(`http://127.0.0.1:${prometheus.port}/api/v1/${path}`)).json()) as {
            data: unknown;
          }
        ).data;
      const ask = async (query: string) => {
        const { result } = (await api(`query?query=${encodeURIComponent(query)}`)) as {
          result: { metric: Record<string, string>; value: [number, string] }[];
        };
        return result[0];
      };
      while (!(await ask('up{job="stepstream"} == 1'))) await Bun.sleep(100);
      const build = await ask('stepstream_build_info');
      expect(build?.metric).toMatchObject({ job: 'stepstream', version: expect.any(String) });
      expect((await ask('stepstream_store_up'))?.value[1]).toBe('1');
      const { groups: loaded } = (await api('rules')) as {
        groups: { rules: { name: string }[] }[];
      };
      expect(loaded.flatMap((group) => group.rules).map(({ name }) => name)).toEqual(
        rules.map(({ alert }) => alert),
      );
    } finally {
      await prometheus.remove();
      await server.stop();
    }
  },
);

test.skipIf(!PROMTOOL)(
  `promtool finds nothing wrong with what is told${NEEDS_PROMTOOL}`,
  async () => {
    const { metrics } = enginePartsOf(engine);
    const { text } = await metrics.scrape();
    const { exitCode, stderr, stdout } = Bun.spawnSync([`${PROMTOOL}`, 'check', 'metrics'], {
      stdin: Buffer.from(text),
    });
    expect([exitCode, `${stdout}${stderr}`]).toEqual([0, '']);
  },
);
