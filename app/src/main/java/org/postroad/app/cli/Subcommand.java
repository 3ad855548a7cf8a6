package org.postroad.app.cli;

import org.postroad.app.output.Terminal;

/// One command of [Commands]: picocli fills its options, then it runs.
///
/// It prints the result by [Terminal#say] and nothing else there. Wrong usage that picocli cannot
/// see is a [UsageException]; anything else unchecked that escapes is reported as a bug.
@FunctionalInterface
public interface Subcommand {

  ExitCode run(Terminal terminal) throws InterruptedException;
}
