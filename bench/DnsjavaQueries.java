import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// How many questions per second dnsjava puts, with nothing around it: its own transport, as many on
/// their way as are permitted.
///
/// `java -cp JARS DnsjavaQueries.java ADDRESS LIST PARALLEL`: asks for the MTA-STS record of every
/// domain in the list once, and prints one JSON line.
final class DnsjavaQueries {
  private DnsjavaQueries() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> domains = Files.readAllLines(Path.of(args[1]));
    int parallel = Integer.parseInt(args[2]);
    Semaphore places = new Semaphore(parallel);
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    SimpleResolver resolver = resolver(args[0]);
    long start = System.nanoTime();
    for (String domain : domains) {
      places.acquire();
      Record question =
          Record.newRecord(Name.fromString("_mta-sts." + domain + "."), Type.TXT, DClass.IN);
      resolver
          .sendAsync(Message.newQuery(question))
          .whenComplete(
              (reply, fault) -> {
                (reply == null ? failed : answered).incrementAndGet();
                places.release();
              });
    }
    places.acquire(parallel);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"answered\": %d, \"failed\": %d, \"seconds\": %.4f}%n",
        answered.get(),
        failed.get(),
        seconds);
    System.exit(0); // its selector thread stays else
  }

  private static SimpleResolver resolver(String address) throws UnknownHostException {
    SimpleResolver resolver = new SimpleResolver(address);
    resolver.setTimeout(Duration.ofSeconds(10));
    return resolver;
  }
}
