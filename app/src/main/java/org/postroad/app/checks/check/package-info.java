/// `postroad check`: one domain or several looked at, judged, and shown.
///
/// [DomainChecks] gathers the facts (`engine.check.probe`) and has them judged
/// (`engine.check.diagnosis`); [FactsFiles] keeps them, so that they can be judged again without a
/// network. What is shown is made from a [Checked] alone, and so the same whether the facts are of
/// today or were replayed: [CheckText] for a terminal, [CheckJson], [CheckPage]. They share
/// [Ranked], the findings by their roots, and [Standing], what is in order.
@NullMarked
package org.postroad.app.checks.check;

import org.jspecify.annotations.NullMarked;
