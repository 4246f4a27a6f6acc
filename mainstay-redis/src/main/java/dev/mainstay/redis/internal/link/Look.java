package dev.mainstay.redis.internal.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Looks whether a call whose deadline is over was answered. A process that gets no processor, or
 * stood still itself, has the answer in its socket and has not read it; nor has it sent, perhaps,
 * what it was to send. That the store is silent is known only once the connection's thread had its
 * turn after the deadline, and a call that it sent only then has one more deadline.
 */
final class Look {
  private final Traffic traffic;
  private final Call<?> call;

  Look(Traffic traffic, Call<?> call) {
    this.traffic = traffic;
    this.call = call;
  }

  void look() {
    Line line = call.line;
    ScheduledExecutorService loop = line == null ? null : line.loop();
    if (loop == null) {
      traffic.overdue(call);
      return;
    }
    boolean sent = call.isSent();
    // Tasks run after the reading, and those that a task adds without a delay in the same round: so
    // the one with a delay runs when the sockets were read since the deadline.
    enter(() -> loop.execute(() -> enter(() -> soon(loop, sent))));
  }

  private void soon(ScheduledExecutorService loop, boolean sent) {
    var unused = loop.schedule(() -> looked(sent), 1, MILLISECONDS);
  }

  private void looked(boolean sent) {
    if (call.isDone()) {
      return;
    }
    if (sent) {
      traffic.overdue(call);
    } else {
      traffic.after(traffic.budget(call.request.deadline()), this::look);
    }
  }

  private void enter(Runnable step) {
    try {
      step.run();
    } catch (RejectedExecutionException closed) {
      traffic.overdue(call);
    }
  }
}
