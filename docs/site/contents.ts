/** The pages of the site, in their groups: what the menu shows, and the order in which one leads to the next. */
export interface PageGroup {
  readonly title: string;
  /** Documents by their paths in the repository. */
  readonly pages: readonly string[];
}

/** The page of REST and messages, which has no document: a server makes it from its running routes. */
export const INTERFACES = 'api.html';

export const GROUPS: readonly PageGroup[] = [
  {
    title: 'Start',
    pages: [
      'README.md',
      'docs/getting-started.md',
      'docs/concepts.md',
      'docs/troubleshooting.md',
      'docs/comparison.md',
      'docs/migration.md',
    ],
  },
  {
    title: 'Clients',
    pages: [
      'docs/first-frame.md',
      'docs/clients.md',
      'docs/client.md',
      'docs/phones.md',
      'docs/formats.md',
      'docs/live-for-apps.md',
      'docs/extending.md',
      'examples/README.md',
    ],
  },
  {
    title: 'Reference',
    pages: [
      'docs/protocol.md',
      INTERFACES,
      'docs/configuration.md',
      'docs/limits.md',
      'docs/history.md',
    ],
  },
  {
    title: 'Run it',
    pages: [
      'docs/console.md',
      'docs/deployment.md',
      'docs/operations.md',
      'docs/observability.md',
      'docs/runbook/README.md',
      'docs/restarts.md',
      'docs/durability.md',
      'docs/cluster.md',
      'docs/scale.md',
      'docs/performance.md',
    ],
  },
  {
    title: 'Trust',
    pages: ['docs/identity.md', 'docs/privacy.md', 'SECURITY.md', 'docs/licences.md'],
  },
  {
    title: 'Accuracy',
    pages: [
      'docs/accuracy.md',
      'models/tcn-3/card.md',
      'models/tcn-3/failures.md',
      'docs/model.md',
    ],
  },
  {
    title: 'Project',
    pages: [
      'docs/architecture.md',
      'docs/decisions/README.md',
      'CONTRIBUTING.md',
      'CODE_OF_CONDUCT.md',
      'docs/versions.md',
      'CHANGELOG.md',
      'docs/roadmap.md',
    ],
  },
];

/** Pages that the menu leaves out: others lead to them. */
export const HIDDEN = /^docs\/(decisions|runbook)\/(?!README)/;
