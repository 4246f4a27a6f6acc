package dev.mainstay.embedded.internal;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of one store, from the look at its files to its first answer. Damage is refused with
 * what to do about it; nothing is repaired but the incomplete last command of a store that died.
 */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
  private static final Duration LOADING = Duration.ofMinutes(5);
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);
  private static final Pattern CUT_SHORT =
      Pattern.compile("Unexpected end of file reading the append only file ([^ ]+\\.aof)");
  private static final Pattern DAMAGED =
      Pattern.compile(
          "Bad file format|the AOF file|append only file [^ ]+\\.aof|Error reading the RDB"
              + "|Terminating server after rdb file|RDB CRC|AOF file .* doesn't exist"
              + "|manifest|rdbLoad|Internal error in RDB|Wrong signature");
  private static final Pattern FILE = Pattern.compile("appendonly\\.aof\\.[\\w.]+");

  private final ServerPlan plan;
  private final @Nullable DataFolder data;
  private boolean damage;

  Launch(ServerPlan plan, @Nullable DataFolder data) {
    this.plan = plan;
    this.data = data;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @throws StoreFaultException if its files are damaged or it does not come up, with its last
   *     words
   */
  RunningStore run() throws InterruptedException {
    check();
    RunningStore store = launch(false);
    if (ready(store)) {
      return store;
    }
    String words = store.lastWords();
    Matcher cut = CUT_SHORT.matcher(words);
    if (!cut.find()) {
      throw DAMAGED.matcher(words).find() ? damaged(words) : failed(words);
    }
    Path file = plan.folder().resolve("appendonlydir").resolve(cut.group(1));
    long tail = tail(file);
    if (tail < 0) {
      throw damaged(words);
    }
    LOG.warn("{} ends with {} bytes of an incomplete command, which are cut off", file, tail);
    RunningStore again = launch(true);
    if (!ready(again)) {
      throw damaged(again.lastWords());
    }
    return again;
  }

  /** Whether the last start met damage: another try would end the same. */
  boolean metDamage() {
    return damage;
  }

  private RunningStore launch(boolean cutTail) {
    try {
      return RunningStore.launch(plan.program(cutTail), this::noteChild);
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  private void check() {
    if (data != null) {
      damage = true;
      data.check();
      damage = false;
    }
  }

  private void noteChild(long pid) throws IOException {
    if (data != null) {
      data.usedBy(ProcessMark.of(pid).orElse(new ProcessMark(pid, "ended")));
    }
  }

  private boolean ready(RunningStore store) throws InterruptedException {
    try {
      if (store.awaitReady(LOADING) && answers(store)) {
        if (data != null) {
          data.initialised();
        }
        return true;
      }
    } catch (IOException e) {
      store.stop(FIRST_ANSWER);
      throw failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      store.kill();
      throw e;
    }
    store.stop(FIRST_ANSWER);
    return false;
  }

  private boolean answers(RunningStore store) throws InterruptedException {
    long end = System.nanoTime() + FIRST_ANSWER.toNanos();
    while (store.alive() && System.nanoTime() < end) {
      if (Probe.answers(plan.endpoint(), ServerPlan.APP, plan.app())) {
        return true;
      }
      Thread.sleep(5);
    }
    return false;
  }

  private static long tail(Path file) {
    try {
      return AppendLog.incompleteTail(file);
    } catch (IOException e) {
      return -1;
    }
  }

  private StoreFaultException failed(String words) {
    return new StoreFaultException(
        "embedded.start",
        "the " + plan.role() + " store " + plan.binary() + " did not come up: " + words,
        null);
  }

  private StoreFaultException damaged(String words) {
    Matcher named = FILE.matcher(words);
    Path folder = plan.folder().resolve("appendonlydir");
    damage = true;
    Path file = named.find() ? folder.resolve(named.group().replaceFirst("\\.$", "")) : folder;
    return new StoreFaultException(
        "embedded.start",
        file
            + " is damaged; nothing was started and nothing changed. Restore "
            + plan.folder()
            + " from a backup, or copy it and repair the copy with redis-check-aof --fix (it cuts"
            + " off all that follows the damage). The store said: "
            + words,
        null);
  }
}
