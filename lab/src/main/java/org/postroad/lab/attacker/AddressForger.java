package org.postroad.lab.attacker;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
import org.postroad.protocol.dns.RecordType;

/// In the DNS: forges the addresses of an exchanger, whose name may well come from a signed zone,
/// and answers there in its place.
///
/// @param mxHost the exchanger
/// @param host what his own host is called elsewhere; attacks at the same time need one each
/// @param forgery the certificate that he shows
public record AddressForger(String mxHost, String host, Forgery forgery) implements Attacker {

  /// With a certificate that nobody trusts.
  public AddressForger(String mxHost) {
    this(mxHost, "address." + Forgery.EVIL, Forgery.UNTRUSTED);
  }

  @Override
  public String name() {
    return "address-hijack";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    LabMx own = new LabMx(mxHost, forgery.of(internet.ca(), mxHost), loot);
    Mounted served =
        Road.divert(
            internet.doorsFor(host, LabInternet.SMTP, Quarter.ATTACKERS),
            door -> new Answering.Serves(own));
    String[] addresses =
        internet.addressesOf(host).stream()
            .filter(address -> !(address instanceof Inet6Address))
            .map(InetAddress::getHostAddress)
            .toArray(String[]::new);
    return Mounted.all(
        List.of(
            served,
            internet.dns().interfere(mxHost, RecordType.A, Interference.forged(addresses)),
            internet.dns().interfere(mxHost, RecordType.AAAA, Interference.forgedNoData())));
  }
}
