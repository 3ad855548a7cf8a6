/// Every fault that was measured in the field, each as a domain that has it and no other.
///
/// Start at [FaultClass], the catalogue. A [SoundDomain] is what a domain is before: all that a
/// check looks for, and nothing to find fault with. Who judges such domains has a table of their
/// own, written by hand; the catalogue knows nothing of what they are called there.
package org.postroad.lab.faults;
