package org.postroad.app.config;

/// What makes an answer count as secure.
public enum DnssecMode {
  /// Signatures are validated here, down from the root.
  LOCAL,
  /// The AD bit of the named resolver is believed; it must be on this host (loopback).
  TRUSTED,
  /// Nothing does: every answer counts as insecure.
  OFF
}
