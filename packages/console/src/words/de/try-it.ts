import type { Words } from '../en.ts';

export const tryIt: Words['tryIt'] = {
  title: 'Ausprobieren',
  sources: 'Was gesendet wird',
  source: { walk: 'Künstlich', recording: 'Aufzeichnung', phone: 'Telefon' },
  invitation: {
    walk: 'Drücke auf Gehen',
    recording: 'Lege eine Aufzeichnung hierher',
    phone: 'Geh mit deinem Telefon',
  },
  about:
    'Die Beschleunigung läuft durch den WebSocket dieses Servers, und jeder Schritt kommt zurück, sobald er geschieht.',
  stop: 'Stopp',
  speed: 'Tempo',

  walkLead:
    'Ein Gang aus einem Modell des Gehens, dessen wahre Schritte bekannt sind. Er nimmt denselben Weg durch den Server wie jedes Telefon.',
  walk: 'Gehen',
  asWalked: 'wie gegangen',
  atOnce: 'auf einmal',
  more: 'Mehr',
  cadence: 'Kadenz',
  perMinute: 'Schritte/min',
  force: 'Kraft',
  carriedIn: 'Getragen',
  places: { hand: 'in der Hand', pocket: 'in der Hosentasche', wrist: 'als Uhr' },
  stands: 'Steht auf halbem Weg 4 s lang still',
  walkTitle: (seed) => `Künstlicher Gang ${seed}`,

  scan: 'Scanne ihn mit einem Telefon im selben Netz.',
  warns:
    'Das Zertifikat ist das dieses Servers, darum warnt das Telefon einmal: trotzdem fortfahren.',
  tapStart: 'Tippe auf Start und erlaube Bewegung.',
  pocket: 'Steck es in die Tasche und geh los.',
  codeOf: (url) => `QR-Code von ${url}`,
  thisPhone: 'Geh mit diesem Telefon: Es zählt mit.',
  openCounter: 'Schrittzähler öffnen',
  noNetwork:
    'Telefone liefern Bewegung nur an Seiten über HTTPS, und die gibt es hier noch nicht. Starte den Server mit einem Schalter mehr:',
  noNetworkNote:
    'Oder `npx stepstream serve --lan`. Dann erscheint hier und im Terminal ein Code zum Scannen. Auch andere in deinem Netz erreichen den Server dann; um zu sehen, wer sendet, brauchen sie ein Token.',

  steps: (count) => (count === 1 ? 'Schritt' : 'Schritte'),
  whileWalking: 'Schritte/min im Gehen',
  rate: 'Messwerte/s',
  streamed: 'min : s gesendet',
  progress: 'Anteil, der gesendet ist',
  ofTruth: (count) => `von ${count}`,
  trueSteps: 'wahren Schritten',
  ofTrueSteps: (count) => `bei ${count} wahren Schritten`,
  ofKnown: (counted, count) => `${counted} von ${count}, wo Schritte bekannt sind`,
  counted: (steps) => `${steps} Schritte gezählt.`,
  countedOf: (steps, truth) => `${steps} Schritte gezählt, ${truth} waren es.`,
  stepsAloud: (count) => `${count} Schritte`,
  trace: (title, steps) => `Kurve von ${title}: ${steps} Schritte`,
  streamBegins: 'Das Senden beginnt …',
  walkBegins: 'Der Gang beginnt …',
  needsToken:
    'Dieser Server fragt, wer sendet, und diese Seite hat kein Token vorzuweisen. Ein Programm kann es: siehe Erster Frame.',
  saveSteps: 'Schritte sichern',
  lost: 'Die Verbindung ist verloren. Neuer Versuch …',
  unusable: (count, why) => `${count} Messwerte sind unbrauchbar: ${why}.`,
};
