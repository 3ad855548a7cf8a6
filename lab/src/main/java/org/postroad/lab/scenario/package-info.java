/// Words for the state that a domain is in, so that a case is declared in a few lines, and matrices
/// of states can be run through.
///
/// Start with [Setting]: a policy, a zone, exchangers, each in one of the states that have a name
/// here. [Staged] is such a domain in a private Internet; it can become another one, as when a
/// policy was known before.
///
/// ```
/// Setting before = Setting.of("example.org").policy(PolicyMode.ENFORCE);
/// Setting now =
///     before
///         .zone(ZoneState.SIGNED)
///         .hosts(
///             Host.mx("mx1").tls(TlsState.EXPIRED).tlsa(TlsaState.RIGHT),
///             Host.mx("mx2").tls(TlsState.TLS_1_0).address(AddressState.V6))
///         .attackedBy(domain -> new RecordHider(domain.name()));
/// try (Staged staged = before.stage(net)) {
///   sender.warm("example.org");
///   staged.become(now);
///   sender.send(message, "example.org");
///   staged.received();                        // what the domain's own exchangers took
///   staged.loot();                            // what attackers took
/// }
/// ```
package org.postroad.lab.scenario;
