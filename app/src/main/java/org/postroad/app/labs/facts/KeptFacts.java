package org.postroad.app.labs.facts;

import java.io.IOException;
import java.util.List;
import org.postroad.app.labs.LabFolder;
import org.postroad.app.output.Json;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Likenesses;
import org.postroad.protocol.dns.DomainName;

/// A [FactsLab] that stays, for commands that are given `--lab FILE`.
public final class KeptFacts implements AutoCloseable {

  private final FactsLab lab;
  private final LabFolder folder;

  private KeptFacts(FactsLab lab, LabFolder folder) {
    this.lab = lab;
    this.folder = folder;
  }

  /// A lab, or why there can be none.
  public sealed interface Started {
    record Running(KeptFacts kept) implements Started {}

    record Impossible(String why) implements Started {}
  }

  /// Starts one.
  ///
  /// @throws IOException if its own files cannot be written
  public static Started start(List<DomainFacts> facts) throws IOException {
    return switch (FactsLab.of(facts)) {
      case FactsLab.Built.Impossible(String why) -> new Started.Impossible(why);
      case FactsLab.Built.Standing(FactsLab lab) -> {
        KeptFacts kept = new KeptFacts(lab, LabFolder.make(lab::close));
        try {
          kept.write();
        } catch (IOException | RuntimeException e) {
          kept.close();
          throw e;
        }
        yield new Started.Running(kept);
      }
    };
  }

  /// The JSON line that says where everything is.
  public String json() {
    LabInternet net = lab.net();
    return Json.document(
            "postroad.lab-keep/1",
            json ->
                json.text("dns", Endpoint.text(net.dns().address()))
                    .text("ca_file", folder.file("ca.pem").toString())
                    .text("connect", folder.file("connect").toString())
                    .text("dnssec_anchor", folder.file("root.ds").toString())
                    .text("elsewhere", Endpoint.text(net.connectMap().nobody()))
                    .text("now", net.clock().instant().toString())
                    .flag("allow_private", lab.privateAllowed())
                    .objects(
                        "domains",
                        lab.domains(),
                        (each, domain) ->
                            each.text("domain", domain.text())
                                .text("policy", "facts")
                                .text("attack", "none"))
                    .texts("not_as_seen", lab.notes())
                    .number("pid", ProcessHandle.current().pid()))
        .strip();
  }

  /// The domains that stand in it.
  public List<DomainName> domains() {
    return lab.domains();
  }

  /// What is not as it was seen.
  public List<String> notes() {
    return lab.notes();
  }

  @Override
  public void close() {
    folder.close();
  }

  private void write() throws IOException {
    folder.write("ca.pem", Likenesses.pem(lab.anchors()) + lab.net().ca().rootPem());
    folder.write("connect", lab.net().connectMap().text());
    folder.write("root.ds", lab.net().dns().anchor().ds() + "\n");
    folder.write(json());
  }
}
