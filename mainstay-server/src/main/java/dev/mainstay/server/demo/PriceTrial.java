package dev.mainstay.server.demo;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads of a price by all replicas of a fleet: first all at once, then after each change. */
final class PriceTrial {
  private static final int COLD_READS = 1_000;
  private static final int CHANGES = 50;
  private static final int FIRST_PRICE = 11;

  private final Fleet fleet;
  private final Progress progress;

  PriceTrial(Fleet fleet, Progress progress) {
    this.fleet = fleet;
    this.progress = progress;
  }

  PriceFindings run() {
    try (PriceTable table = new PriceTable()) {
      progress.begin("reading a price that nobody has cached", COLD_READS);
      List<CompletableFuture<String>> reads = new ArrayList<>();
      for (int i = 0; i < COLD_READS; i++) {
        reads.add(read(i, table).whenComplete((price, failed) -> progress.tick()));
      }
      reads.forEach(CompletableFuture::join);
      int coldQueries = table.queries();
      int stale = afterChanges(table);
      return new PriceFindings(
          COLD_READS, coldQueries, CHANGES, CHANGES * Fleet.SIZE, stale, table.queries());
    }
  }

  private int afterChanges(PriceTable table) {
    progress.begin("changing the price on A, reading it from A, B and C", CHANGES);
    int stale = 0;
    for (int price = FIRST_PRICE; price < FIRST_PRICE + CHANGES; price++) {
      String now = String.valueOf(price);
      ask(0, "/reprice", table.uri() + " " + now).join();
      for (int replica = 0; replica < Fleet.SIZE; replica++) {
        stale += read(replica, table).join().equals(now) ? 0 : 1;
      }
      progress.tick();
    }
    return stale;
  }

  private CompletableFuture<String> read(int replica, PriceTable table) {
    return ask(replica, "/price", table.uri().toString());
  }

  private CompletableFuture<String> ask(int replica, String path, String body) {
    int port = fleet.replica(replica).port();
    return Plain.send(URI.create("http://127.0.0.1:" + port + path), "POST", body);
  }
}
