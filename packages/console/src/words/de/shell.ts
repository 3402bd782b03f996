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
};
