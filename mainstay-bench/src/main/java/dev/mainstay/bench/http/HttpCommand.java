package dev.mainstay.bench.http;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The server beside a bare handler that does one Redis GET, both in processes of their own. */
@Command(
    name = "http",
    description = "GET /v1/sessions/current beside a bare Vert.x handler (about 50 s).",
    mixinStandardHelpOptions = true)
public final class HttpCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--connections",
      defaultValue = "64",
      description = "How many ask at once (${DEFAULT-VALUE}).")
  private int connections = 64;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many rounds the medians are of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long a round of each is (${DEFAULT-VALUE}).")
  private int seconds = 3;

  private final HttpClient client = HttpClient.newHttpClient();

  /** For picocli. */
  public HttpCommand() {}

  @Override
  public Integer call() {
    List<String> serve = List.of("dev.mainstay.server.Main", "serve", "--port", "0");
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        Child mainstay = Child.java(environment(redis), "", serve);
        Child bare =
            Child.java(Map.of(), redis.url() + "\n", List.of(BareServer.class.getName()))) {
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        tokens.add(start(mainstay.port(), i));
      }
      String body = current(mainstay.port(), tokens.get(0));
      tokens.forEach(token -> admin.call("SET", BareServer.KEY + "Bearer " + token, body));
      List<List<Histogram>> results = measure(List.of(mainstay, bare), tokens);
      return output.show(report(results, body.length(), admin));
    }
  }

  private static Map<String, String> environment(BenchRedis redis) {
    return Map.of("MAINSTAY_STORE_URL", redis.url(), "MAINSTAY_LOG_LEVEL", "error");
  }

  private String start(int port, int number) {
    String json =
        "{\"user\":\"user-%d\",\"attributes\":{\"cart\":\"cart-%025d\",\"locale\":\"en-GB\"}}"
            .formatted(number, number);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/sessions"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    return JsonMapper.shared().readTree(body(request, 201)).get("token").asString();
  }

  private String current(int port, String token) {
    return body(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/sessions/current"))
            .header("Authorization", "Bearer " + token)
            .build(),
        200);
  }

  private String body(HttpRequest request, int due) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != due) {
        throw new IllegalStateException(request.uri() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<List<Histogram>> measure(List<Child> servers, List<String> tokens) {
    List<List<Histogram>> results = List.of(new ArrayList<>(), new ArrayList<>());
    try (Progress progress = new Progress((rounds + 2) * servers.size())) {
      // Two rounds to warm up: each server begins with code that is not compiled yet.
      for (int round = -2; round < rounds; round++) {
        for (int i = 0; i < servers.size(); i++) {
          progress.step((round < 0 ? "warming up " : "measuring ") + (i == 0 ? "serve" : "bare"));
          Histogram result =
              HttpLoad.run(servers.get(i).port(), tokens, Duration.ofSeconds(seconds));
          if (round >= 0) {
            results.get(i).add(result);
          }
        }
      }
    }
    return results;
  }

  private Report report(List<List<Histogram>> results, int bytes, Resp admin) {
    List<@Nullable Double> speeds = new ArrayList<>();
    List<@Nullable Double> slow = new ArrayList<>();
    for (List<Histogram> result : results) {
      speeds.add(median(result, one -> one.getTotalCount() / (double) seconds));
      slow.add(median(result, one -> one.getValueAtPercentile(99) / 1e6));
    }
    double ratio =
        median(results.get(0), HttpCommand::count) / median(results.get(1), HttpCommand::count);
    List<String> conditions =
        new ArrayList<>(Output.machine(admin.info("server").getOrDefault("redis_version", "?")));
    conditions.add(
        "%d connections, answers of %d bytes, medians of %d rounds of %d s in turns"
            .formatted(connections, bytes, rounds, seconds));
    return new Report(
        "http",
        "GET /v1/sessions/current",
        conditions,
        List.of("mainstay serve", "bare GET"),
        List.of(new Row("answers", "per second", speeds), new Row("latency, 99 %", "ms", slow)),
        List.of(Bar.atLeast("serve / bare GET", ratio, 0.6)));
  }

  private static double count(Histogram one) {
    return (double) one.getTotalCount();
  }

  private static double median(List<Histogram> rounds, ToDoubleFunction<Histogram> number) {
    double[] sorted = rounds.stream().mapToDouble(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
