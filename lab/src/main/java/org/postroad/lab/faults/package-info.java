/// Every fault that was measured in the field, each as a domain that has it and no other.
///
/// Start at [FaultClass], the catalogue. A [SoundDomain] is what a domain is before: all that a
/// check looks for, and nothing to find fault with. [Expectation] is the table of what a check must
/// find there, in the codes of `docs/findings`, for whoever judges such domains. A [Station] is a
/// domain without a fault that has not come to the end of the road.
package org.postroad.lab.faults;
