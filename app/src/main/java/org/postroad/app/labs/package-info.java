/// `postroad lab`: each attack that MTA-STS exists for, mounted in a private Internet, and what it
/// came to.
///
/// Start at [Expected], the table of what must happen, written before any run. [LabAttack] says how
/// each attack is staged, [Play] plays one row with one sender and judges by what the exchangers
/// received, and [LabRun] plays them all. Senders are [Tested]: our own ([PostroadSender]), one
/// that knows nothing of MTA-STS, and real Postfix (`labs.postfix`).
@NullMarked
package org.postroad.app.labs;

import org.jspecify.annotations.NullMarked;
