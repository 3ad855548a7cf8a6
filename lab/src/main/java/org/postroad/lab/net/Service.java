package org.postroad.lab.net;

import java.io.IOException;
import java.net.Socket;

/// A server's side of one TCP connection. It has a virtual thread to itself, which is interrupted
/// and whose socket is closed when the server closes; the socket is closed after it returns.
@FunctionalInterface
public interface Service {
  void serve(Socket socket) throws IOException, InterruptedException;
}
