/// The resolver of the private Internet, and what can go wrong with its answers.
///
/// Start with [LabDns]; [Interference] is what may be put between a question and its true answer.
/// Zones are signed where they say so, below a private root:
///
/// ```
/// dns.zone(Zone.of("example.org", "@ MX 10 mx").signed());
/// dns.zone(Zone.of("sha1.test", "…").signed(Signing.usual().algorithm(RSASHA1).nsec3()));
/// dns.sign("bogus.test", Signing.usual().fault(Fault.EXPIRED));
/// dns.anchor().write(file);        // what a validator must trust
/// dns.validation(Validation.OFF);  // no AD, no SERVFAIL: the client is on its own
/// dns.interfere("example.org", "DS", Interference.forgedNoData()); // bogus, not insecure
/// ```
package org.postroad.lab.dns;
