package dev.mainstay.redis.internal.sessions;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.sessions.SessionScripts.Args;
import dev.mainstay.spi.SessionEventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The due-lists on Redis: one sorted set for each partition, no keyspace notifications (they are
 * lost with their connection) and no configuration of the server.
 */
final class RedisSessionEvents implements SessionEventStore {
  private final SessionScripts scripts;
  private final Epochs epochs;
  private final Listener listener;

  RedisSessionEvents(SessionScripts scripts, Epochs epochs, Listener listener) {
    this.scripts = scripts;
    this.epochs = epochs;
    this.listener = listener;
  }

  @Override
  public CompletionStage<Taken> take(
      String namespace, int partition, String worker, Duration hold, int most) {
    byte[][] keys = {
      SessionKeys.due(namespace, partition), SessionKeys.worker(namespace, partition)
    };
    return epochs
        .then(
            "sessions.take",
            Deadline.WRITE,
            namespace,
            keys[0],
            epoch ->
                scripts.write(
                    "sessions.take",
                    SessionScripts.TAKE,
                    keys,
                    new Args()
                        .add(SessionKeys.base(namespace, partition))
                        .add(epoch)
                        .add(worker)
                        .add(hold.toMillis())
                        .add(LONGEST_PAUSE.toMillis())
                        .add(most)))
        .thenApply(answer -> taken(namespace, answer));
  }

  private Taken taken(String namespace, List<Object> answer) {
    if (Answers.verdict(answer).equals("held")) {
      return new Taken.Held();
    }
    for (long unreadable = Answers.number(answer.get(2)); unreadable > 0; unreadable--) {
      listener.on(new Event.PayloadRejected("event"));
    }
    return new Taken.Batch(
        DueWords.read(namespace, answer.subList(3, answer.size())),
        Answers.number(answer.get(1)) == 1);
  }

  @Override
  public CompletionStage<Integer> finish(
      String namespace, int partition, List<Due> handled, List<Due> notBegun) {
    byte[][] keys = {SessionKeys.due(namespace, partition)};
    Args args = new Args().add(handled.size());
    handled.forEach(due -> DueWords.write(args, due));
    notBegun.forEach(due -> DueWords.write(args, due));
    return scripts
        .write("sessions.finish", SessionScripts.FINISH, keys, args)
        .thenApply(answer -> (int) Answers.number(answer.get(0)));
  }

  @Override
  public CompletionStage<List<String>> enlist(String namespace, String worker, Duration hold) {
    byte[][] keys = {SessionKeys.workers(namespace)};
    Args args = new Args().add(worker).add(hold.toMillis()).add(WORKERS);
    return scripts
        .write("sessions.enlist", SessionScripts.ENLIST, keys, args)
        .thenApply(answer -> answer.stream().map(Answers::text).sorted().toList());
  }

  @Override
  public CompletionStage<List<String>> leave(String namespace, String worker) {
    return enlist(namespace, worker, Duration.ZERO);
  }
}
