package org.postroad.app.labs.audit.report;

/// How the page looks.
final class AuditStyle {

  static final String SHEET =
      """
      :root { color-scheme: light dark; --ok: #2e7d32; --bad: #c62828; --none: #8888; }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
      h1 { font-size: 1.6rem; margin: 0 0 .3rem; }
      p { margin: .3rem 0; max-width: 60rem; }
      a { color: inherit; text-decoration-color: #8888; }
      table { border-collapse: collapse; width: 100%; margin-top: 1.4rem; }
      th, td { text-align: left; padding: .22rem .5rem; border-bottom: 1px solid #8883; vertical-align: top; }
      th { font-weight: 600; }
      small { display: block; font-weight: 400; opacity: .75; }
      .n { text-align: right; font-variant-numeric: tabular-nums; }
      .totals td { white-space: nowrap; }
      .wide { width: 40%; }
      .bar { display: flex; height: .9rem; border-radius: .2rem; overflow: hidden; margin-top: .25rem; }
      .bar i.ok { background: var(--ok); } .bar i.bad { background: var(--bad); } .bar i.none { background: var(--none); }
      .cases thead th { position: sticky; top: 0; background: Canvas; vertical-align: bottom; z-index: 1; }
      .cases .group th { padding-top: 1.3rem; font-size: 1.05rem; border-bottom: 2px solid #8886; }
      .s { text-align: center; width: 2.1rem; padding: .22rem .1rem; }
      th.s span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font-size: .85rem; }
      td.s span, .key span { display: inline-block; width: 1.5rem; border-radius: .25rem; text-align: center; color: #fff; }
      span.ok { background: var(--ok); } span.bad { background: var(--bad); } span.none { background: var(--none); }
      summary { cursor: pointer; }
      details p { margin: .3rem 0; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0; font-size: .88rem; }
      dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
      code { font: .88rem/1.4 ui-monospace, monospace; }
      .key { margin-top: 1.4rem; }
      """;

  private AuditStyle() {}
}
