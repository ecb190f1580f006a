/** The demo's one style sheet, served as /demo.css. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --background: #f7f8f8; --panel: #ffffff; --line: #dfe3e4; --ink: #14191c; --muted: #58636a;
  --accent: #0b6b5d; --on-accent: #ffffff; --tint: #e1f1ee; --warning: #9a4b00; --danger: #b3261e; --danger-tint: #fdeceb; --code: #f1f3f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #15191b; --panel: #1c2225; --line: #2f383c; --ink: #eef2f3; --muted: #9aa7ad;
    --accent: #5fd0bc; --on-accent: #06231e; --tint: #163530; --warning: #ffb866; --danger: #ff8a80; --danger-tint: #3a1f1d; --code: #242b2f;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; background: var(--background); color: var(--ink); }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { display: flex; align-items: center; gap: 12px; padding: 16px 24px; border-bottom: 1px solid var(--line); background: var(--panel); }
.badge { width: 36px; height: 36px; border-radius: 9px; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); font-weight: 700; font-size: 18px; }
header strong { font-size: 17px; }
nav { margin-left: auto; display: flex; gap: 4px; }
nav a { padding: 7px 12px; border-radius: 8px; color: var(--muted); text-decoration: none; font-weight: 500; }
nav a:hover { background: var(--code); color: var(--ink); }
nav a[aria-current] { color: var(--accent); background: var(--tint); }
main { width: 100%; max-width: 560px; margin: 40px auto; padding: 0 20px; flex: 1; }
.wide { max-width: 800px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 6px; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 16px; margin: 0 0 4px; }
p { margin: 0 0 16px; }
.lead { color: var(--muted); margin-bottom: 24px; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 24px; margin-bottom: 20px; box-shadow: 0 1px 2px rgb(0 0 0 / 4%); }
.centred { text-align: center; }
fieldset { border: 0; padding: 0; margin: 0 0 20px; }
legend, label.field { font-weight: 600; padding: 0; margin-bottom: 8px; display: block; }
.choices { display: grid; gap: 8px; }
.choice { display: flex; align-items: center; gap: 12px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 10px; cursor: pointer; }
.choice:hover { border-color: var(--accent); }
.choice:has(input:checked) { border-color: var(--accent); background: var(--tint); }
.choice input { accent-color: var(--accent); width: 18px; height: 18px; margin: 0; flex: none; }
.choice span { display: block; }
.choice strong, .choice small { display: block; line-height: 1.4; }
.choice small { color: var(--muted); font-size: 14px; }
select, input[type="text"] { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 9px; height: 44px; padding: 0 12px; width: 100%; }
input.digits::placeholder { color: var(--muted); opacity: 0.45; }
input.digits { font: 600 22px/1 ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; letter-spacing: 0.2em; text-align: center; }
button, .button { font: inherit; font-weight: 600; height: 44px; padding: 0 18px; border-radius: 9px; border: 1px solid var(--line); background: var(--panel); color: var(--ink); cursor: pointer; display: inline-flex; align-items: center; justify-content: center; text-decoration: none; }
button:hover, .button:hover { border-color: var(--accent); }
.primary, .primary:hover { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.full { width: 100%; }
.row { display: flex; gap: 10px; align-items: end; }
.row > .grow { flex: 1; }
.or { display: flex; align-items: center; gap: 12px; color: var(--muted); font-size: 14px; margin: 20px 0; }
.or::before, .or::after { content: ""; height: 1px; background: var(--line); flex: 1; }
.number { font: 700 56px/1.1 ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; font-variant-numeric: tabular-nums; letter-spacing: 0.06em; margin: 12px 0 16px; white-space: nowrap; }
.number .gap { margin-left: 0.35em; }
progress { width: 100%; height: 6px; border: 0; border-radius: 3px; overflow: hidden; background: var(--code); appearance: none; display: block; margin: 0 0 8px; }
progress::-webkit-progress-bar { background: var(--code); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 3px; }
progress::-moz-progress-bar { background: var(--accent); }
.state { font-weight: 600; font-size: 18px; }
.state.large { font-size: 26px; line-height: 1.25; margin: 0 0 6px; }
.muted { color: var(--muted); }
.mark { width: 56px; height: 56px; border-radius: 50%; display: grid; place-items: center; margin: 0 auto 16px; background: var(--tint); color: var(--accent); }
.mark svg { width: 28px; height: 28px; }
.mark.bad { background: var(--danger-tint); color: var(--danger); }
.notice { padding: 12px 14px; border-radius: 10px; background: var(--danger-tint); color: var(--danger); font-weight: 500; margin-bottom: 20px; }
.two { display: grid; grid-template-columns: 244px 1fr; gap: 28px; }
.two > * { min-width: 0; }
@media (max-width: 640px) { .two { grid-template-columns: 1fr; } main { margin: 24px auto; } .number { font-size: 44px; } header { flex-wrap: wrap; } nav { margin-left: 0; } }
.qr { background: #fff; border: 1px solid var(--line); border-radius: 10px; padding: 10px; display: block; max-width: 244px; }
.qr svg { display: block; width: 100%; height: auto; }
dl { margin: 0; display: grid; gap: 14px; }
dt { color: var(--muted); font-size: 14px; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.mono { font-family: ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; }
.key { font-size: 20px; letter-spacing: 0.04em; }
.link { display: block; font-size: 13px; font-weight: 400; background: var(--code); border-radius: 8px; padding: 8px 10px; margin-bottom: 8px; overflow-wrap: anywhere; user-select: all; color: inherit; text-decoration: none; }
.thumbprint { font-size: 14px; font-weight: 400; }
footer { padding: 20px 24px; color: var(--muted); font-size: 14px; text-align: center; }
.dot { width: 9px; height: 9px; border-radius: 50%; background: var(--accent); display: inline-block; margin-right: 9px; vertical-align: 1px; }
@media (prefers-reduced-motion: no-preference) { .dot { animation: pulse 1.6s ease-in-out infinite; } @keyframes pulse { 50% { opacity: 0.25; } } }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
