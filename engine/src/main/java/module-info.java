/// The outgoing side of Postroad: everything that goes out to the network.
///
/// Adapters (`net`, `dns`, `tls`, `policyhost`, `smtpclient`) turn what the world breaks into named
/// outcomes; above them `resolve` answers what policy applies to a domain and `deliver` obeys it.
@org.jspecify.annotations.NullMarked
module org.postroad.engine {
  requires static org.jspecify;
  requires transitive org.postroad.protocol;
  requires org.dnsjava;
  requires tools.jackson.core;

  exports org.postroad.engine.check;
  exports org.postroad.engine.check.json;
  exports org.postroad.engine.check.probe;
  exports org.postroad.engine.check.diagnosis;
  exports org.postroad.engine.deliver;
  exports org.postroad.engine.dns;
  exports org.postroad.engine.net;
  exports org.postroad.engine.tls;
  exports org.postroad.engine.policyhost;
  exports org.postroad.engine.resolve;
  exports org.postroad.engine.smtpclient;
}
