package org.postroad.protocol.dns;

/// The port through which the rules ask the DNS. One method, so that a test writes it as a literal.
///
/// It blocks until there is an answer or its own total deadline has passed, and never throws for
/// what the network did: that is an [Answer.Failed].
@FunctionalInterface
public interface Dns {
  Answer lookup(DomainName name, RecordType type);
}
