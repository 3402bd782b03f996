/** The style sheet of a report, in light and dark, on screens and paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #0f172a; --soft: #5b6b80; --line: #e2e8f0; --accent: #0f766e; --warn: #b45309 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0f172a; --ink: #f1f5f9; --soft: #94a3b8; --line: #24324a; --accent: #2dd4bf; --warn: #fbbf24 }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, 'DejaVu Sans', sans-serif }
main { max-width: 1200px; margin: 0 auto; padding: 24px 20px 64px }
h1 { font-size: 26px; line-height: 1.2; margin: 8px 0 4px; overflow-wrap: anywhere }
h2 { font-size: 19px; margin: 36px 0 10px }
h3 { font-size: 15px; margin: 28px 0 6px; overflow-wrap: anywhere }
a { color: var(--accent) }
.lead, .muted, figcaption { color: var(--soft) }
figcaption { font-size: 13px; max-width: 70ch }
figure { margin: 12px 0 }
figure svg { display: block; max-width: 100%; height: auto }
section { border-top: 1px solid var(--line); margin-top: 24px }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: 3px 14px 3px 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
th { font-weight: 600; color: var(--soft) }
.name, .pairs th { text-align: left }
td.name { white-space: normal; overflow-wrap: anywhere; min-width: 11em }
td.name small { display: block; color: var(--warn); max-width: 60ch; text-wrap: pretty }
.wide, figure { overflow-x: auto }
.notes, .warning { color: var(--warn); padding-left: 20px; margin: 4px 0 }
.concerns li { margin: 4px 0; overflow-wrap: anywhere }
details { margin: 8px 0 }
summary { cursor: pointer; color: var(--accent) }
.bar { text-align: left; min-width: 160px }
meter { width: 160px }
@media (max-width: 720px) {
  main { padding: 16px 12px 48px }
  figure svg { max-width: none }
}
@media print { details { display: none } section { break-inside: avoid } }
`.trim();
