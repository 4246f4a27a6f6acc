package dev.mainstay.tck.races;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a share of the actors runs: this process or another. */
public interface Stable extends AutoCloseable {
  /**
   * Runs those actors of each trial whose number leaves this stable's rest, and tells their deeds,
   * each on one line.
   */
  CompletionStage<List<String>> run(Heat heat, int share, int shares);

  @Override
  void close();
}
