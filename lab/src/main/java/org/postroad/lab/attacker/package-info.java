/// The attackers of mail transport, by name.
///
/// An [Attacker] is a description; mounted in a [org.postroad.lab.LabInternet] it is an [Attack],
/// which has its loot and ends when it is closed:
///
/// ```
/// try (Attack attack = new MxForger("example.org").mount(net)) {
///   sender.send(LabMessage.of("secret"), "example.org");
///   attack.loot().entries();  // what the attacker got to read
/// }
/// ```
///
/// Who changes only what a sender knows of a policy robs nobody; put a forged exchanger beside it:
/// `new RecordHider("example.org").with(new MxForger("example.org"))`.
package org.postroad.lab.attacker;
