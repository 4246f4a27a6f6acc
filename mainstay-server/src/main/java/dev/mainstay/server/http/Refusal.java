package dev.mainstay.server.http;

import dev.mainstay.http.Problem;

/** Carries a problem from where it was seen to where it is answered; never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.type().title(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
