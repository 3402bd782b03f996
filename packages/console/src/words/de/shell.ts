import type { Words } from '../en.ts';

export const shell: Words['shell'] = {
  tagline: 'Bewegung rein, Schritte raus, sofort',
  api: 'API',
  detector: 'Der Detektor',
  modelCard: 'Der Detektor: was er ist, und wo er versagt',
  language: 'Sprache',
  loading: 'Wird geladen …',
  notLoaded: 'Dieser Teil der Seite konnte nicht geladen werden. Läuft der Server noch?',
  views: 'Ansichten',
  view: { home: 'Konsole', firstFrame: 'Erster Frame', report: 'Bericht', wall: 'Wand' },
  tryNow: 'Jetzt versuchen',
  link: {
    connecting: 'Verbindet …',
    open: 'Verbunden',
    lost: 'Verbindung verloren, neuer Versuch …',
    locked: 'Live-Ansicht gesperrt',
    refused: 'Live-Ansicht gesperrt',
  },
  decimalMark: ',',

  unlock: {
    title: 'Für alle, die diesen Server betreiben',
    lead: 'Die Sitzungen anderer gibt es mit dem Admin-Token zu sehen, das `stepstream serve` ausgibt. Zum Ausprobieren braucht es keines.',
    token: 'Admin-Token',
    show: 'Zeigen',
    refused:
      'Das ist nicht das Token dieses Servers. Es wechselt bei jedem Start, es sei denn, STEPSTREAM_ADMIN_TOKEN ist gesetzt.',
  },

  /** Why a phone gives no motion. */
  motion: {
    needsHttps:
      'Browser liefern Bewegung nur über HTTPS, und diese Seite kam ohne. Starte den Server mit --lan und öffne die https-Adresse, die er nennt.',
    noMotion:
      'Dieser Browser kennt keine Bewegung. Versuche es mit einem aktuellen Chrome oder Safari.',
    notAllowed:
      'Die Bewegung wurde nicht erlaubt. Schließe diesen Tab, öffne die Seite noch einmal, tippe auf Start und erlaube sie.',
  },
};
