package org.postroad.lab.scenario;

/// What addresses a host has, and who is there.
public enum AddressState {
  V4,
  V6,
  BOTH,
  /// Two IPv4 addresses; nobody listens at one of them.
  ONE_OF_TWO_DEAD,
  /// Both kinds; nobody listens at the IPv6 address.
  V6_DEAD,
  /// Nobody listens.
  REFUSES,
  /// Connections are taken, and then nothing comes.
  SILENT,
  /// The name has no address.
  NONE,
  /// The look-up of the addresses ends in SERVFAIL.
  FAILS
}
