/** The chart: rendered by a small reader of Helm's templates, and its values checked. Helm itself is not run. */
import { describe, expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HelmTemplates } from '@stepstream/testing/helm-template';
import { Ajv } from 'ajv';
import { DEFAULT_CONFIG } from 'stepstream';
import { parseConfigFile } from 'stepstream/internals';

const CHART = join(import.meta.dir, '../../deploy/helm/stepstream');
const read = (name: string) => readFileSync(join(CHART, name), 'utf8');

type Tree = { readonly [key: string]: Tree } & readonly Tree[];
const DEFAULTS = Bun.YAML.parse(read('values.yaml')) as Values;
type Values = Record<string, unknown> & {
  readonly settings: Record<string, unknown>;
  readonly secrets: Record<string, unknown>;
  readonly preStopSeconds: number;
  readonly terminationGracePeriodSeconds: number;
};
const chart = Bun.YAML.parse(read('Chart.yaml')) as {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
};
const isValid = new Ajv({ strictTypes: false }).compile(JSON.parse(read('values.schema.json')));

/** What the chart makes of values, by kind. */
function render(changes: Record<string, unknown> = {}): Map<string, Tree> {
  const values: Values = { ...DEFAULTS, ...changes };
  expect([isValid(values), isValid.errors]).toEqual([true, null]);
  const templates = new HelmTemplates({
    Values: values,
    Chart: { Name: chart.name, Version: chart.version, AppVersion: chart.appVersion },
    Release: { Name: 'steps', Namespace: 'apps', Service: 'Helm' },
  });
  templates.render(read('templates/_helpers.tpl'));
  const files = readdirSync(join(CHART, 'templates')).filter((name) => name.endsWith('.yaml'));
  const texts = files.map((name) => templates.render(read(`templates/${name}`)));
  const made = texts.filter((text) => text.trim() !== '').map((text) => Bun.YAML.parse(text));
  templates.render(read('templates/NOTES.txt'));
  return new Map((made as { kind: string }[]).map((one) => [one.kind, one as unknown as Tree]));
}

const EVERYTHING = {
  secrets: { existingSecret: 'steps-secrets', keys: ['admin-token', 'store', 'auth-secret'] },
  autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 10, sessions: 6000 },
  ingress: {
    enabled: true,
    className: 'nginx',
    host: 'a.example',
    tlsSecret: 'tls',
    annotations: {},
  },
  serviceMonitor: { enabled: true, interval: '15s', labels: { release: 'prometheus' } },
  podAnnotations: { one: 'two' },
};
const podOf = (made: Map<string, Tree>) => made.get('Deployment')?.['spec']?.['template']?.['spec'];

describe('the chart', () => {
  test('makes what a single server needs', () => {
    expect([...render().keys()].sort()).toEqual([
      ...['ConfigMap', 'Deployment', 'PodDisruptionBudget', 'Service'],
    ]);
  });

  test('makes everything that can be switched on', () => {
    expect([...render(EVERYTHING).keys()].sort()).toEqual([
      ...['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'PodDisruptionBudget'],
      ...['Service', 'ServiceMonitor'],
    ]);
    const persistence = { enabled: true, size: '5Gi', storageClass: 'fast' };
    const made = render({ persistence });
    expect(made.get('PersistentVolumeClaim')).toMatchObject({ spec: { storageClassName: 'fast' } });
    expect(made.get('Deployment')).toMatchObject({ spec: { strategy: { type: 'Recreate' } } });
  });

  test('names all it makes alike, and selects the pods that it makes', () => {
    const made = render(EVERYTHING);
    const labels = made.get('Deployment')?.['spec']?.['template']?.['metadata']?.['labels'];
    for (const [kind, one] of made) {
      expect([kind, one['metadata']?.['name']]).toEqual([kind, 'steps-stepstream' as never]);
    }
    for (const kind of ['Deployment', 'PodDisruptionBudget', 'ServiceMonitor']) {
      const selector = made.get(kind)?.['spec']?.['selector']?.['matchLabels'];
      expect(labels).toMatchObject(selector ?? { none: kind });
    }
    expect(labels).toMatchObject(made.get('Service')?.['spec']?.['selector'] ?? { none: true });
  });

  test('gives a server settings that it takes', () => {
    for (const settings of [
      DEFAULTS.settings,
      { 'log-level': 'warn', 'allowed-origins': ['https://a.example'] },
    ]) {
      const text = render({ settings }).get('ConfigMap')?.['data']?.['stepstream.json'];
      expect(parseConfigFile('stepstream.json', String(text)).size).toBe(
        Object.keys(settings).length,
      );
    }
  });

  test('hands each secret to the setting of its name, as a file', () => {
    const [container] = podOf(render(EVERYTHING))?.['containers'] ?? [];
    expect(container?.['env'] as unknown).toEqual(
      ['ADMIN_TOKEN', 'STORE', 'AUTH_SECRET'].map((name) => ({
        name: `STEPSTREAM_${name}_FILE`,
        value: `/run/secrets/stepstream/${name.toLowerCase().replace('_', '-')}`,
      })),
    );
  });

  test('asks the server how it is, and gives it the time to drain', () => {
    const pod = podOf(render());
    expect(pod).toMatchObject({
      enableServiceLinks: false,
      containers: [
        {
          livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
          readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
          lifecycle: { preStop: { exec: { command: ['bun', '-e', 'await Bun.sleep(6000)'] } } },
        },
      ],
    });
    const grace = Number(DEFAULTS.settings['grace'] ?? DEFAULT_CONFIG.grace);
    expect(DEFAULTS.terminationGracePeriodSeconds).toBeGreaterThan(DEFAULTS.preStopSeconds + grace);
  });

  test('lets a pod be nobody in particular, who writes nowhere but where it may', () => {
    const pod = podOf(render());
    expect(pod).toMatchObject({
      securityContext: { runAsNonRoot: true, runAsUser: 1000 },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ readOnly: true }, { mountPath: '/data' }, { mountPath: '/tmp' }],
        },
      ],
    });
  });

  test('scales by the live sessions of a pod', () => {
    expect(render(EVERYTHING).get('HorizontalPodAutoscaler')).toMatchObject({
      spec: {
        metrics: [
          { pods: { metric: { name: 'stepstream_sessions' }, target: { averageValue: '6000' } } },
        ],
      },
    });
  });

  test('refuses a monitor that would have no token', () => {
    expect(() => render({ ...EVERYTHING, secrets: DEFAULTS.secrets })).toThrow(
      'serviceMonitor needs secrets.existingSecret',
    );
  });
});

test.each([
  [{ replicas: 0 }],
  [{ replicas: '2' }],
  [{ colour: 'red' }],
  [{ settings: { port: 9000 } }],
  [{ settings: { logLevel: 'warn' } }],
  [{ secrets: { keys: ['password'] } }],
  [{ replicas: 2, persistence: { enabled: true } }],
])('values such as %p are refused by their schema', (changes) => {
  expect(isValid({ ...DEFAULTS, ...changes })).toBe(false);
});
