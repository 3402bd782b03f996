import type { Words } from '../en.ts';

export const phone: Words['phone'] = {
  back: '‹ Konsole',
  status: {
    ready: 'Bereit',
    connecting: 'Verbindet …',
    walking: 'Zählt',
    lost: 'Verbindung verloren',
    over: 'Angehalten',
  },
  steps: (count) => (count === 1 ? 'Schritt' : 'Schritte'),
  stepsAloud: (count) => `${count} Schritte`,
  perMinute: 'Schritte/min',
  trace: 'Kurve dieses Telefons',
  waiting: 'Warte auf Bewegung …',
  vibrate: 'Bei jedem Schritt vibrieren',
  goOn: 'Weiter',
  stop: 'Stopp',
  start: 'Start',
  startAnew: 'Neu starten',
  keepInFront:
    'Lass diese Seite vorn; den Bildschirm hält sie selbst an. Hinter einer anderen App oder bei gesperrtem Bildschirm liefern Browser keine Bewegung.',
  wasAway: (time) =>
    `Diese Seite war ${time} lang nicht zu sehen. Browser liefern dann keine Bewegung: Schritte aus dieser Zeit fehlen.`,
  nothingKept: 'Die Bewegung geht nur an diesen Server und wird nicht aufbewahrt.',
  install: 'Lege diese Seite auf den Startbildschirm, um sie wie eine App zu öffnen.',
  noReadings:
    'Dieses Gerät liefert keine Bewegung: Es hat keinen Beschleunigungssensor, oder der Browser sperrt ihn (suche in seinen Einstellungen zu dieser Seite nach „Bewegungssensoren“).',
  connectionLost:
    'Die Verbindung ist verloren. Deine Schritte werden aufgehoben und später gezählt. Neuer Versuch …',
  unreached:
    'Der Server ist nicht zu erreichen; neuer Versuch. Manche Browser lehnen Sockets eines Servers ab, dessen Zertifikat sie nicht kennen: Dann hilft eines, dem das Telefon vertraut (--tls-cert).',
};
