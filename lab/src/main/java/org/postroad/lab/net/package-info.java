/// The ground that the private Internet stands on: addresses, the doors behind them, and what can
/// be done to a road.
///
/// Start with [Network]: every host has a *seen* address (the one in its zone, `192.0.2.10:443`),
/// behind which a [Door] listens at a real one that [Placing] chose. [ConnectMap] leads from the
/// first to the second. Who attacks a road diverts its door; the map stays as it is, so that what
/// was written down for another program remains true while attacks come and go.
package org.postroad.lab.net;
