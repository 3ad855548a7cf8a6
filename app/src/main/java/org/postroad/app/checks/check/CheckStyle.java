package org.postroad.app.checks.check;

/// How the page looks, by day and by night, on a desk and on a phone; without a script.
final class CheckStyle {

  static final String SHEET =
      """
      :root {
        color-scheme: light dark;
        --good: light-dark(#2e7d32, #81c784); --error: light-dark(#c62828, #ff8a80);
        --warning: light-dark(#b26a00, #ffb74d); --unknown: light-dark(#5c6bc0, #9fa8da);
        --line: #8883; --soft: #8881; --faint: light-dark(#5f6368, #a5a9ae);
      }
      * { box-sizing: border-box; }
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
      h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
      h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
      h3 { font-size: 1rem; margin: 0; }
      p { margin: .3rem 0; }
      a { color: inherit; text-decoration-color: #8888; }
      code, pre { font: .87rem/1.5 ui-monospace, monospace; }
      .good { --tone: var(--good); } .errors, .error { --tone: var(--error); }
      .warnings, .warning { --tone: var(--warning); } .unknown { --tone: var(--unknown); }
      .none, .info { --tone: var(--faint); }
      .faint { color: var(--faint); font-size: .9rem; }
      .verdict { border-left: .45rem solid var(--tone); padding: .1rem 0 .1rem 1rem; }
      .verdict h1 b { color: var(--tone); font-weight: 700; }
      .all + .domain { margin-top: 3rem; }
      .domain + .domain { margin-top: 4rem; border-top: 2px solid var(--line); padding-top: 2.5rem; }
      .road { display: grid; grid-template-columns: repeat(5, 1fr); gap: .4rem; margin: 1.3rem 0 0; padding: 0; list-style: none; }
      .road li { background: color-mix(in srgb, var(--tone) 11%, Canvas); border-radius: .4rem; padding: .3rem .65rem; white-space: nowrap; }
      .road i { color: var(--tone); font-style: normal; font-weight: 700; display: inline-block; width: 1.1rem; }
      .fault { border: 1px solid var(--line); border-left: .3rem solid var(--tone); border-radius: .4rem; padding: .7rem 1rem .8rem; margin: .8rem 0; }
      .title { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; align-items: baseline; }
      .title h3 i { color: var(--tone); font-style: normal; }
      .where { font-weight: 500; overflow-wrap: anywhere; margin-top: .15rem; }
      dl { display: grid; grid-template-columns: 4.2rem 1fr; gap: .25rem .6rem; margin: .45rem 0 0; }
      dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
      dt.cure { color: var(--good); font-weight: 600; }
      dd code { background: var(--soft); border-radius: .25rem; padding: .05rem .3rem; user-select: all; }
      .follow { margin: .6rem 0 0; padding: .45rem 0 0; border-top: 1px dashed var(--line); list-style: none; }
      .follow .follow { border: 0; padding: 0 0 0 1.2rem; margin: 0; }
      .follow li { overflow-wrap: anywhere; padding: .1rem 0; }
      .follow i { color: var(--tone); font-style: normal; font-weight: 700; }
      summary { cursor: pointer; }
      details dl { margin: .2rem 0 .6rem 1.2rem; font-size: .93rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
      .order th { white-space: nowrap; font-weight: 500; width: 9.5rem; } .order i { color: var(--good); font-style: normal; }
      .all td:first-child { white-space: nowrap; color: var(--tone); font-weight: 600; }
      ul.notes { margin: .3rem 0; padding-left: 1.2rem; } ul.notes li { overflow-wrap: anywhere; padding: .1rem 0; }
      ol.steps { list-style: none; counter-reset: step; margin: 0; padding: 0; }
      ol.steps > li { counter-increment: step; position: relative; padding: 0 0 1.3rem 2.7rem; }
      ol.steps > li::before { content: counter(step); position: absolute; left: 0; top: -.1rem; width: 1.75rem; height: 1.75rem; line-height: 1.75rem; text-align: center; border-radius: 50%; background: light-dark(#1a4e8a, #8ab4f8); color: Canvas; font-weight: 700; }
      ol.steps > li:last-child { padding-bottom: 0; }
      ol.steps > li:not(:last-child)::after { content: ""; position: absolute; left: .82rem; top: 1.9rem; bottom: .3rem; border-left: 2px solid var(--line); }
      pre { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; margin: .25rem 0 .7rem; padding: .55rem .8rem; overflow-x: auto; user-select: all; }
      .label { color: var(--faint); font-size: .87rem; margin-top: .6rem; overflow-wrap: anywhere; }
      @media (max-width: 40rem) {
        body { margin: 1rem auto; padding: 0 .75rem; }
        h1 { font-size: 1.35rem; }
        .fault { padding: .6rem .7rem; }
        dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .35rem; }
        .all tr { display: block; padding: .35rem 0; border-bottom: 1px solid var(--line); }
        .all td { display: inline-block; border: 0; padding: 0 .6rem 0 0; } .all td:last-child { display: block; }
        .order th, .order td { display: block; width: auto; border: 0; padding: 0; }
        .order tr { display: block; padding: .35rem 0; border-bottom: 1px solid var(--line); }
        .order td { padding-left: 1.15rem; }
        .road { grid-template-columns: 1fr 1fr; }
        ol.steps > li { padding-left: 2.2rem; }
      }
      @media print { .fault, ol.steps > li { break-inside: avoid; } }
      """;

  private CheckStyle() {}
}
