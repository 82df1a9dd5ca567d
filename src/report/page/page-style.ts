import { type FigureTheme, figureThemes } from '../figure/figure-theme.ts';

interface PageTheme extends FigureTheme {
  readonly panel: string;
  readonly line: string;
  readonly good: string;
  readonly bad: string;
  readonly caution: string;
  readonly wait: string;
  readonly cut: string;
}

const light: PageTheme = {
  ...figureThemes.light,
  panel: '#f6f7f9',
  line: '#d9dde2',
  good: '#00704f',
  bad: '#b3261e',
  caution: '#8a5a00',
  wait: '#ffe9a8',
  cut: '#ffd3c2',
};

const dark: PageTheme = {
  ...figureThemes.dark,
  panel: '#1b2026',
  line: '#343c45',
  good: '#4fd1a5',
  bad: '#ff8a80',
  caution: '#f0b955',
  wait: '#5a4700',
  cut: '#6b2f14',
};

/** The style sheet of a report page. */
export function pageStyle(): string {
  return `:root{${variables(light)};color-scheme:light}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${variables(dark)};color-scheme:dark}}
:root[data-theme=dark]{${variables(dark)};color-scheme:dark}
${rules.trim()}`;
}

function variables({ series, ...colours }: PageTheme): string {
  return [
    ...Object.entries(colours).map(([name, colour]) => `--${name}:${colour}`),
    ...series.map((colour, i) => `--series-${i}:${colour}`),
  ].join(';');
}

const rules = `
*{box-sizing:border-box}
body{margin:0;background:var(--background);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,body>header,body>footer{max-width:1240px;margin:0 auto;padding:0 20px}
body>header{display:flex;align-items:start;gap:16px;padding-top:24px}
body>header div{flex:1}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}
h2{font-size:19px;margin:36px 0 10px}
h3{font-size:16px;margin:0}
h4{font-size:14px;margin:14px 0 4px;display:inline-block}
p{margin:6px 0}
a{color:var(--series-0)}
.faint,footer{color:var(--muted)}
h4 .faint{font-weight:400}
button,input,select{font:inherit;color:inherit;background:var(--background);border:1px solid var(--line);border-radius:6px;padding:4px 9px}
button{cursor:pointer}
button:hover{border-color:var(--muted)}
:focus-visible{outline:2px solid var(--series-0);outline-offset:1px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px}
.groups{display:flex;flex-wrap:wrap;gap:0 56px}.groups>section{min-width:0;max-width:100%}
.mull-figure{display:block;width:100%;max-width:860px;height:auto;--figure-background:var(--background)}
.mull-figure .text{color:var(--text)}.mull-figure .muted{color:var(--muted)}.mull-figure .grid{color:var(--grid)}
.mull-figure .published{color:var(--published)}.mull-figure .hollow{fill:var(--background)}
${figureThemes.light.series.map((_, i) => `.mull-figure .series-${i}{color:var(--series-${i})}`).join('')}
.mull-figure a{cursor:pointer;color:inherit}
.mull-figure a:hover circle,.mull-figure a:hover path,.mull-figure a:focus-visible circle,.mull-figure a:focus-visible path{stroke:var(--text);stroke-width:2.5}
.mull-figure a:focus-visible{outline:none}
.table{overflow-x:auto;margin:8px 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:5px 14px 5px 0;border-bottom:1px solid var(--grid);white-space:nowrap}
th{color:var(--muted);font-weight:600;font-size:13px;border-bottom-color:var(--line)}
th button{border:0;padding:0;background:none;font:inherit;color:inherit}
th[aria-sort] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.number{text-align:right}
.notes{margin:12px 0;padding:0;list-style:none}
.notes li,.note{border-left:3px solid var(--caution);padding:3px 10px;margin:5px 0;background:var(--panel);overflow-wrap:anywhere}
.note.bad{border-color:var(--bad)}
details>summary{cursor:pointer}
.tools{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end}
.tools input{flex:1 1 260px;padding:6px 10px}
.tools label{display:grid;font-size:12px;color:var(--muted);max-width:260px}
.tools select{color:var(--text);font-size:14px;max-width:260px}
.filters{display:flex;flex-wrap:wrap;gap:6px;align-items:center;margin:10px 0}
.filter{border-radius:99px;padding:2px 11px;font-size:14px}
.filter[aria-pressed=true]{background:var(--text);color:var(--background);border-color:var(--text)}
.filter small{opacity:.75;font-variant-numeric:tabular-nums}
.shown{margin-left:auto;font-size:14px}
.panes{display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
.left{min-width:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.list{height:70vh;min-height:300px;overflow:auto;position:relative;contain:strict}
.rows{position:relative}
.row{display:grid;grid-template-columns:62px minmax(0,1fr) 110px 130px 112px 64px;gap:10px;align-items:center;height:36px;padding:0 12px;font-size:14px;white-space:nowrap}
.row>*{overflow:hidden;text-overflow:ellipsis}
.rows>.row{position:absolute;left:0;right:0;border-bottom:1px solid var(--grid);cursor:pointer}
.rows>.row:hover{background:var(--panel)}
.rows>.row.open{background:var(--panel);box-shadow:inset 3px 0 0 var(--series-0)}
.row.heading{background:var(--panel);color:var(--muted);font-size:13px;font-weight:600;border-bottom:1px solid var(--line)}
.sort{border:0;background:none;padding:0;font:inherit;text-align:left}
.sort.thinking{text-align:right}
.row .number{font-variant-numeric:tabular-nums}
.row small{color:var(--muted)}
.marks{display:flex;gap:5px}
.status{font-weight:700}
.status.right{color:var(--good)}.status.wrong{color:var(--bad)}.status.truncated,.status.no-answer{color:var(--caution)}.status.error{color:var(--bad)}
.flip{color:var(--series-3);font-weight:700}
.chip{display:inline-block;border-radius:5px;padding:0 6px;font-size:12px;line-height:19px;margin-right:4px}
.chip.wait,mark.wait{background:var(--wait);color:var(--text)}
.chip.cut,mark.cut{background:var(--cut);color:var(--text)}
.chip.flipped{border:1px solid currentColor;font-size:13px}
.chip.gained{color:var(--good)}.chip.lost{color:var(--bad)}
.empty,.hint{padding:10px 14px}
mark{border-radius:4px;padding:1px 3px;font-weight:600}
mark.place{font-size:12px;font-style:italic;font-weight:400;margin:0 2px}
.reader{border:1px solid var(--line);border-radius:8px;padding:12px 16px;min-width:0;height:calc(70vh + 37px);overflow:auto}
.reader-head{display:flex;gap:10px;align-items:center}
.reader-head .close{margin-left:auto;font-size:18px;line-height:1;padding:2px 9px}
.sides{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:20px}
.sides>*+*{border-left:1px solid var(--line);padding-left:20px}
.facts{font-size:13px}
.verdict{margin:8px 0 0}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0;unicode-bidi:plaintext}
.thinking.text{background:var(--panel);border-radius:6px;padding:10px 12px;font-size:14px}
.judged{display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 14px;margin:8px 0}
.judged dt{color:var(--muted)}.judged dd{margin:0;overflow-wrap:anywhere}
footer{padding:28px 20px!important;font-size:13px;overflow-wrap:anywhere}
.one-setting .setting{display:none}.one-setting .row{grid-template-columns:62px minmax(0,1fr) 170px 112px 64px}
@media (min-width:1000px){.panes.reading{grid-template-columns:minmax(0,9fr) minmax(0,11fr)}.panes.reading .row{grid-template-columns:62px minmax(0,1fr) 92px 96px 60px}.panes.reading .one-setting .row{grid-template-columns:62px minmax(0,1fr) 96px 60px}.panes.reading .row .taken{display:none}}
@media (max-width:999px){.reader{height:auto;max-height:none;order:-1}.row{grid-template-columns:52px minmax(0,1fr) 84px 100px 52px}.one-setting .row{grid-template-columns:52px minmax(0,1fr) 100px 52px}.row .taken{display:none}}
@media (max-width:640px){.row,.one-setting .row{grid-template-columns:46px minmax(0,1fr) 56px}.row .setting,.row .forced-count,.row .taken{display:none}.sides{grid-template-columns:minmax(0,1fr)}.sides>*+*{border-left:0;padding-left:0;border-top:1px solid var(--line)}h1{font-size:22px}}
@media print{.list,.tools,.filters,#explorer,#theme{display:none}}
`;
