/// Zero bytes in clear: hostile sessions, made up from a seed, played against our delivery client.
///
/// Start at [Game]: it plays one [Script] of [Step]s in a [World] that exists in memory alone, with
/// the real policy resolver, the real delivery and a clock that is turned by hand. [Judge] says
/// what a sender must never do, from the RFCs and not from our code: [Known] which policy still
/// applies, [Duty] what a delivery owes, [Witness] sees every octet that left. [ScriptWriter] makes
/// a script of a seed, [Shrinker] the smallest that still fails, [Hostilities] plays many.
@NullMarked
package org.postroad.app.labs.hostile;

import org.jspecify.annotations.NullMarked;
