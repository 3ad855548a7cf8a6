/// The policy host: fetching a policy over verified HTTPS (RFC 8461 §3.3).
///
/// Start at [PolicySource], the port, and [PolicyHostClient], which fills it. `HostAddresses` looks
/// the host up and asks the guard; [AddressGate] limits what goes to one address; `HostVisit` talks
/// to one; `HttpReader` reads what it answers.
package org.postroad.engine.policyhost;
