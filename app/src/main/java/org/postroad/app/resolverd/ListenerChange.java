package org.postroad.app.resolverd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.app.config.SocketmapEndpoint;

/// What has to happen so that other endpoints are listened at.
///
/// @param kept listeners that stay, by the endpoint that they are to serve, perhaps with other
///   settings
/// @param missing endpoints at which nobody listens yet
/// @param inTheWay listeners that have to go before the missing ones can be opened: 127.0.0.1:8461
///   may become 0.0.0.0:8461
/// @param leaving the others that go
record ListenerChange(
    Map<SocketmapEndpoint, Listener> kept,
    List<SocketmapEndpoint> missing,
    List<Listener> inTheWay,
    List<Listener> leaving) {

  static ListenerChange from(List<Listener> listeners, List<SocketmapEndpoint> endpoints) {
    Map<SocketmapEndpoint, Listener> kept = new LinkedHashMap<>();
    List<SocketmapEndpoint> missing = new ArrayList<>();
    for (SocketmapEndpoint endpoint : new LinkedHashSet<>(endpoints)) {
      Optional<Listener> there =
          listeners.stream()
              .filter(listener -> listener.isAt(endpoint) && listener.canBeReached())
              .findFirst();
      there.ifPresentOrElse(listener -> kept.put(endpoint, listener), () -> missing.add(endpoint));
    }
    List<Listener> inTheWay = new ArrayList<>();
    List<Listener> leaving = new ArrayList<>();
    for (Listener listener : listeners) {
      if (!kept.containsValue(listener)) {
        (missing.stream().anyMatch(listener::isInTheWayOf) ? inTheWay : leaving).add(listener);
      }
    }
    return new ListenerChange(kept, missing, inTheWay, leaving);
  }
}
