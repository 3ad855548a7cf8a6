/// The way out to the network, put together from the configuration: what the daemon and every
/// command that asks the network share. Start at [Outgoing].
@NullMarked
package org.postroad.app.outgoing;

import org.jspecify.annotations.NullMarked;
