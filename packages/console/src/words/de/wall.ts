import type { Words } from '../en.ts';

export const wall: Words['wall'] = {
  title: 'Wand',
  lead: 'Scanne den Code mit einem Telefon, tippe auf Start und geh los: Jedes Telefon bekommt eine Kachel.',
  warns:
    'Das Zertifikat ist das dieses Servers, darum warnen Telefone einmal: trotzdem fortfahren.',
  addressOf: 'Die Seite für Telefone',
  nobody: 'Noch kein Telefon',
  nobodyNote: 'Das erste, das gescannt und gestartet wird, erscheint hier.',
  tiles: 'Telefone',
  more: (count) =>
    count === 1
      ? 'Ein weiteres Telefon hat hier keinen Platz.'
      : `${count} weitere Telefone haben hier keinen Platz.`,
  steps: (count) => (count === 1 ? 'Schritt' : 'Schritte'),
  perMinute: 'Schritte/min',
  resting: 'in Ruhe',
  away: 'Verbindung verloren',
  over: 'hat aufgehört',
  total: (count) => `zusammen ${count} Schritte`,
  fullScreen: 'Vollbild',
};
