package org.postroad.lab;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.lab.zone.Signing;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.PolicyMode;

/// A domain that takes mail, with its exchanger `mx.NAME` and, where it has one, its policy.
public final class LabDomain {

  private static final int MAX_AGE = 604_800; // a week: RFC 8461 §3.2 wants "weeks or greater"

  private final LabInternet internet;
  private final String name;
  private final LabMx mx;
  private final AtomicInteger ids = new AtomicInteger();
  private Optional<LabPolicyHost> policyHost = Optional.empty();

  private LabDomain(LabInternet internet, String name) {
    this.internet = internet;
    this.name = name;
    if (!internet.dns().holds(name)) {
      internet.zone(name, "");
    }
    this.mx = internet.mx(mxName());
    internet.dns().set(name, RecordType.MX, "10 " + mxName());
  }

  static LabDomain withoutPolicy(LabInternet internet, String name) {
    return new LabDomain(internet, name);
  }

  static LabDomain withPolicy(LabInternet internet, String name, PolicyMode mode) {
    LabDomain domain = new LabDomain(internet, name);
    domain.publish(domain.policy(mode));
    return domain;
  }

  public String name() {
    return name;
  }

  public LabMx mx() {
    return mx;
  }

  /// Signs its zone as it should be.
  public LabDomain signed() {
    return signed(Signing.usual());
  }

  /// Signs its zone like that.
  public LabDomain signed(Signing how) {
    internet.dns().sign(name, how);
    return this;
  }

  /// Signs its zone, and publishes the TLSA record `3 1 1` of its exchanger.
  public LabDomain dane() {
    signed();
    tlsa(Tlsa.ee(mx.credential()));
    return this;
  }

  /// Replaces the TLSA records of its exchanger; without any they are removed.
  public void tlsa(TlsaRecord... records) {
    internet.tlsa(mxName(), records);
  }

  public String mxName() {
    return "mx." + name;
  }

  /// The owner of its record: `_mta-sts.NAME` (RFC 8461 §3.1).
  public String recordName() {
    return "_mta-sts." + name;
  }

  /// Where its policy is served: `mta-sts.NAME`.
  public String policyHostName() {
    return LabInternet.policyHostName(name);
  }

  /// The host of its policy.
  ///
  /// @throws IllegalStateException if it has none
  public synchronized LabPolicyHost policyHost() {
    return policyHost.orElseThrow(() -> new IllegalStateException(name + " has no policy"));
  }

  /// A policy that names its exchanger.
  public String policy(PolicyMode mode) {
    return policy(mode, mxName());
  }

  /// A policy that names these patterns.
  public String policy(PolicyMode mode, String... patterns) {
    StringBuilder text = new StringBuilder("version: STSv1\r\n");
    text.append("mode: ").append(mode.text()).append("\r\n");
    for (String pattern : patterns) {
      text.append("mx: ").append(pattern).append("\r\n");
    }
    return text.append("max_age: ").append(MAX_AGE).append("\r\n").toString();
  }

  /// Publishes a policy, and a record with a new id.
  public void publish(String policy) {
    publish(Conduct.policy(policy));
  }

  /// Publishes whatever the policy host does, and a record with a new id.
  public synchronized void publish(Conduct conduct) {
    if (policyHost.isPresent()) {
      policyHost.get().conduct(policyHostName(), conduct);
    } else {
      policyHost = Optional.of(internet.policyHost(name, conduct));
    }
    record("id" + ids.incrementAndGet());
  }

  /// Publishes a record with that id.
  public void record(String id) {
    internet.dns().set(recordName(), RecordType.TXT, "\"v=STSv1; id=" + id + ";\"");
  }

  /// Takes the record away; the policy host stays.
  public void withdrawRecord() {
    internet.dns().remove(recordName(), RecordType.TXT);
  }
}
