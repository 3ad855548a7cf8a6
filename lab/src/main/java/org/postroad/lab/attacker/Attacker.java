package org.postroad.lab.attacker;

import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// One who attacks a domain's mail: what he can do, not yet done.
public interface Attacker {

  /// As it is called in tables and on the command line: `starttls-stripping`.
  String name();

  /// Begins the attack.
  ///
  /// @param loot where he puts every message that he gets to read
  Mounted mount(LabInternet internet, Journal<ReceivedMail> loot);

  /// Begins the attack.
  default Attack mount(LabInternet internet) {
    Journal<ReceivedMail> loot = new Journal<>(Attack.LOOT_MAX);
    return new Attack(name(), mount(internet, loot), loot);
  }

  /// Both at once, under the name of this one.
  default Attacker with(Attacker accomplice) {
    Attacker first = this;
    return new Attacker() {
      @Override
      public String name() {
        return first.name();
      }

      @Override
      public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
        Mounted mounted = first.mount(internet, loot);
        try {
          return Mounted.all(List.of(mounted, accomplice.mount(internet, loot)));
        } catch (RuntimeException e) {
          mounted.close();
          throw e;
        }
      }
    };
  }
}
