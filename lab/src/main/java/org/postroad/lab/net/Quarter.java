package org.postroad.lab.net;

/// The parts of the private Internet; each has addresses of its own, so that a log can be read.
public enum Quarter {
  POLICY_HOSTS,
  EXCHANGERS,
  ATTACKERS,
  NAME_SERVERS
}
