package org.postroad.app.resolverd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// What the daemon counts, and how Prometheus reads it (text format 0.0.4).
///
/// Names begin with `postroad_`, counters end in `_total`, times are in seconds. Labels say of
/// which kind, never of which domain: the number of series is fixed when the daemon has started,
/// and bounded by [#SERIES_MAX]. Register each once, keep it, and count on it from any thread.
public final class Metrics {

  /// More series than this are a bug.
  public static final int SERIES_MAX = 500;

  private static final Pattern NAME = Pattern.compile("postroad_[a-z0-9_]+");
  private static final Pattern LABEL = Pattern.compile("[a-z_]+");

  private final List<Family> families = new CopyOnWriteArrayList<>();

  /// Where the values of a series come from.
  sealed interface Source permits Counter, Gauge, Histogram {}

  /// What somebody else keeps.
  record Gauge(LongSupplier value) implements Source {}

  /// What grows only.
  public static final class Counter implements Source {
    private final LongAdder value = new LongAdder();

    public void increment() {
      value.increment();
    }

    public void add(long n) {
      value.add(n);
    }

    public long value() {
      return value.sum();
    }
  }

  /// How often something took how long.
  public static final class Histogram implements Source {
    private static final long[] BOUNDS_MICROS = {
      100,
      250,
      500,
      1_000,
      2_500,
      5_000,
      10_000,
      25_000,
      50_000,
      100_000,
      250_000,
      500_000,
      1_000_000,
      2_500_000,
      5_000_000,
      10_000_000,
      20_000_000
    };
    private final LongAdder[] counts = new LongAdder[BOUNDS_MICROS.length + 1];
    private final LongAdder nanos = new LongAdder();

    private Histogram() {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
    }

    /// `times` took `nanos` each.
    public void observe(long nanos, int times) {
      int i = 0;
      while (i < BOUNDS_MICROS.length && nanos > BOUNDS_MICROS[i] * 1_000) {
        i++;
      }
      counts[i].add(times);
      this.nanos.add(nanos * times);
    }

    /// How many were observed.
    public long count() {
      long sum = 0;
      for (LongAdder count : counts) {
        sum += count.sum();
      }
      return sum;
    }
  }

  /// The series of one name.
  private record Family(String name, String help, String type, List<Series> series) {}

  /// One series.
  ///
  /// @param labels as they stand in braces: `reply="ok"`; may be empty
  private record Series(String labels, Source source) {}

  /// A counter; `labels` alternate between names and values: `counter(n, h, "reply", "ok")`.
  public Counter counter(String name, String help, String... labels) {
    Counter counter = new Counter();
    register(name, help, "counter", labels, counter);
    return counter;
  }

  /// A value that is asked for when somebody looks.
  public void gauge(String name, String help, LongSupplier value, String... labels) {
    register(name, help, "gauge", labels, new Gauge(value));
  }

  /// A histogram of times.
  public Histogram histogram(String name, String help, String... labels) {
    Histogram histogram = new Histogram();
    register(name, help, "histogram", labels, histogram);
    return histogram;
  }

  /// All of it, in the order of registration.
  public String text() {
    StringBuilder out = new StringBuilder(4_096);
    for (Family family : families) {
      out.append("# HELP ").append(family.name()).append(' ').append(family.help()).append('\n');
      out.append("# TYPE ").append(family.name()).append(' ').append(family.type()).append('\n');
      family.series().forEach(series -> write(out, family.name(), series));
    }
    return out.toString();
  }

  private synchronized void register(
      String name, String help, String type, String[] labels, Source source) {
    int all = families.stream().mapToInt(family -> family.series().size()).sum();
    if (!NAME.matcher(name).matches() || all >= SERIES_MAX || help.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("metric " + name + ", the " + (all + 1) + "th");
    }
    Series series = new Series(labels(labels), source);
    for (Family family : families) {
      if (family.name().equals(name)) {
        if (!family.type().equals(type)
            || family.series().stream().anyMatch(s -> s.labels().equals(series.labels()))) {
          throw new IllegalArgumentException("metric " + name + " twice");
        }
        family.series().add(series);
        return;
      }
    }
    families.add(new Family(name, help, type, new CopyOnWriteArrayList<>(List.of(series))));
  }

  private static String labels(String... labels) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < labels.length; i += 2) {
      if (!LABEL.matcher(labels[i]).matches()) {
        throw new IllegalArgumentException("label " + labels[i]);
      }
      String value = labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      pairs.add(labels[i] + "=\"" + value + "\"");
    }
    return String.join(",", pairs);
  }

  private static void write(StringBuilder out, String name, Series series) {
    switch (series.source()) {
      case Counter counter -> line(out, name, series.labels(), String.valueOf(counter.value()));
      case Gauge(LongSupplier gauge) ->
          line(out, name, series.labels(), String.valueOf(gauge.getAsLong()));
      case Histogram histogram -> write(out, name, series.labels(), histogram);
    }
  }

  private static void write(StringBuilder out, String name, String labels, Histogram histogram) {
    String before = labels.isEmpty() ? "" : labels + ",";
    long sum = 0;
    for (int i = 0; i < histogram.counts.length; i++) {
      sum += histogram.counts[i].sum();
      String bound =
          i < Histogram.BOUNDS_MICROS.length ? seconds(Histogram.BOUNDS_MICROS[i] * 1_000) : "+Inf";
      line(out, name + "_bucket", before + "le=\"" + bound + "\"", String.valueOf(sum));
    }
    line(out, name + "_sum", labels, seconds(histogram.nanos.sum()));
    line(out, name + "_count", labels, String.valueOf(sum));
  }

  private static void line(StringBuilder out, String name, String labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  /// `0.00025`: without an exponent and without trailing zeros.
  private static String seconds(long nanos) {
    String text =
        String.format(Locale.ROOT, "%d.%09d", nanos / 1_000_000_000, nanos % 1_000_000_000);
    return text.replaceAll("\\.?0+$", "");
  }
}
