/// `postroad lab --keep --facts PATH`: a private Internet in which domains stand as a check saw
/// them, so that a fault can be looked at again and its cure tried.
///
/// Start at [FactsLab], which builds one from facts. [ZonePlan] decides which zones there are and
/// how they are signed, from the answers alone, and [RecordedZones] serves them; [RecordedServers]
/// stands for the name servers, [PolicyHosts] and [Exchangers] for the hosts. Whatever cannot be as
/// it was is told to [Notes]. The facts may come from anywhere: everything here has a limit, and no
/// name or address of theirs leads out of the lab.
@NullMarked
package org.postroad.app.labs.facts;

import org.jspecify.annotations.NullMarked;
