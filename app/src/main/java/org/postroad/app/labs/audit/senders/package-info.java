/// The senders that can be audited. Start at [org.postroad.app.labs.audit.senders.PostroadSubject],
/// the simplest.
@NullMarked
package org.postroad.app.labs.audit.senders;

import org.jspecify.annotations.NullMarked;
