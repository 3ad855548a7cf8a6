/// `postroad survey`: millions of domains, one line of JSON for each.
///
/// Start at [Survey]: it reads [DomainLines], has each domain looked at by a [Surveyor] in a
/// virtual thread of its own, and hands an [AnswerLine] to [Answers], which write and, after a
/// `kill -9`, know what is answered already. Nothing is kept of a domain that is done, so memory
/// depends on how many are looked at at a time, not on how many there are.
///
/// [CheckSurveyor] asks the network: it gathers facts as deep as is wanted ([Depth]) and judges
/// them as `postroad check` does. [Pace] keeps it from being a nuisance. `report` adds the answers
/// up.
@NullMarked
package org.postroad.app.checks.survey;

import org.jspecify.annotations.NullMarked;
