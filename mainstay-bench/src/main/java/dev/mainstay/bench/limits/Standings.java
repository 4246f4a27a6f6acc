package dev.mainstay.bench.limits;

import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of the entrants of a scene, in the columns of the table, and what was demanded. */
record Standings(Scene scene, List<Entrant> entrants) {

  List<Row> rows() {
    double own = perSecond("Mainstay");
    List<Row> rows = new ArrayList<>();
    rows.add(row("decisions", "per second", Entrant::perSecond));
    rows.add(row("Mainstay is faster by", "times", entrant -> own / entrant.perSecond()));
    rows.add(row("server's processor", "µs each", Entrant::cpu));
    if (scene.isTimed()) {
      rows.add(row("latency, 99 %", "µs", Entrant::slow));
    }
    rows.add(row("let in beyond the limit", "takes", Entrant::beyond));
    rows.add(row("refused meanwhile", "takes", Entrant::refused));
    return rows;
  }

  private Row row(String what, String unit, Function<Entrant, @Nullable Double> number) {
    List<@Nullable Double> values = new ArrayList<>();
    for (String name : Field.NAMES) {
      values.add(
          entrants.stream()
              .filter(entrant -> entrant.name().equals(name))
              .findFirst()
              .map(number)
              .orElse(null));
    }
    return new Row(scene.title() + ": " + what, unit, values);
  }

  List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    switch (scene) {
      case KEYS -> {
        bars.add(ratio("raw EVALSHA", 0.9));
        bars.add(ratio("bucket4j", 2));
      }
      case HOT -> bars.add(ratio("bucket4j batching", 2));
      case CROWD -> {
        bars.add(ratio("bucket4j batching", 1.5));
        bars.add(ratio("bucket4j", 300));
      }
      case FLIGHT -> {
        bars.add(Bar.atLeast(named("decisions a second"), perSecond("Mainstay"), 1_000_000));
        bars.add(ratio("raw INCR", 10));
      }
      case CHUNKS ->
          bars.add(Bar.atLeast(named("decisions a second"), perSecond("Mainstay"), 10_000_000));
    }
    Entrant own = entrant("Mainstay");
    bars.add(Bar.atMost(named("beyond the limit"), value(own.beyond()), 0));
    bars.add(Bar.atLeast(named("refused, so it was hit"), value(own.refused()), 1));
    return bars;
  }

  private Bar ratio(String beside, double limit) {
    double ratio = perSecond("Mainstay") / perSecond(beside);
    return Bar.atLeast(named("Mainstay / " + beside), ratio, limit);
  }

  private String named(String what) {
    return scene.title() + ": " + what;
  }

  private double perSecond(String name) {
    return entrant(name).perSecond();
  }

  private Entrant entrant(String name) {
    return entrants.stream()
        .filter(entrant -> entrant.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double value(@Nullable Double number) {
    return number == null ? 0 : number;
  }
}
