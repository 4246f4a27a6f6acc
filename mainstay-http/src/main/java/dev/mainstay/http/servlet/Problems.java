package dev.mainstay.http.servlet;

import dev.mainstay.http.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Answers requests with problems. */
final class Problems {
  private Problems() {}

  /** Answers with a problem and all of its fields. */
  static void answer(HttpServletResponse response, Problem problem) throws IOException {
    answer(response, problem, every -> true);
  }

  /** Answers with a problem and some of its fields, by name. */
  static void answer(HttpServletResponse response, Problem problem, Predicate<String> fields)
      throws IOException {
    byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.setHeader("Cache-Control", "no-store");
    problem
        .headers()
        .forEach(
            (name, value) -> {
              if (fields.test(name)) {
                response.setHeader(name, value);
              }
            });
    response.getOutputStream().write(body);
  }
}
