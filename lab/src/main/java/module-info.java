/// A private Internet in one process: names, certificates, policy hosts, mail exchangers, a clock,
/// and the attackers on the road between them. It knows nothing of who uses it.
@org.jspecify.annotations.NullMarked
module org.postroad.lab {
  requires static org.jspecify;
  requires transitive org.postroad.protocol;

  exports org.postroad.lab;
}
