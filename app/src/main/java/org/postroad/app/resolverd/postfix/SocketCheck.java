package org.postroad.app.resolverd.postfix;

import static org.postroad.app.resolverd.postfix.PostfixFinding.error;
import static org.postroad.app.resolverd.postfix.PostfixFinding.info;
import static org.postroad.app.resolverd.postfix.PostfixFinding.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.resolverd.postfix.PolicyMaps.Entry;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;
import org.postroad.app.resolverd.postfix.PostfixSetup.Reach;

/// Does a client reach us: the path as it is seen from its chroot, its owner, group and mode, and
/// whether anybody listens?
final class SocketCheck {

  private static final String SILENT = ": while nobody answers, all mail is deferred";

  private SocketCheck() {}

  static List<PostfixFinding> of(PostfixSetup setup, Client client) {
    List<PostfixFinding> found = new ArrayList<>();
    for (Entry entry : client.policyMaps().socketmaps()) {
      boolean chroot = setup.chroot(client, entry);
      entry
          .address()
          .ifPresent(
              address -> {
                switch (address) {
                  case MapAddress.Inet inet -> inet(setup, client, entry, inet, chroot, found);
                  case MapAddress.Unix unix ->
                      unix(setup, client, entry, unix, chroot).ifPresent(found::add);
                }
              });
    }
    return found;
  }

  private static void inet(
      PostfixSetup setup,
      Client client,
      Entry entry,
      MapAddress.Inet inet,
      boolean chroot,
      List<PostfixFinding> found) {
    String subject = client.subject("smtp_tls_policy_maps");
    if (!inet.loopback()) {
      found.add(
          warning(
              "socket-remote",
              subject,
              entry.text() + ": answers from another host are neither encrypted nor authenticated",
              "run the daemon on this host, or reach it by a tunnel"));
    } else if (!inet.literal() && chroot) {
      found.add(
          warning(
              "socket-name-in-chroot",
              client.service(),
              entry.text() + ": the name is looked up inside the chroot",
              "write 127.0.0.1"));
    }
    switch (setup.sockets().getOrDefault(inet.place(), new Reach.Open())) {
      case Reach.Open _ -> {}
      case Reach.Unseen unseen -> found.add(unseen(subject, entry, unseen));
      case Reach.Absent(String why) -> found.add(silent(subject, entry.text(), why));
      case Reach.Denied(String why) -> found.add(silent(subject, entry.text(), why));
      case Reach.Refused(String why) -> found.add(silent(subject, entry.text(), why));
    }
  }

  private static PostfixFinding silent(String subject, String map, String why) {
    return error(
        "socket-silent",
        subject,
        map + ": " + why + SILENT,
        "start the daemon: systemctl enable --now postroad-resolver");
  }

  private static Optional<PostfixFinding> unix(
      PostfixSetup setup, Client client, Entry entry, MapAddress.Unix unix, boolean chroot) {
    String queue = setup.value("queue_directory");
    String place = unix.place(queue, chroot);
    String subject = chroot ? client.service() : client.subject("smtp_tls_policy_maps");
    if (chroot && unix.path().startsWith(queue + "/")) {
      String inside = unix.path().substring(queue.length() + 1);
      return Optional.of(
          error(
              "socket-path-in-chroot",
              subject,
              entry.text()
                  + ": smtp(8) runs in a chroot of "
                  + queue
                  + " and would look at "
                  + place
                  + SILENT,
              "socketmap:unix:" + inside + ":" + unix.mapName()));
    }
    Reach reach = setup.sockets().getOrDefault(place, new Reach.Open());
    return switch (reach) {
      case Reach.Open _ -> Optional.empty();
      case Reach.Absent absent when chroot && unix.absolute() ->
          Optional.of(
              error(
                  "socket-outside-chroot",
                  subject,
                  entry.text()
                      + ": smtp(8) runs in a chroot and looks at "
                      + place
                      + ", "
                      + absent.why()
                      + SILENT,
                  listen(queue + "/postroad/resolver")
                      + " and socketmap:unix:postroad/resolver:"
                      + unix.mapName()));
      case Reach.Absent absent ->
          Optional.of(
              error(
                  "socket-absent",
                  subject,
                  entry.text() + ": " + place + ", " + absent.why() + SILENT,
                  "start the daemon with " + listen(place)));
      case Reach.Denied denied ->
          Optional.of(
              error(
                  "socket-denied",
                  subject,
                  entry.text() + ": " + denied.why() + SILENT,
                  listen(place)));
      case Reach.Refused refused ->
          Optional.of(silent(subject, entry.text(), place + ": " + refused.why()));
      case Reach.Unseen unseen -> Optional.of(unseen(subject, entry, unseen));
    };
  }

  private static PostfixFinding unseen(String subject, Entry entry, Reach.Unseen unseen) {
    return info(
        "socket-unseen",
        subject,
        entry.text() + ": not looked at: " + unseen.why(),
        "run this check as root");
  }

  private static String listen(String path) {
    return "--listen 'unix:" + path + "?mode=0660&group=postfix'";
  }
}
