/// The private Internet as one object, and what a scenario does to it.
///
/// Start with [LabInternet]. A domain, a sender and an attacker are a scenario:
///
/// ```
/// try (LabInternet net = LabInternet.start()) {
///   LabDomain domain = net.domain("example.org", PolicyMode.ENFORCE);
///   Sender sender = new PlainSender(net);
///   try (Attack attack = new StarttlsStripper("mx.example.org").mount(net)) {
///     sender.send(LabMessage.of("secret"), "example.org");
///     attack.loot().entries();                                // he has read it
///     domain.mx().messages().entries().getFirst().inClear();  // and it came in clear
///   }
/// }
/// ```
///
/// Nothing leaves the process but by loopback: who connects dials `net.connectMap().real(address)`
/// for an address of the zones, and asks the DNS at `net.dns().address()`.
package org.postroad.lab;
