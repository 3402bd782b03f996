/** The look of `/docs/api.html`, light and dark, on a desk and on a phone. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #0f172a; --muted: #526075; --line: #e2e8f0; --tint: #f4f7fa;
  --accent: #0f766e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f172a; --ink: #e8edf4; --muted: #9fb0c6; --line: #263750; --tint: #17233a;
    --accent: #2dd4bf;
  }
}
* { box-sizing: border-box }
body {
  margin: 0; display: flex; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, 'DejaVu Sans', sans-serif;
}
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; flex: 0 0 270px;
  padding: 24px 20px; border-right: 1px solid var(--line); font-size: 14px;
}
nav ul { list-style: none; margin: 0; padding: 0 }
nav a { display: block; padding: 2px 0; color: var(--muted); text-decoration: none; overflow-wrap: anywhere }
nav a:hover, nav a:focus { color: var(--accent) }
.brand { font-size: 18px; font-weight: 700; margin: 0 }
.brand span { font-weight: 400; color: var(--muted); font-size: 14px }
.group { margin: 20px 0 4px; font-weight: 600 }
main { flex: 1; min-width: 0; max-width: 960px; padding: 24px 40px 80px }
h1 { margin-top: 0 }
h2 { margin-top: 56px; padding-top: 20px; border-top: 1px solid var(--line) }
h3 { margin-top: 40px }
h4 { margin: 28px 0 6px; font-size: 17px }
a { color: var(--accent) }
code { font: 0.9em ui-monospace, 'DejaVu Sans Mono', monospace }
pre { padding: 10px 14px; background: var(--tint); border-radius: 6px; overflow-x: auto }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: 14px; margin: 10px 0 }
table { table-layout: fixed }
th:nth-child(1) { width: 27% }
th:nth-child(2) { width: 27% }
th:last-child { width: auto }
th, td { overflow-wrap: anywhere; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { color: var(--muted); font-weight: 600 }
.method { font-size: 13px; font-weight: 700; padding: 2px 8px; border-radius: 4px; background: var(--tint); color: var(--accent) }
@media (max-width: 760px) {
  body { display: block }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); max-height: 40vh }
  main { padding: 20px }
}
`.trim();
