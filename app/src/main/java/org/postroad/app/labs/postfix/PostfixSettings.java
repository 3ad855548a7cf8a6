package org.postroad.app.labs.postfix;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What distinguishes one Postfix of the lab from another; all else is stock.
///
/// @param dir its folder inside the root, of a [Scratch]: `/lab/4711/with`
/// @param submissionPort where it takes mail from us, on 127.0.0.1
/// @param policyMap the value of `smtp_tls_policy_maps`; empty for a Postfix without us
/// @param chroot whether smtp(8) runs in a chroot of its queue folder, as Debian has it
/// @param more lines of main.cf in the place of those for the same parameters
public record PostfixSettings(
    String dir, int submissionPort, Optional<String> policyMap, boolean chroot, List<String> more) {

  public PostfixSettings {
    more = List.copyOf(more);
  }

  public PostfixSettings(
      String dir, int submissionPort, Optional<String> policyMap, boolean chroot) {
    this(dir, submissionPort, policyMap, chroot, List.of());
  }

  /// Its queue folder, which is the root of smtp(8) in a chroot.
  String queue() {
    return dir() + "/queue";
  }

  String log() {
    return dir() + "/mail.log";
  }

  String caFile() {
    return dir() + "/ca.pem";
  }

  /// main.cf: Debian's defaults, its TLS settings, the policy map, and what this one has besides.
  String mainCf() {
    Set<String> set = more.stream().map(PostfixSettings::parameter).collect(Collectors.toSet());
    return Stream.concat(
            usual().lines().filter(line -> !set.contains(parameter(line))), more.stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String parameter(String line) {
    return line.substring(0, line.indexOf('=')).strip();
  }

  private String usual() {
    return """
    compatibility_level = 3.6
    myhostname = sender.lab.example
    queue_directory = %s
    data_directory = %s/data
    maillog_file = %s
    maillog_file_prefixes = %s
    inet_interfaces = 127.0.0.1
    mynetworks = 127.0.0.1/32
    mydestination =
    alias_maps =
    alias_database =
    local_recipient_maps =
    biff = no
    smtpd_relay_restrictions = permit_mynetworks, reject
    smtp_tls_CAfile = %s
    smtp_tls_security_level = may
    smtp_tls_session_cache_database = btree:${data_directory}/smtp_scache
    smtp_tls_loglevel = 1
    smtp_tls_policy_maps = %s
    """
        .formatted(queue(), dir(), log(), dir(), caFile(), policyMap.orElse(""));
  }

  /// master.cf: Debian's services as far as a sender needs them; the sixth column is the chroot.
  String masterCf() {
    String c = chroot ? "y" : "n";
    return """
    127.0.0.1:%d inet n - n - - smtpd
    pickup   unix n - n 60    1 pickup
    cleanup  unix n - n -     0 cleanup
    qmgr     unix n - n 300   1 qmgr
    tlsmgr   unix - - n 1000? 1 tlsmgr
    rewrite  unix - - n -     - trivial-rewrite
    bounce   unix - - n -     0 bounce
    defer    unix - - n -     0 bounce
    trace    unix - - n -     0 bounce
    verify   unix - - n -     1 verify
    flush    unix n - n 1000? 0 flush
    proxymap unix - - n -     - proxymap
    smtp     unix - - %s -     - smtp
    relay    unix - - %s -     - smtp
    showq    unix n - n -     - showq
    error    unix - - n -     - error
    retry    unix - - n -     - error
    discard  unix - - n -     - discard
    anvil    unix - - n -     1 anvil
    scache   unix - - n -     1 scache
    postlog  unix-dgram n - n - 1 postlogd
    """
        .formatted(submissionPort, c, c);
  }
}
