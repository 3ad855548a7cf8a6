package org.postroad.lab.attacker;

import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// An attack under way; closing ends it, the loot stays.
public final class Attack implements Mounted {

  static final int LOOT_MAX = 1000;

  private final String name;
  private final Mounted mounted;
  private final Journal<ReceivedMail> loot;

  Attack(String name, Mounted mounted, Journal<ReceivedMail> loot) {
    this.name = name;
    this.mounted = mounted;
    this.loot = loot;
  }

  public String name() {
    return name;
  }

  /// The messages that the attacker got to read, newest last.
  public Journal<ReceivedMail> loot() {
    return loot;
  }

  @Override
  public void close() {
    mounted.close();
  }
}
