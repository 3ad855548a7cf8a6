/// `postroad audit`: many small scenarios, each with what a right sender does in it, played with
/// any sender.
///
/// Start at [org.postroad.app.labs.audit.AuditCase], and at a catalogue of them in `audit.cases`. A
/// case stages itself in a [org.postroad.app.labs.audit.Scene]; a sender is a
/// [org.postroad.app.labs.audit.Subject] (`audit.senders`); [org.postroad.app.labs.audit.AuditRun]
/// brings them together, and a result says what the exchangers received.
@NullMarked
package org.postroad.app.labs.audit;

import org.jspecify.annotations.NullMarked;
