package dev.mainstay.server.http;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.UndefinedException;
import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into the problem that the caller is told. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The problem, and a line in the log where the fault is on this side. */
  static Problem problem(Throwable failed, String operation, String requestId) {
    Throwable cause = cause(failed);
    if (cause instanceof Refusal refusal) {
      return refusal.problem();
    }
    if (cause instanceof StoreFaultException || cause instanceof CodecException) {
      LOG.error("Request {}: {}", requestId, cause.getMessage(), cause);
    }
    if (cause instanceof UndefinedException undefined) {
      return Problem.of(undefined)
          .withDetail(
              "Nobody has defined this limit; PUT a rule, or put it into the configuration.")
          .with("field", "limit");
    }
    if (cause instanceof MainstayException known) {
      Problem problem = Problem.of(known);
      return known instanceof InvalidValueException || operation.isEmpty()
          ? problem
          : problem.with("operation", operation);
    }
    LOG.error("Request {} failed unexpectedly", requestId, cause);
    return ProblemType.INTERNAL.problem("The log tells more about this request id.");
  }

  /** What was thrown before stages wrapped it. */
  static Throwable cause(Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    return cause == null ? failed : cause;
  }
}
