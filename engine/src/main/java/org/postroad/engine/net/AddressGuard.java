package org.postroad.engine.net;

import java.net.InetAddress;

/// Decides, after resolution, whether an address may be dialled (SSRF guard).
@FunctionalInterface
public interface AddressGuard {
  boolean allows(InetAddress address);
}
