/// What every adapter shares on its way out.
///
/// A [Deadline] is passed down through all steps of a piece of work, and a [Watchdog] holds a peer
/// to it that drips. The [AddressGuard] refuses private addresses after resolution. A [Connector]
/// dials: the address itself ([DirectConnector]), or another for a test ([MappedConnector]).
package org.postroad.engine.net;
