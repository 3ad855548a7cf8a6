/// `postroad lab --faults`: every fault that was measured in the field, looked at by `check` and
/// held against the table of what it must find.
///
/// Start at [FaultRow]. The faults and the table are the lab's (`lab.faults`); who looks is passed
/// in, since labs and checks do not know each other.
@NullMarked
package org.postroad.app.labs.faults;

import org.jspecify.annotations.NullMarked;
