/// What DANE and MTA-STS come to together: for each MX host what an SMTP client does, and for the
/// whole domain what an MTA is told that has one level for all hosts.
///
/// Start with [Precedence]. What it decides from is [MxFacts] and a
/// [org.postroad.protocol.mtasts.Resolution]; for a host it says a [HostAction], for the domain a
/// [DomainLevel]. Every case, with its reason, stands in docs/precedence.md.
package org.postroad.protocol.precedence;
