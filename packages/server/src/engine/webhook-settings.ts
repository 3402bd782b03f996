import { type Config, ConfigError } from '../config.ts';
import { isReadableOnItsWay, readEndpointUrls } from '../webhooks/endpoint-urls.ts';
import { readSecrets } from '../webhooks/sign.ts';

/** Where webhooks go, and what signs them. */
export interface WebhookDestinations {
  readonly urls: readonly string[];
  readonly keys: readonly Buffer[];
}

/**
 * Reads the settings of webhooks. What is wrong with a value is not shown, as it may be secret.
 *
 * @returns undefined where there are no webhooks
 * @throws {ConfigError} for an address or secret that is none, and where one lacks the other
 */
export function readWebhookSettings(
  settings: Pick<Config, 'webhookUrl' | 'webhookSecret' | 'webhookAllowHttp'>,
): WebhookDestinations | undefined {
  const urls = readEndpointUrls(settings.webhookUrl);
  const keys = readSecrets(settings.webhookSecret);
  if (!urls)
    throw new ConfigError('webhookUrl: expected addresses such as https://app.example.org/steps');
  if (!keys) throw new ConfigError('webhookSecret: expected whsec_ and 24 to 64 bytes in base64');
  if (urls.length === 0) return undefined;
  if (keys.length === 0) {
    throw new ConfigError(
      'webhooks need a secret to be signed with: set STEPSTREAM_WEBHOOK_SECRET',
    );
  }
  const readable = settings.webhookAllowHttp ? undefined : urls.find(isReadableOnItsWay);
  if (readable !== undefined) {
    const { origin } = new URL(readable);
    throw new ConfigError(
      `webhooks to ${origin} could be read on the way: use https, or allow it with --webhook-allow-http`,
    );
  }
  return { urls, keys };
}
