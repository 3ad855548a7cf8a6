import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// How many policies per second the JDK's own TLS fetches, with nothing around it: what a daemon in
/// Java can at best do with one connection per policy on this machine.
///
/// `java JsseFetch.java CA.pem ADDRESS HOST`, HOST with one `%` for the number. It reads jobs from
/// standard input, `CONNECTIONS SECONDS FIRST COUNT`, and writes one JSON line for each. Every fetch
/// is a new TCP connection, a full handshake with SNI, chain and name verified, a GET, a whole answer.
final class JsseFetch {
  private static final int PORT = 443;
  private static final int TIMEOUT_MS = 10_000;

  private JsseFetch() {}

  public static void main(String[] args) throws Exception {
    var jobs = new Scanner(System.in, StandardCharsets.UTF_8);
    jobs.useLocale(Locale.ROOT);
    while (jobs.hasNextInt()) {
      int connections = jobs.nextInt();
      double seconds = jobs.nextDouble();
      int first = jobs.nextInt();
      int count = jobs.nextInt();
      // a context of its own for each job: no session of the last one is resumed
      var job = new Job(trusting(Path.of(args[0])), args[1], args[2], first, count);
      System.out.println(job.run(connections, seconds));
    }
  }

  private static SSLContext trusting(Path ca) throws GeneralSecurityException, IOException {
    var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (var pem = Files.newInputStream(ca)) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      anchors.setCertificateEntry("ca", certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private record Job(SSLContext context, String address, String host, int first, int count) {
    String run(int connections, double seconds) throws Exception {
      long start = System.nanoTime();
      long cpu = cpuNanos();
      long end = start + (long) (seconds * 1e9);
      var next = new AtomicInteger(first);
      Callable<long[]> worker = () -> fetches(next, end);
      try (ExecutorService workers = Executors.newFixedThreadPool(connections)) {
        var latencies = new ArrayList<long[]>();
        for (var done : workers.invokeAll(Collections.nCopies(connections, worker))) {
          latencies.add(done.get());
        }
        return report(latencies, System.nanoTime() - start, cpuNanos() - cpu);
      }
    }

    private long[] fetches(AtomicInteger next, long end) throws IOException {
      var latencies = new long[count];
      int done = 0;
      while (System.nanoTime() < end) {
        int number = next.getAndIncrement();
        if (number >= first + count) {
          break;
        }
        long start = System.nanoTime();
        fetch(host.replace("%", Integer.toString(number)));
        latencies[done++] = System.nanoTime() - start;
      }
      return Arrays.copyOf(latencies, done);
    }

    private void fetch(String name) throws IOException {
      try (var plain = new Socket()) {
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(TIMEOUT_MS);
        plain.connect(new InetSocketAddress(address, PORT), TIMEOUT_MS);
        try (var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, name, PORT, true)) {
          var parameters = tls.getSSLParameters();
          parameters.setServerNames(List.of(new SNIHostName(name)));
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          tls.setSSLParameters(parameters);
          String get = "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: " + name
              + "\r\nConnection: close\r\n\r\n";
          tls.getOutputStream().write(get.getBytes(StandardCharsets.US_ASCII));
          expectPolicy(name, tls.getInputStream());
        }
      }
    }

    private static void expectPolicy(String name, InputStream in) throws IOException {
      var answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200 ") || !answer.contains("version: STSv1")) {
        throw new IOException("no policy from " + name + ": " + answer.lines().findFirst());
      }
    }
  }

  private static String report(List<long[]> latencies, long nanos, long cpu) {
    long[] sorted = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("not one fetch within the time");
    }
    return String.format(
        Locale.ROOT,
        "{\"fetches\":%d,\"per_second\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"cpu_us\":%.1f}",
        sorted.length,
        sorted.length * 1e9 / nanos,
        sorted[sorted.length / 2] / 1e3,
        sorted[sorted.length * 99 / 100] / 1e3,
        cpu / 1e3 / sorted.length);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
