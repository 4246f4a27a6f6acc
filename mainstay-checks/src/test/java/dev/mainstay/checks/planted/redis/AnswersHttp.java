package dev.mainstay.checks.planted.redis;

import dev.mainstay.checks.planted.http.Cookie;

/** A store that knows an edge. */
public class AnswersHttp {
  Cookie cookie;
}
