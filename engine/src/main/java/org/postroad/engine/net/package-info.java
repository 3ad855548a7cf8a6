/// What every adapter shares on its way out: the [Deadline] that is passed down, the [AddressGuard]
/// that refuses private addresses, and the [Connector] that dials, or dials something else for a
/// test.
package org.postroad.engine.net;
