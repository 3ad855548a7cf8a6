package org.postroad.app.labs.audit.report;

/// How the page looks, by day and by night, on a desk and on a phone; without a script.
final class AuditStyle {

  static final String SHEET =
      """
      :root { color-scheme: light dark; --ok: #2e7d32; --bad: #c62828; --none: #8888; --line: #8883; --soft: #8881; }
      * { box-sizing: border-box; }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
      h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
      p { margin: .4rem 0; max-width: 48rem; }
      a { color: inherit; text-decoration-color: #8888; }
      table { border-collapse: collapse; width: 100%; margin-top: 1.4rem; }
      th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
      th { font-weight: 600; }
      small { display: block; font-weight: 400; opacity: .75; }
      .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .totals td { white-space: nowrap; }
      .totals th[scope=row] { overflow-wrap: anywhere; }
      .wide { width: 32%; }
      .bar { display: flex; height: .9rem; border-radius: .2rem; overflow: hidden; margin-top: .25rem; }
      .bar i.ok { background: var(--ok); } .bar i.bad { background: var(--bad); } .bar i.none { background: var(--none); }
      .cases thead th { position: sticky; top: 0; background: Canvas; vertical-align: bottom; z-index: 1; border-bottom: 2px solid #8886; }
      .cases tbody tr:not(.group):hover { background: var(--soft); }
      .cases .group th { padding-top: 1.3rem; font-size: 1.05rem; border-bottom: 2px solid #8886; }
      .cases .group td { padding-top: 1.45rem; border-bottom: 2px solid #8886; font-size: .8rem; font-variant-numeric: tabular-nums; opacity: .8; }
      .cases .sec { font-size: .88rem; width: 12rem; } .cases .exp { width: 8.6rem; white-space: nowrap; }
      .cases td.sec a { white-space: nowrap; }
      .s { text-align: center; width: 2.1rem; min-width: 2.1rem; padding: .25rem .1rem; }
      th.s span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font-size: .85rem; max-height: 11rem; overflow: hidden; text-overflow: ellipsis; }
      td.s span, .key span { display: inline-block; width: 1.5rem; border-radius: .25rem; text-align: center; color: #fff; line-height: 1.35rem; }
      span.ok { background: var(--ok); } span.bad { background: var(--bad); } span.none { background: var(--none); }
      summary { cursor: pointer; }
      details[open] summary { font-weight: 600; }
      details p { margin: .3rem 0; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; margin: .4rem 0 .8rem; font-size: .88rem; }
      dt { font-weight: 600; max-width: 16rem; overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
      dd.bad { color: light-dark(#b71c1c, #ff8a80); } dd.none { opacity: .7; }
      code { font: .88rem/1.4 ui-monospace, monospace; }
      .key { margin-top: 1.2rem; } .key span { margin-left: .6rem; } .key span:first-child { margin-left: 0; }
      body:has(#wrong:checked) tr.fine { display: none; }
      @media (max-width: 48rem) {
        body { margin: 1rem auto; padding: 0 .6rem; font-size: 14px; }
        .wide, .sec, .exp, .ver { display: none; }
        .totals .n { white-space: normal; width: 3.4rem; }
        .cases td:first-child { overflow-wrap: anywhere; }
        th, td { padding: .25rem .3rem; }
        .totals td, .totals th { font-size: .88rem; }
        .s { width: 1.35rem; min-width: 1.35rem; padding: .25rem 0; }
        td.s span, .key span { width: 1.2rem; font-size: .85rem; }
        th.s span { font-size: .75rem; }
        .cases .group td { font-size: .7rem; }
        dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .3rem; }
      }
      @media print { .cases thead th { position: static; } }
      """;

  private AuditStyle() {}
}
