package org.postroad.app.labs.postfix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postroad.app.resolverd.Asker;
import org.postroad.app.resolverd.Replies;
import org.postroad.lab.LabInternet;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.postfix.LiveMx;
import org.postroad.protocol.postfix.TlsPolicyReply;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// What a resolver with a warm cache answers: the policies that it was given, with the MX of now.
final class LabPolicies implements Replies {

  private final LabInternet internet;
  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  LabPolicies(LabInternet internet) {
    this.internet = internet;
  }

  void hold(String domain, String policy) {
    if (Policy.parse(policy.getBytes(StandardCharsets.UTF_8))
        instanceof Policy.Parsed.Valid(Policy valid)) {
      policies.put(domain, valid);
    } else {
      throw new IllegalArgumentException(policy);
    }
  }

  void fail(String domain, String reason) {
    troubles.put(domain, reason);
  }

  boolean wasAsked(String map, String key) {
    return asked.contains(map + " " + key);
  }

  @Override
  public void tick() {
    // Nothing is kept, so nothing expires.
  }

  @Override
  public boolean ready(byte[] request, int offset, int length, ByteBuffer out) {
    return false;
  }

  @Override
  public SocketmapReply answer(SocketmapRequest request, Asker asker) {
    asked.add(request.map() + " " + request.key());
    Optional<Dialect> dialect = Dialect.of(request.map());
    if (dialect.isEmpty()
        || !(DomainName.parse(request.key()) instanceof DomainName.Parsed.Valid(var domain))) {
      return new SocketmapReply.NotFound();
    }
    if (troubles.containsKey(request.key())) {
      return new SocketmapReply.Temp(troubles.get(request.key()));
    }
    Resolution resolution =
        Optional.ofNullable(policies.get(request.key()))
            .<Resolution>map(
                policy ->
                    new Resolution.Applies(
                        new CachedPolicy(policy, "1", Instant.now()), Resolution.Source.CACHE))
            .orElse(new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "no record"));
    return TlsPolicyReply.of(
        domain, resolution, mx(request.key()), dialect.get(), Optional.empty());
  }

  private LiveMx mx(String domain) {
    return new LiveMx.Known(
        internet.dns().truth(domain, RecordType.MX).stream().map(LabPolicies::record).toList());
  }

  private static MxRecord record(String data) {
    String[] words = data.split(" ", -1);
    String host = words[1].substring(0, words[1].length() - 1);
    return DomainName.parse(host) instanceof DomainName.Parsed.Valid(var name)
        ? new MxRecord(Integer.parseInt(words[0]), name)
        : fail(data);
  }

  private static MxRecord fail(String data) {
    throw new IllegalArgumentException(data);
  }
}
