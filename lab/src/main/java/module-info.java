/// A private Internet in one process: names, certificates, policy hosts, mail exchangers, a clock,
/// and the attackers on the road between them. It knows nothing of who uses it.
@org.jspecify.annotations.NullMarked
module org.postroad.lab {
  requires static org.jspecify;
  requires transitive org.postroad.protocol;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.dnsjava;

  exports org.postroad.lab;
  exports org.postroad.lab.attacker;
  exports org.postroad.lab.ca;
  exports org.postroad.lab.dns;
  exports org.postroad.lab.dnssec;
  exports org.postroad.lab.faults;
  exports org.postroad.lab.mx;
  exports org.postroad.lab.net;
  exports org.postroad.lab.policyhost;
  exports org.postroad.lab.scenario;
  exports org.postroad.lab.synthetic;
  exports org.postroad.lab.tls;
  exports org.postroad.lab.zone;
}
