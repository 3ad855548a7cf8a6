package org.postroad.engine.net;

import java.net.InetAddress;
import java.util.Optional;

/// Decides, after resolution, whether an address may be dialled.
///
/// Whoever publishes a policy or an MX record chooses the addresses that we connect to; without a
/// guard that is a way to make us talk to the hosts of our own network (SSRF). It has to be asked
/// for every address of the answer that is then dialled, not for an earlier one (DNS rebinding).
@FunctionalInterface
public interface AddressGuard {

  /// Only addresses of the public Internet: none of the special-purpose ones.
  AddressGuard PUBLIC_ONLY = SpecialAddresses::kindOf;

  /// Every address.
  AddressGuard ANY = _ -> Optional.empty();

  /// What speaks against the address (`private (RFC 1918)`); empty if it may be dialled.
  Optional<String> refusal(InetAddress address);

  default boolean allows(InetAddress address) {
    return refusal(address).isEmpty();
  }
}
