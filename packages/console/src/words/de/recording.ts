import type { Words } from '../en.ts';

export const recording: Words['recording'] = {
  drop: 'Aufzeichnungen hierher legen',
  dropTitle: 'Lege Aufzeichnungen irgendwo hin',
  choose: 'Datei wählen',
  input: 'Aufzeichnung',
  note: 'Jede Tabelle mit Zeit und Beschleunigung, von einer App, einem Gerät oder dir selbst: CSV, JSON, Excel, gzip oder zip. Sie geht nur an diesen Server.',
  asFastAsItGoes: 'so schnell es geht',
  asRecorded: 'wie aufgezeichnet',
  again: 'Noch einmal senden',
  reading: (name) => `Lese ${name} …`,
  read: (format, samples, unit) => `${format}, ${samples} Messwerte in ${unit}`,
  noGravity: 'ohne Schwerkraft',
  noGyroscope: 'kein Gyroskop',
  unreadable: (name, why) => `${name} war nicht zu lesen (${why}). Läuft der Server noch?`,

  table: 'Aufzeichnungen',
  name: 'Aufzeichnung',
  steps: 'Schritte',
  offBy: 'Daneben um',
  nothing:
    'Unter diesen Dateien ist keine Aufzeichnung: Wähle sie zusammen mit dem, was von ihr bekannt ist.',
  waiting: 'wartet …',
  openHere: 'Als Bericht öffnen',

  orSay: 'Oder sag, was darin steht:',
  axes: ['Zeit', 'Beschleunigung x', 'Beschleunigung y', 'Beschleunigung z'],
  unit: 'Einheit der Beschleunigung',
  rate: 'Messwerte je Sekunde',
  tooFewColumns:
    'Sie hat zu wenige Spalten: Schritte werden aus der Beschleunigung entlang x, y und z gezählt. Exportiere alle drei.',
  noTimeColumn: 'keine: gleichmäßige Rate',
  readItSo: 'So lesen',
};
