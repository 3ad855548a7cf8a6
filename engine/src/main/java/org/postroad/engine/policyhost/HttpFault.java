package org.postroad.engine.policyhost;

import java.io.IOException;

/// What is wrong with a response, in words. Never leaves the package.
final class HttpFault extends IOException {

  private static final long serialVersionUID = 1;

  HttpFault(String why) {
    super(why);
  }

  /// The words.
  String why() {
    return String.valueOf(getMessage());
  }
}
