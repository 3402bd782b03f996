/** What is drawn in which colour, and whether it is filled or stroked. */
const COLOURS = [
  ['.page', 'fill', 'page'],
  ['text', 'fill', 'muted'],
  ['.title', 'fill', 'ink'],
  ['.ink', 'fill', 'ink'],
  ['.walk', 'fill', 'walk'],
  ['.unknown', 'fill', 'grid'],
  ['.grid', 'stroke', 'grid'],
  ['.signal', 'stroke', 'signal'],
  ['.start', 'fill', 'start'],
  ['.start', 'stroke', 'start'],
  ['.end', 'fill', 'end'],
  ['.end', 'stroke', 'end'],
  ['.false', 'fill', 'wrong'],
  ['.false', 'stroke', 'wrong'],
  ['.true', 'fill', 'known'],
  ['.missed', 'stroke', 'wrong'],
  ['.probability', 'stroke', 'probability'],
  ['.note', 'stroke', 'ink'],
] as const;

const LIGHT = {
  page: '#ffffff',
  ink: '#0f172a',
  muted: '#5b6b80',
  grid: '#e2e8f0',
  signal: '#475569',
  start: '#0f766e',
  end: '#c2410c',
  known: '#334155',
  wrong: '#dc2626',
  probability: '#7c3aed',
  walk: '#e6f6f3',
} as const;

const DARK: Record<keyof typeof LIGHT, string> = {
  page: '#0f172a',
  ink: '#f1f5f9',
  muted: '#94a3b8',
  grid: '#24324a',
  signal: '#b6c3d4',
  start: '#2dd4bf',
  end: '#fb923c',
  known: '#cbd5e1',
  wrong: '#f87171',
  probability: '#a78bfa',
  walk: '#12303a',
};

/** Without CSS variables: not every viewer of SVG knows them. */
function colours(theme: Record<keyof typeof LIGHT, string>): string {
  return COLOURS.map(([what, how, name]) => `${what} { ${how}: ${theme[name]} }`).join('\n');
}

/** The style sheet of a plot, with dark colours where the viewer prefers them. */
export const STYLE = `
text { font: 12px system-ui, 'DejaVu Sans', sans-serif }
.title { font-size: 17px; font-weight: 600 }
.subtitle { font-size: 13px }
.signal, .probability { fill: none; stroke-width: 12; stroke-linejoin: round }
.stem { fill: none; stroke-opacity: .45 }
.missed { fill: none }
circle { stroke: none }
${colours(LIGHT)}
@media (prefers-color-scheme: dark) {
${colours(DARK)}
}
`.trim();
