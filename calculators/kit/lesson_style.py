"""The look of what a notebook shows. Each pane has a shadow root of its own, so the sheet travels with it; colours are
those of the notebook's theme where there is one."""

SHEET = """
:host { --ink: var(--jp-ui-font-color1, #1f2a37); --soft-ink: var(--jp-ui-font-color2, #55606e); --line: var(--jp-border-color2, #c3cad3);
  --soft: var(--jp-layout-color2, #f1f4f7); --link: var(--jp-content-link-color, #0a5775); --green: #1d7a3d; --amber: #a35b00; --red: #b3261e;
  --s0: #0a5775; --s1: #5b8a3c; --s2: #c27a1a; --s3: #7a4e9e; --s4: #2a9d8f; --s5: #b8476b; --s6: #6b7785; --s7: #8c6d31; --sx: #d8232a;
  color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
* { box-sizing: border-box; }
p { margin: 0 0 .5em; } p:last-child { margin-bottom: 0; }
h3 { margin: 0 0 .4em; font-size: 1.1em; } h4 { margin: .8em 0 .3em; font-size: 1em; }
a { color: var(--link); } a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; margin: 0 0 .7em; font-size: .95em; } caption { text-align: left; font-weight: 650; padding-bottom: .3em; }
th, td { padding: .3em .9em .3em 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { font-weight: 650; border-top: 0; color: var(--soft-ink); } td.num, th.num, .facts td { text-align: right; font-variant-numeric: tabular-nums; }
.facts td { font-weight: 600; padding-right: 0; }
.question { font-weight: 650; margin-top: .6em; }
.number { color: var(--soft-ink); font-weight: 400; }
.muted, .cites { color: var(--soft-ink); font-size: .9em; }
.feedback { padding: .6em .9em; border-left: 4px solid var(--amber); background: var(--soft); }
.feedback.right { border-color: var(--green); } .feedback.unreadable { border-color: var(--soft-ink); }
.feedback ol { margin: .4em 0 0; padding-left: 1.4em; } .feedback code, code { font-family: var(--jp-code-font-family, ui-monospace, monospace); white-space: pre; }
.named { margin-top: .5em; } .named p { display: inline-block; margin: 0 1em 0 0; } .named details { background: var(--jp-layout-color1, #fff); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.progress { display: flex; align-items: center; gap: .8em; flex-wrap: wrap; }
.progress progress { width: min(20em, 100%); height: .9em; accent-color: var(--green); }
.progress > span { white-space: nowrap; }
.progress ol { display: flex; gap: .3em; margin: 0; padding: 0; list-style: none; }
.progress li { min-width: 2.6em; padding: .1em .4em; border: 1px solid var(--line); border-radius: 1em; text-align: center; font-size: .85em; }
.progress li.solved { background: var(--green); border-color: var(--green); color: #fff; } .progress li.tried { border-color: var(--amber); }
details { margin: 0 0 .4em; border: 1px solid var(--line); border-radius: 4px; } summary { padding: .4em .8em; cursor: pointer; font-weight: 600; }
details > div { padding: .2em .9em .7em; } details ul, details ol { padding-left: 1.4em; margin: .3em 0; }
.part { font-weight: 650; }
.calc-verdict-line { font-weight: 650; font-size: 1.05em; } .calc-answer { font-weight: 650; }
.calc-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5em, 1fr)); gap: .6em; margin: .6em 0; }
.calc-figure { padding: .5em .7em; border-top: 3px solid var(--link); background: var(--soft); } .calc-figure dt { font-size: .85em; color: var(--soft-ink); }
.calc-figure dd { margin: 0; font-size: 1.25em; font-weight: 700; font-variant-numeric: tabular-nums; } .calc-figure .calc-figure-rule { font-size: .8em; font-weight: 400; }
.calc-reason, .calc-change, .calc-formula, .calc-legend small { color: var(--soft-ink); }
.calc-steps { padding-left: 2em; } .calc-steps li { margin-bottom: .4em; } .calc-step-label { display: block; font-weight: 650; }
.calc-verdicts, .calc-legend, .calc-columns, .calc-path, .calc-timeline { list-style: none; margin: 0 0 .6em; padding: 0; }
.calc-verdict { display: flex; gap: .6em; padding: .4em 0; border-bottom: 1px solid var(--line); } .calc-verdict p { margin: 0; }
.calc-mark { display: inline-grid; place-items: center; flex: none; width: 1.4em; height: 1.4em; border-radius: 50%; background: var(--soft-ink); color: #fff; font-size: .8em; font-weight: 700; }
[data-status="met"] > .calc-mark { background: var(--green); } [data-status="not_met"] > .calc-mark { background: var(--red); } [data-status="to_appraise"] > .calc-mark { background: var(--amber); }
.calc-chart { margin: 0 0 1em; } figcaption { font-weight: 650; margin-bottom: .4em; }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s5 { fill: var(--s5); } .s6 { fill: var(--s6); } .s7 { fill: var(--s7); } .sx { fill: var(--sx); }
.calc-bar { display: block; width: 100%; height: 1.7em; border-radius: 3px; } .calc-legend { display: flex; flex-wrap: wrap; gap: .2em 1.4em; font-size: .92em; margin-top: .5em; }
.calc-legend li { display: flex; align-items: center; gap: .4em; } .calc-legend .swatch { width: .7em; height: .7em; flex: none; }
.calc-columns { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: .2em; } .calc-columns li { text-align: center; font-size: .8em; color: var(--soft-ink); overflow: hidden; }
.calc-columns svg { display: block; width: 100%; height: 7em; border-bottom: 1px solid var(--soft-ink); } .limit { stroke: var(--sx); stroke-width: 2; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.calc-path li { display: flex; gap: .6em; padding-bottom: .5em; } .calc-timeline li { display: grid; grid-template-columns: auto 1fr; gap: .15em .6em; } .calc-timeline svg { grid-column: 1 / -1; width: 100%; height: .6em; background: var(--soft); }
.calc-timeline rect { fill: var(--soft-ink); } [data-status="met"] rect { fill: var(--green); } [data-status="not_met"] rect { fill: var(--red); } [data-status="to_appraise"] rect { fill: var(--amber); }
.calc-grid { width: 100%; } .calc-table { overflow-x: auto; }
"""

FIELDS = """
:host { --font-size: 15px; font-size: 15px; }
.bk-input-group > label { font-size: 15px; } .bk-input-group label { padding: .15em 0; } input[type="radio"], input[type="checkbox"] { width: 1.1em; height: 1.1em; }
.bk-btn { font-size: 15px; }
"""
