import type { FaultCode, HintCode } from '@stepstream/protocol';
import type { Words } from '../en.ts';

const SHORT: Readonly<Record<HintCode, string>> = {
  looks_like_g: 'sieht nach g aus',
  looks_like_no_gravity: 'sieht nach fehlender Schwerkraft aus',
  too_strong: 'zu stark',
  rate_too_low: 'zu niedrige Rate',
};

const HINTS: Readonly<Record<HintCode, string>> = {
  looks_like_g:
    'In Ruhe liegt die Beschleunigung nahe 1: Sie scheint in g zu sein. Stelle `accel_unit` ein.',
  looks_like_no_gravity:
    'In Ruhe liegt die Beschleunigung nahe 0: Die Schwerkraft scheint abgezogen zu sein. Stelle `gravity` ein.',
  too_strong:
    'Die Beschleunigung ist viel stärker als die eines Körpers: Vielleicht hat sie eine andere Einheit.',
  rate_too_low:
    'Es kommen zu wenige Messwerte je Sekunde, um Schritte zu sehen. Es braucht 20 oder mehr.',
};

const FAULTS: Readonly<Record<FaultCode, string>> = {
  invalid_json: 'Der Frame ist kein JSON.',
  invalid_message: 'Der Frame ist JSON, aber kein Objekt.',
  missing_fields: 'Einem Messwert fehlt ein notwendiges Feld.',
  invalid_value: 'Ein Feld hat einen unmöglichen Wert; `field` nennt es.',
  unknown_action: 'Der Server kennt diese Aktion nicht.',
  too_large: 'Der Frame ist länger, als der Server annimmt.',
  too_complex: 'Der Frame ist tiefer verschachtelt oder hat mehr Schlüssel als Messwerte.',
  invalid_binary: 'Der binäre Frame besteht nicht aus einer Grundzeit und ganzen Zeilen.',
  unauthenticated: 'Das neue Token ist falsch oder abgelaufen; das alte gilt weiter.',
  rate_limited: 'Der Client sendet mehr Messwerte je Sekunde, als der Server annimmt.',
  internal_error: 'Der Server ist an diesem Frame gescheitert; der Fehler liegt nicht bei dir.',
};

const of = (known: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(known, code) ? known[code] : undefined;

export const codes: Words['codes'] = {
  hintInShort: (code) => of(SHORT, code) ?? code.replaceAll('_', ' '),
  hint: (code, message) => of(HINTS, code) ?? message,
  fault: (code) => of(FAULTS, code) ?? '',
};
