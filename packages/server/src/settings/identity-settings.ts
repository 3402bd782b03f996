import { z } from 'zod';
import { yesOrNo } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** Shortest secret of HS256, in bytes: as long as what it makes. */
export const MIN_SECRET_BYTES = 32;
/** What a secret of tokens must be, in words. */
export const SECRET_RULE = `expected a secret of at least ${MIN_SECRET_BYTES} bytes, made by chance`;

/** Whether a text can be the secret of tokens. */
export function isTokenSecret(text: string): boolean {
  return Buffer.byteLength(text) >= MIN_SECRET_BYTES;
}

/** Where an issuer's keys are: over HTTPS, or on this machine. */
function isKeyUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return false;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
}

/** Who somebody is. */
export const IDENTITY_SETTINGS = {
  auth: {
    flag: 'auth',
    argument: 'kind',
    description:
      'Who may stream: none lets everybody in; token asks for a token (JWT) that names the user.',
    default: 'none',
    schema: z.enum(['none', 'token'], 'expected none or token'),
  },
  authSecret: {
    flag: 'auth-secret',
    argument: 'secret',
    description:
      'Secret that tokens are signed with (HS256). Better set by its variable, or in a file: flags can be seen by other users.',
    default: '',
    defaultText: 'made once, and kept in the state folder',
    isSecret: true,
    schema: z.string().refine((text) => text === '' || isTokenSecret(text), SECRET_RULE),
  },
  authSecretFile: {
    flag: 'auth-secret-file',
    argument: 'file',
    description: 'File that holds the secret of tokens.',
    default: '',
    defaultText: 'none',
    schema: z.string(),
  },
  authJwks: {
    flag: 'auth-jwks',
    argument: 'url',
    description:
      "Address of the issuer's public keys (JWKS), in place of a secret: RS256, ES256 or EdDSA.",
    default: '',
    defaultText: 'none',
    schema: z
      .string()
      .refine(
        (text) => text === '' || isKeyUrl(text),
        'expected an address such as https://id.example.org/jwks.json; http on this machine only',
      ),
  },
  authIssuer: {
    flag: 'auth-issuer',
    argument: 'name',
    description: 'Required value of the claim iss.',
    default: '',
    defaultText: 'anything',
    schema: z.string(),
  },
  authAudience: {
    flag: 'auth-audience',
    argument: 'name',
    description: 'Value that the claim aud must contain.',
    default: '',
    defaultText: 'anything',
    schema: z.string(),
  },
  trustUserIds: {
    flag: 'trust-user-ids',
    argument: null,
    description:
      'Without tokens: let anyone name any user, from anywhere. For networks in which everybody is trusted.',
    default: false,
    schema: yesOrNo,
  },
} as const satisfies Settings;
