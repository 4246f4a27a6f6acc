package dev.mainstay.server;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.logs.Logs;
import dev.mainstay.server.logs.Terminal;
import dev.mainstay.server.openapi.OpenApi;
import dev.mainstay.server.ops.Operations;
import dev.mainstay.server.ops.StoreView;
import dev.mainstay.server.ops.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = "Starts the server, and its store where none is named.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final int WRONG_CONFIGURATION = 2;
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--config", paramLabel = "FILE", description = "A YAML file.")
  private @Nullable Path config;

  @Option(names = "--port", paramLabel = "PORT", description = "7070 unless told; 0 for any.")
  private @Nullable String port;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "127.0.0.1 unless told.")
  private @Nullable String host;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "A Redis or Valkey for sessions, as in redis://localhost:6379.")
  private @Nullable String store;

  @Option(names = "--cache-store", paramLabel = "URL", description = "Another one for caches.")
  private @Nullable String cacheStore;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the embedded store keeps its data; ./mainstay-data unless told.")
  private @Nullable String data;

  @Option(
      names = "--until-ready",
      hidden = true,
      description =
          "Ends as soon as it is ready: ./mainstay learns so which classes a start needs.")
  private boolean untilReady;

  @Override
  public Integer call() throws InterruptedException {
    MainstayServer server;
    Operations operations = new Operations(Version.current());
    try {
      ServerConfig read = ConfigLoader.load(Optional.ofNullable(config), System.getenv(), flags());
      Logs.configure(read.log().level(), read.log().format());
      server =
          MainstayServer.startOn(
              read,
              () -> watched(Stores.open(read, operations), operations),
              List.of(operations, new OpenApi()),
              operations);
    } catch (MainstayException e) {
      spec.commandLine().getErr().println("mainstay: " + e.getMessage());
      return e instanceof InvalidValueException ? WRONG_CONFIGURATION : FAILED;
    }
    if (untilReady) {
      server.close();
      return 0;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, operations), "mainstay-end"));
    tell(server.url());
    new CountDownLatch(1).await();
    return 0;
  }

  private static Stores watched(Stores stores, Operations operations) {
    stores.all().forEach(store -> operations.watch(StoreView.of(store.role(), store.engine())));
    return stores;
  }

  private void tell(String url) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("mainstay ready on " + url);
    out.flush();
    if (Terminal.isError()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("Try: curl -i -X POST " + url + "/v1/sessions, then " + url + "/openapi.json");
      err.flush();
    }
  }

  /** A JVM that a signal ends exits with 128 and more; a server that drained has done its work. */
  private static void end(MainstayServer server, Operations operations) {
    int code = 0;
    try {
      operations.drain();
      server.close();
    } catch (RuntimeException e) {
      LOG.error("The server did not end well", e);
      code = FAILED;
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    put(flags, "--port", port);
    put(flags, "--host", host);
    put(flags, "--store", store);
    put(flags, "--cache-store", cacheStore);
    put(flags, "--data", data);
    return flags;
  }

  private static void put(Map<String, String> flags, String name, @Nullable String value) {
    if (value != null) {
      flags.put(name, value);
    }
  }
}
