import type { Words } from '../en.ts';

export const trace: Words['trace'] = {
  tools: 'Ansicht',
  pause: 'Pause',
  follow: 'Folgen',
  zoomOut: 'Verkleinern',
  zoomIn: 'Vergrößern',
  all: 'Alles',
  saveSamples: 'Messwerte, Wahrscheinlichkeiten und Schritte sichern',
  savePicture: 'Das Bild sichern, wie es zu sehen ist',
  withKeys: (label) =>
    `${label}. Die Leertaste hält an, Plus und Minus zoomen, Pfeile verschieben, a zeigt alles.`,
  acceleration: 'Beschleunigung, m/s²',
  walk: 'Gang mit seinen Schritten',
  cadence: 'Kadenz, Schritte/min',
  step: 'gezählter Schritt',
  likelihood: 'Wahrscheinlichkeit',
  truth: 'wahrer Schritt',
  piece: (from, to, seconds) => `${from} bis ${to} (${seconds} s)`,
  steps: (count, grouped) => `${grouped} ${count === 1 ? 'Schritt' : 'Schritte'}`,
  walking: (cadence) => `${cadence} Schritte/min im Gehen`,
  likelihoodOf: (value) => `Wahrscheinlichkeit ${value}`,
  stepOf: (number) => `Schritt ${number}`,
};
