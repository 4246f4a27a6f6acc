package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisUrl;
import org.jspecify.annotations.Nullable;

/** Who a connection speaks for. Its text form holds no password. */
record Login(@Nullable String user, @Nullable String password, int database) {
  /** Nobody: for servers without passwords. */
  static final Login NONE = new Login(null, null, 0);

  /** The login that a URL names. */
  static Login of(RedisUrl url) {
    return new Login(url.user(), url.password(), url.database());
  }

  /** The same for a server that has no databases, as a sentinel. */
  Login withoutDatabase() {
    return new Login(user, password, 0);
  }

  @Override
  public String toString() {
    return "Login[" + (user == null ? "default" : user) + "]";
  }
}
