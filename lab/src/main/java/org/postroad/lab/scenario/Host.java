package org.postroad.lab.scenario;

import org.postroad.lab.mx.MxConduct;

/// One exchanger of a domain. `Host.mx("mx1")` is as it should be, without TLSA records; each of
/// the other methods returns a copy with one thing changed.
///
/// @param name below the domain: `mx1`; or whole with a final dot, for a host that is elsewhere:
///   `mx.hosting.example.`
/// @param conduct besides what `tls` says
public record Host(
    String name, TlsState tls, TlsaState tlsa, AddressState address, MxConduct conduct) {

  public static Host mx(String name) {
    return new Host(name, TlsState.GOOD, TlsaState.NONE, AddressState.V4, MxConduct.honest());
  }

  public Host tls(TlsState other) {
    return new Host(name, other, tlsa, address, conduct);
  }

  public Host tlsa(TlsaState other) {
    return new Host(name, tls, other, address, conduct);
  }

  public Host address(AddressState other) {
    return new Host(name, tls, tlsa, other, conduct);
  }

  public Host conduct(MxConduct other) {
    return new Host(name, tls, tlsa, address, other);
  }

  Host called(String other) {
    return new Host(other, tls, tlsa, address, conduct);
  }

  /// Its name in a domain, without the final dot.
  String in(String domain) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name + "." + domain;
  }
}
